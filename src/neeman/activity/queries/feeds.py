"""Reads of a member's own secret addresses."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from neeman.activity.models import Feed
from neeman.orgs.access import Access


def feeds_of(access: Access) -> QuerySet[Feed]:
    """The member's addresses that still open, latest first."""
    return Feed.objects.filter(member=access.member, revoked_at=None).order_by("-made_at", "-pk")


def get_feed(access: Access, pk: int) -> Feed:
    """One of them, or 404."""
    found = feeds_of(access).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
