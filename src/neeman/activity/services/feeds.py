"""Secret addresses of calendars and phone books: made, revoked, and opened by whoever holds one."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from neeman.activity.models import Feed
from neeman.lib.tokens import new_token, token_hash
from neeman.orgs.access import Access, access_of
from neeman.orgs.addresses import absolute_url
from neeman.orgs.log import log
from neeman.orgs.models import Organization
from neeman.orgs.roles import May
from neeman.orgs.wall import organization_scope

FEED_VERBS = {
    "activity.feed.made": _("Secret address for a calendar or a phone book made"),
    "activity.feed.revoked": _("Secret address for a calendar or a phone book revoked"),
}
ADDRESSES = {Feed.Use.CALENDAR: "calendar_feed", Feed.Use.PHONE_BOOK: "phone_book_feed"}


def make_feed(access: Access, use: Feed.Use, *, label: str = "") -> str:
    """Keep a new address of the member and return it; it is shown this once. Raises PermissionDenied."""
    access.require(May.VIEW_CUSTOMERS)
    if access.member is None:
        raise PermissionDenied("the product itself has no telephone")
    token = new_token()
    with transaction.atomic():
        feed = Feed.objects.create(
            member=access.member, use=use, label=label, token_hash=token_hash(_purpose(use), token)
        )
        log(access, feed, "activity.feed.made", {"use": use, "label": label})
    return absolute_url(
        reverse(ADDRESSES[use], kwargs={"business": access.organization.slug, "token": token})
    )


def revoke_feed(access: Access, feed: Feed, *, now: datetime) -> None:
    """The address opens nothing from now on."""
    with transaction.atomic():
        if Feed.objects.filter(pk=feed.pk, revoked_at=None).update(revoked_at=now):
            log(access, feed, "activity.feed.revoked", {"use": feed.use, "label": feed.label})


def access_by_feed(business: str, use: Feed.Use, token: str) -> Access:
    """The access of the member whose address it is, as it is today. 404 for whatever is wrong: never was, revoked, of
    another use, the member or the person shut out, a role that may not see customers."""
    organization = Organization.objects.filter(slug=business).first()
    if organization is None:
        raise Http404
    with organization_scope(organization.pk):
        feed = (
            Feed.objects.filter(
                token_hash=token_hash(_purpose(use), token),
                use=use,
                revoked_at=None,
                member__is_active=True,
                member__user__is_active=True,
            )
            .select_related("member__user", "member__organization")
            .first()
        )
    if feed is None:
        raise Http404
    access = access_of(feed.member)
    if not access.may(May.VIEW_CUSTOMERS):
        raise Http404
    return access


def _purpose(use: Feed.Use) -> str:
    return f"feed.{use}"
