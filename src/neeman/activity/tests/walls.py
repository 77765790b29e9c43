"""Objects of this room for the walk over all addresses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from neeman.activity.models import Feed
from neeman.activity.services.feeds import ADDRESSES, make_feed
from neeman.activity.services.pauses import pause
from neeman.activity.services.rules import change_cadence
from neeman.activity.services.tasks import add_task
from neeman.activity.tests.making import NOW, talk
from neeman.customers.models import Customer
from neeman.customers.tests.making import make
from neeman.orgs.access import Access
from neeman.orgs.models import Member

Kwargs = dict[str, Any]
TOMORROW = NOW.date() + timedelta(days=1)


def samples(access: Access) -> dict[str, Kwargs]:
    """URL name -> kwargs of an object that exists for this access."""
    customer = make(access)
    logged = talk(access, customer, outcome="spoke")
    task, _ = add_task(access, customer, title="לשלוח מחירון", due_on=TOMORROW, now=NOW)
    pause(access, customer, TOMORROW, now=NOW)
    change_cadence(access, {("B", "active"): 21})
    of_customer = (
        "customer_talk customer_record customer_pause customer_resume customer_hand_over"
        " customer_task_add customer_seen"
    )
    return {
        **{name: {"pk": customer.pk} for name in of_customer.split()},
        "interaction": {"pk": logged.interaction.pk},
        **_feeds(access),
        **{name: {"pk": task.pk} for name in ["task", "task_done", "task_later", "task_drop"]},
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
    colleague = Member.objects.exclude(pk=access.member.pk if access.member else 0).first()
    task = {
        "title": "לשלוח קטלוג",
        "kind": "email",
        "due_on": "2027-01-05",
        "member": access.member and access.member.pk,
    }
    return {
        "feed_make": {"use": "calendar", "label": "iPhone"},
        "feed_revoke": {},
        "customer_pause": {"until": "2027-01-05"},
        "customer_resume": {},
        "customer_seen": {},
        "cadence": {"A-active": "10", "initial-A-active": "14"},
        "cadence_defaults": {},
        "customer_hand_over": {"member": colleague.pk if colleague else "", "version": 1},
        "customer_task_add": task,
        "task_add": task,
        "task": {**task, "version": 1},
        "task_done": {},
        "task_later": {"until": "2027-01-05"},
        "task_drop": {},
        "customer_talk": {"outcome": "spoke"},
        "customer_record": told,
        "interaction": {**told, "version": 1},
        "offline_talk": {
            "who": access.member.user_id if access.member else 0,
            "customer": Customer.objects.latest("pk").pk,
            "at": "2026-11-22T08:00:00Z",
            "outcome": "spoke",
            "key": "walk",
        },
    }
