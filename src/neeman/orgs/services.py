"""Writes: people, organizations, memberships."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from neeman.orgs.access import Access, access_of
from neeman.orgs.log import log
from neeman.orgs.models import Member, Organization, User, Week
from neeman.orgs.roles import PERMISSIONS, May, Role, Sees
from neeman.orgs.wall import organization_scope

# First words of addresses outside any organization; a business of that name would stand in their shadow.
RESERVED_SLUGS = frozenset(
    {
        "account",
        "api",
        "enter",
        "feed",
        "form",
        "gallery",
        "healthz",
        "hooks",
        "join",
        "language",
        "manifest.webmanifest",
        "new-password",
        "offline",
        "q",
        "remove",
        "static",
        "styles",
        "worker.js",
    }
)


class LastOwner(Exception):
    """The organization would be left without an owner."""


class AboveOneself(PermissionDenied):
    """Somebody was about to give, or take from somebody, more than they hold themselves."""


def found_organization(
    owner: User, *, name: str, slug: str, currency: str = "ILS", is_demo: bool = False
) -> Access:
    """A new organization with its owner; returns the owner's access.

    Raises IntegrityError when the slug is taken, ValueError when it is a word of the product's own addresses.
    """
    if slug in RESERVED_SLUGS:
        raise ValueError(f"{slug} is an address of the product itself")
    with transaction.atomic():
        organization = Organization.objects.create(name=name, slug=slug, currency=currency, is_demo=is_demo)
        with organization_scope(organization.pk):
            member = Member.objects.create(organization=organization, user=owner, role=Role.OWNER)
            access = access_of(member)
            log(access, organization, "orgs.organization.founded", {"name": name})
            return access


def change_organization(access: Access, *, name: str, currency: str, timezone: str) -> Organization:
    """Save the organization's settings."""
    return _change(access, {"name": name, "currency": currency, "timezone": timezone})


def change_hours(
    access: Access,
    *,
    week: str,
    keeps_hebrew_calendar: bool,
    workday_start: time,
    workday_end: time,
    eve_end: time,
) -> Organization:
    """Save when the organization works. Raises ValueError where a day would end before it begins."""
    if not workday_start < min(workday_end, eve_end):
        raise ValueError("a day begins before it ends")
    wanted = {
        "week": Week(week).value,
        "keeps_hebrew_calendar": keeps_hebrew_calendar,
        "workday_start": workday_start,
        "workday_end": workday_end,
        "eve_end": eve_end,
    }
    return _change(access, wanted)


def _change(access: Access, wanted: dict[str, Any]) -> Organization:
    access.require(May.MANAGE_ORGANIZATION)
    with transaction.atomic():
        organization = Organization.objects.select_for_update().get(pk=access.organization.pk)
        before = {key: getattr(organization, key) for key in wanted}
        for key, value in wanted.items():
            setattr(organization, key, value)
        organization.save(update_fields=list(wanted))
        log(access, organization, "orgs.organization.changed", {"before": before, "after": wanted})
        return organization


def add_member(
    access: Access, user: User, *, role: Role, sees: Sees = Sees.ALL, manager: Member | None = None
) -> Member:
    """Let a person in, or bring a former member back with this role. Raises AboveOneself."""
    access.require(May.MANAGE_MEMBERS)
    require_reach(access, role)
    with transaction.atomic():
        member, _ = Member.objects.update_or_create(
            user=user,
            defaults={"role": role, "sees": _sees(role, sees), "manager": manager, "is_active": True},
        )
        log(access, member, "orgs.member.added", {"role": role, "sees": member.sees})
        return member


def change_member(
    access: Access, member: Member, *, role: Role, sees: Sees, manager: Member | None
) -> Member:
    """Set what a member may do and see. Their sessions end. Raises AboveOneself, LastOwner."""
    access.require(May.MANAGE_MEMBERS)
    with transaction.atomic():
        held = _held(access, member)
        require_reach(access, Role(held.role))
        require_reach(access, role)
        if role != Role.OWNER:
            _require_other_owner(held)
        before = {"role": held.role, "sees": held.sees, "manager": held.manager_id}
        held.role, held.sees = role, _sees(role, sees)
        held.manager = None if manager is None or manager.pk == held.pk else manager
        held.save(update_fields=["role", "sees", "manager"])
        after = {"role": held.role, "sees": held.sees, "manager": held.manager_id}
        if after != before:
            end_sessions(held.user)
            log(access, held, "orgs.member.changed", {"before": before, "after": after})
        return held


def close_member(access: Access, member: Member) -> Member:
    """End a membership; the person keeps their other organizations. Raises AboveOneself, LastOwner."""
    access.require(May.MANAGE_MEMBERS)
    with transaction.atomic():
        held = _held(access, member)
        require_reach(access, Role(held.role))
        _require_other_owner(held)
        held.is_active = False
        held.save(update_fields=["is_active"])
        end_sessions(held.user)
        log(access, held, "orgs.member.closed", {"role": held.role})
        return held


def end_sessions(user: User) -> None:
    """Sign the person out everywhere."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])


def disable_user(user: User) -> None:
    """Shut the person out of the installation; facts that bear their name stay."""
    User.objects.filter(pk=user.pk).update(is_active=False)
    end_sessions(user)


def require_reach(access: Access, role: Role) -> None:
    """Raise AboveOneself unless this role is within what `access` may do itself."""
    if not PERMISSIONS[role] <= PERMISSIONS[access.role]:
        raise AboveOneself(f"{access.role} may not deal with {role}")


def _sees(role: Role, sees: Sees) -> Sees:
    return Sees.ALL if role == Role.OWNER else sees


def _held(access: Access, member: Member) -> Member:
    """The member, with the organization locked: two owners who remove each other at once must not both succeed."""
    Organization.objects.select_for_update().get(pk=access.organization.pk)
    return Member.objects.select_related("user").get(pk=member.pk)


def _require_other_owner(member: Member) -> None:
    if member.role != Role.OWNER or not member.is_active:
        return
    others = Member.objects.filter(role=Role.OWNER, is_active=True, user__is_active=True)
    if not others.exclude(pk=member.pk).exists():
        raise LastOwner
