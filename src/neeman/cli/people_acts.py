"""What `neeman user` does; apart from its command line, since this needs the product loaded."""

from __future__ import annotations

from collections.abc import Iterator

import typer
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email, validate_slug
from django.db import transaction
from django.utils import timezone

from neeman.orgs.access import house_access
from neeman.orgs.models import Organization, User
from neeman.orgs.queries import memberships_of
from neeman.orgs.roles import Role
from neeman.orgs.services import RESERVED_SLUGS, add_member, disable_user, end_sessions, found_organization
from neeman.orgs.wall import organization_scope
from neeman.signin.models import Purpose
from neeman.signin.services import kill_links, make_link


def add(email: str, *, organization: str, name: str, role: str, found: str) -> str:
    """Make the person where there is none (or let them in again), and the membership. Returns what to print."""
    if role not in Role.values:
        raise typer.BadParameter(f"{role} is not a role; there are: {', '.join(Role.values)}")
    try:
        validate_email(email)
        validate_slug(organization)
    except ValidationError as wrong:
        raise typer.BadParameter(f"{email} / {organization}: {wrong.messages[0]}") from wrong
    with transaction.atomic():
        person = User.objects.filter(email__iexact=email).first() or User.objects.create_user(email)
        person.name, person.is_active = name or person.name, True
        person.save(update_fields=["name", "is_active"])
        if found:
            _found(person, organization, found)
        else:
            _place(person, organization, Role(role))
        return f"{person.email} may enter {organization}:\n{make_link(person, Purpose.ENTER, now=timezone.now())}"


def link(email: str) -> str:
    """A link that signs in."""
    return make_link(_active(email), Purpose.ENTER, now=timezone.now())


def reset(email: str, *, forget_factors: bool) -> str:
    """A link that sets a password."""
    person = _active(email)
    with transaction.atomic():
        if forget_factors:
            Authenticator.objects.filter(user=person).delete()
        person.set_unusable_password()
        person.save(update_fields=["password"])
        end_sessions(person)
        return make_link(person, Purpose.PASSWORD, now=timezone.now())


def everybody() -> Iterator[str]:
    """One line a person."""
    for person in User.objects.order_by("email"):
        places = ", ".join(f"{one.organization.slug} ({one.role})" for one in memberships_of(person.pk))
        closed = "" if person.is_active else "  [disabled]"
        yield f"{person.email}  {person.name}  {places or '-'}{closed}"


def disable(email: str) -> str:
    """Shut out, with sessions and links."""
    person = _person(email)
    disable_user(person)
    kill_links(person, now=timezone.now())
    return f"{person.email} is shut out."


def _found(person: User, slug: str, name: str) -> None:
    if slug in RESERVED_SLUGS or Organization.objects.filter(slug=slug).exists():
        raise typer.BadParameter(f"{slug} is taken; choose another word")
    found_organization(person, name=name, slug=slug)


def _place(person: User, slug: str, role: Role) -> None:
    organization = Organization.objects.filter(slug=slug).first()
    if organization is None:
        known = ", ".join(Organization.objects.order_by("slug").values_list("slug", flat=True))
        raise typer.BadParameter(f"no organization is called {slug}; there are: {known or 'none'}")
    with organization_scope(organization.pk):
        add_member(house_access(organization), person, role=role)


def _person(email: str) -> User:
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        raise typer.BadParameter(f"nobody signs in with {email}; see: neeman user list")
    return person


def _active(email: str) -> User:
    person = _person(email)
    if not person.is_active:
        raise typer.BadParameter(f"{email} is shut out; a link would open nothing")
    return person
