"""Reads: one-time links, one's second factors."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.http import Http404

from neeman.lib.tokens import token_hash
from neeman.orgs.models import User
from neeman.signin.models import Purpose, SignInLink


class LinkDead(Http404):
    """The link is spent, too old, or never was."""


def get_link(purpose: Purpose, token: str, *, now: datetime) -> SignInLink:
    """The live link of this token, or LinkDead: the same for wrong, spent, too old, and the wrong purpose."""
    link = (
        SignInLink.objects.select_related("user")
        .filter(
            token_hash=token_hash(purpose, token),
            used_at=None,
            expires_at__gt=now,
            user__is_active=True,
        )
        .first()
    )
    if link is None:
        raise LinkDead
    return link


def has_way_in(user: User) -> bool:
    """Whether the person can come back without a link: by a password or a passkey."""
    passkeys = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
    return user.has_usable_password() or passkeys.exists()
