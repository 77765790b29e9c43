"""Reads: one-time links."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404

from neeman.lib.tokens import token_hash
from neeman.signin.models import Purpose, SignInLink


def get_link(purpose: Purpose, token: str, *, now: datetime) -> SignInLink:
    """The live link of this token, or 404: the same for wrong, spent, too old, and the wrong purpose."""
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
        raise Http404("no such link")
    return link
