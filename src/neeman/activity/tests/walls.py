"""Objects of this room for the walk over all addresses."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from neeman.activity.models import Feed
from neeman.activity.services.feeds import ADDRESSES, make_feed
from neeman.activity.tests.making import talk
from neeman.customers.tests.making import make
from neeman.orgs.access import Access

Kwargs = dict[str, Any]


def samples(access: Access) -> dict[str, Kwargs]:
    """URL name -> kwargs of an object that exists for this access."""
    customer = make(access)
    logged = talk(access, customer, outcome="spoke")
    of_customer = "customer_talk customer_record"
    return {
        **{name: {"pk": customer.pk} for name in of_customer.split()},
        "interaction": {"pk": logged.interaction.pk},
        **_feeds(access),
    }


def _feeds(access: Access) -> dict[str, Kwargs]:
    kwargs = {}
    for use, name in ADDRESSES.items():
        path = urlsplit(make_feed(access, use)).path
        kwargs[name] = {
            "business": access.organization.slug,
            "token": path.rsplit("/", 1)[1].partition(".")[0],
        }
    return {**kwargs, "feed_revoke": {"pk": Feed.objects.latest("pk").pk}}



def posts(access: Access) -> dict[str, dict[str, Any]]:
    """URL name -> data that a POST accepts."""
    told = {"kind": "meeting", "direction": "out", "at": "2026-11-01T10:00", "topic": "מחירים"}
    return {
        "feed_make": {"use": "calendar", "label": "iPhone"},
        "feed_revoke": {},
        "customer_talk": {"outcome": "spoke"},
        "customer_record": told,
        "interaction": {**told, "version": 1},
    }
