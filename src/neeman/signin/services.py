"""Writes: one-time links, one's own account, and the notes of who entered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from neeman.lib.tokens import new_token, token_hash
from neeman.orgs.access import Access, access_of
from neeman.orgs.addresses import absolute_url
from neeman.orgs.log import log
from neeman.orgs.models import Member, User
from neeman.orgs.queries import belongs_elsewhere, memberships_of
from neeman.orgs.roles import May, Role
from neeman.orgs.services import require_reach
from neeman.orgs.wall import organization_scope
from neeman.signin.models import Purpose, SignInLink
from neeman.signin.queries import LinkDead

LINK_LIFE = timedelta(minutes=60)

_PAGES = {Purpose.ENTER: "enter", Purpose.PASSWORD: "new_password"}


class BelongsElsewhere(PermissionDenied):
    """The account opens doors of another organization, so an owner of this one may not open the account."""


def make_link(user: User, purpose: Purpose, *, now: datetime) -> str:
    """The address of a new one-time link, good for LINK_LIFE. The person's older links of this purpose die."""
    kill_links(user, purpose, now=now)
    token = new_token()
    SignInLink.objects.create(
        user=user, purpose=purpose, token_hash=token_hash(purpose, token), expires_at=now + LINK_LIFE
    )
    return absolute_url(reverse(_PAGES[purpose], kwargs={"token": token}))


def make_member_link(access: Access, member: Member, *, now: datetime) -> str:
    """A link by which a member sets a new password, made by an owner. A second factor is still asked for.

    Raises AboveOneself, and BelongsElsewhere when the person is or was a member of another organization: else an owner
    could invite anybody and then take their account over.
    """
    access.require(May.MANAGE_MEMBERS)
    require_reach(access, Role(member.role))
    if belongs_elsewhere(access, member.user):
        raise BelongsElsewhere
    with transaction.atomic():
        log(access, member, "orgs.member.link")
        return make_link(member.user, Purpose.PASSWORD, now=now)


def spend_link(link: SignInLink, *, now: datetime) -> User:
    """Use the link up and return its person; LinkDead when somebody was quicker."""
    if not SignInLink.objects.filter(pk=link.pk, used_at=None).update(used_at=now):
        raise LinkDead
    return link.user


def kill_links(user: User, *purposes: Purpose, now: datetime) -> int:
    """End this person's live links, of these purposes or of all; returns how many there were."""
    links = SignInLink.objects.filter(user=user, used_at=None, purpose__in=purposes or list(Purpose))
    return links.update(used_at=now)


def set_password(user: User, password: str, *, now: datetime) -> None:
    """A new password: every session and every link of the person ends."""
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        kill_links(user, now=now)
    _note(user, "signin.password.set")


def change_email(user: User, email: str, *, now: datetime) -> None:
    """Another address to sign in with; links to the old one die. Raises IntegrityError when it is taken."""
    with transaction.atomic():
        user.email = email.strip().lower()
        user.save(update_fields=["email"])
        kill_links(user, now=now)
    _note(user, "signin.email.changed")


def note_entry(user: User, ways: Sequence[str]) -> None:
    """Log that the person entered, and by which ways, with each of their organizations."""
    _note(user, "signin.session.began", {"by": list(ways)})


def note_refusal(email: str) -> None:
    """Log a wrong password against a known person."""
    user = User.objects.filter(email__iexact=email).first()
    if user is not None:
        _note(user, "signin.session.refused")


def _note(user: User, verb: str, data: dict[str, list[str]] | None = None) -> None:
    assert user.pk is not None
    for member in memberships_of(user.pk):
        with organization_scope(member.organization_id):
            log(access_of(member), member, verb, data)
