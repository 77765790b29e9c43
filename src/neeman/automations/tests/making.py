"""Automations, purchases and an outside world for the tests of this room."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from neeman.automations.models import Automation, Run
from neeman.automations.services.automations import add_automation, take_preset
from neeman.automations.services.doing import do_due
from neeman.automations.services.reading import read_all
from neeman.automations.services.switching import switch_on
from neeman.channels.tests.standins import Provider, connected
from neeman.customers.models import Customer
from neeman.ledger.models import Document, Line
from neeman.orgs.access import Access

ZONE = ZoneInfo("Asia/Jerusalem")
NOW = datetime(2026, 11, 23, 10, 30, tzinfo=ZONE)
"""A Monday morning."""
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@contextmanager
def outside(access: Access, *, channel: str = "sms") -> Iterator[Provider]:
    """One connected channel."""
    with connected(access, Provider(key=channel, channel=channel)) as provider:
        yield provider


def bought(
    customer: Customer, day: date, *, minor: int = 50_000, product: str = "", key: str = ""
) -> Document:
    """A purchase."""
    document = Document.objects.create(
        customer=customer,
        kind=Document.Kind.INVOICE,
        number=key or f"{day}",
        day=day,
        key=key or f"{customer.pk} {day} {product}",
        total_minor=minor,
    )
    if product:
        Line.objects.create(document=document, key="1", product_name=product, amount_minor=minor)
    return document


def preset(
    access: Access, key: str, *, now: datetime = NOW, days_back: int = 0, **changed: Any
) -> Automation:
    """A preset as it is after somebody switched it on."""
    automation = take_preset(access, key, "he")
    Automation.objects.filter(pk=automation.pk).update(**changed)
    return on(access, automation, now=now, days_back=days_back)


def on(access: Access, automation: Automation, *, now: datetime = NOW, days_back: int = 0) -> Automation:
    """Switched on."""
    automation.refresh_from_db()
    switch_on(access, automation, version=automation.version, now=now, days_back=days_back)
    automation.refresh_from_db()
    return automation


def own(access: Access, **wanted: Any) -> Automation:
    """One of the business's own: a task after a complaint, unless said otherwise."""
    values = {
        "name": "שלנו",
        "trigger": "activity.complaint",
        "act": "task",
        "task_title": "להתקשר אל {{name}}",
        "channels": ["sms"],
        **wanted,
    }
    return add_automation(access, values)


def look(access: Access, now: datetime) -> list[Run]:
    """What the worker does at one look; all runs as they stand after it."""
    Automation.objects.update(read_to=None)  # as if an hour had passed
    read_all(access, now=now)
    do_due(access, clock=lambda: now)
    return list(Run.objects.order_by("pk"))


def states(runs: list[Run]) -> list[tuple[str, str]]:
    """(state, why) of each."""
    return [(run.state, run.why) for run in runs]
