"""Samples for the walk of the walls: one's own passkey, live links, and a member who forgot a password."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.utils import timezone

from neeman.orgs.access import Access
from neeman.orgs.invitations import invite
from neeman.orgs.models import Member, User
from neeman.orgs.roles import Role, Sees
from neeman.signin.models import Purpose
from neeman.signin.services import make_link

EVERYBODYS = {"member_link"}  # of the organization, not of one customer's owner


def samples(access: Access) -> dict[str, dict[str, Any]]:
    slug, now = access.organization.slug, timezone.now()
    user = User.objects.create_user(f"forgot@{slug}.test", name="forgot")
    member = Member.objects.create(user=user, role=Role.SERVICE)
    passkey = Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "x"})
    joining = invite(
        access, f"joins@{slug}.test", role=Role.VIEWER, sees=Sees.ALL, manager=None, now=timezone.now()
    )
    return {
        "member_link": {"pk": member.pk},
        "mfa_edit_webauthn": {"pk": passkey.pk},
        "mfa_remove_webauthn": {"pk": passkey.pk},
        "enter": {"token": token_in(make_link(user, Purpose.ENTER, now=now))},
        "new_password": {"token": token_in(make_link(user, Purpose.PASSWORD, now=now))},
        "join": {"token": token_in(joining)},
    }


def posts(access: Access) -> dict[str, dict[str, Any]]:
    return {"member_link": {}}


def token_in(link: str) -> str:
    """The token at the end of a link's address."""
    return link.rstrip("/").rpartition("/")[2]
