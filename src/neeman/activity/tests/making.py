"""Rows for the tests of this room, made as the services make them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from neeman.activity.services.interactions import Logged, Said, log_interaction
from neeman.customers.models import Customer, FollowUp
from neeman.customers.tests.making import stand
from neeman.orgs.access import Access

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=ZoneInfo("Asia/Jerusalem"))
"""A Monday morning."""


def talk(
    access: Access, customer: Customer, *, days_ago: int = 0, now: datetime = NOW, **said: Any
) -> Logged:
    """A talk with a customer, recorded when it happened."""
    when = now - timedelta(days=days_ago)
    return log_interaction(access, customer, Said(at=when, **said), now=when)


def follow_up(customer: Customer) -> FollowUp:
    """The follow-up as it stands."""
    return FollowUp.objects.get(customer=customer)


def stand_still(customer: Customer) -> None:
    """A gold customer, so that the cadence asks for something."""
    stand(customer, grade="A", as_of=NOW.date())
