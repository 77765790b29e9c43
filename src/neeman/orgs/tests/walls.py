"""Samples for the walk of the walls: a second member and a waiting invitation of each organization."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from neeman.orgs.access import Access
from neeman.orgs.invitations import invite
from neeman.orgs.models import Invitation, Member, User
from neeman.orgs.roles import Role, Sees

EVERYBODYS = {
    "member",
    "close_member",
    "revoke_invitation",
}  # of the organization, not of one customer's owner


def samples(access: Access) -> dict[str, dict[str, Any]]:
    slug = access.organization.slug
    user = User.objects.create_user(f"sample@{slug}.test", name="sample")
    member = Member.objects.create(user=user, role=Role.SERVICE)
    invite(
        access,
        f"invited@{slug}.test",
        role=Role.VIEWER,
        sees=Sees.ALL,
        manager=None,
        now=timezone.now(),
    )
    return {
        "member": {"pk": member.pk},
        "close_member": {"pk": member.pk},
        "revoke_invitation": {"pk": Invitation.objects.get(email=f"invited@{slug}.test").pk},
    }


def posts(access: Access) -> dict[str, dict[str, Any]]:
    return {
        "invite_member": {"email": "fresh@house.test", "role": "viewer", "sees": "all"},
        "revoke_invitation": {},
        "member": {"role": "viewer", "sees": "own"},
        "close_member": {},
        "organization_hours": {
            "week": "sun",
            "workday_start": "08:00",
            "workday_end": "17:00",
            "eve_end": "12:00",
        },
        "organization_settings": {"name": "שם אחר", "currency": "ILS", "timezone": "Asia/Jerusalem"},
    }
