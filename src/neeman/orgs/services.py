"""Writes: people, organizations, memberships."""

from __future__ import annotations

from django.db import transaction

from neeman.orgs.access import Access, access_of
from neeman.orgs.log import log
from neeman.orgs.models import Member, Organization, User
from neeman.orgs.roles import May, Role, Sees
from neeman.orgs.wall import organization_scope


def found_organization(
    owner: User, *, name: str, slug: str, currency: str = "ILS", is_demo: bool = False
) -> Access:
    """A new organization with its owner; returns the owner's access. Raises IntegrityError when the slug is taken."""
    with transaction.atomic():
        organization = Organization.objects.create(name=name, slug=slug, currency=currency, is_demo=is_demo)
        with organization_scope(organization.pk):
            member = Member.objects.create(organization=organization, user=owner, role=Role.OWNER)
            access = access_of(member)
            log(access, organization, "orgs.organization.founded", {"name": name})
            return access


def add_member(access: Access, user: User, *, role: Role, sees: Sees = Sees.ALL) -> Member:
    """Let a person in, or bring a former member back with this role."""
    access.require(May.MANAGE_MEMBERS)
    with transaction.atomic():
        member, _ = Member.objects.update_or_create(
            user=user, defaults={"role": role, "sees": sees, "is_active": True}
        )
        log(access, member, "orgs.member.added", {"role": role, "sees": sees})
        return member
