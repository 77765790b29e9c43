"""Time spent on a customer (R36): the minutes of what was recorded. It feeds the cost to serve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from neeman.activity.models import Interaction
from neeman.customers.models import Customer
from neeman.orgs.access import Access

MONTH_DAYS, YEAR_DAYS = 30, 365


@dataclass(frozen=True, slots=True)
class Spent:
    """Minutes in the last 30 and 365 days."""

    month: int
    year: int


def time_spent(access: Access, customer: Customer, *, now: datetime) -> Spent:
    """The minutes that were recorded with this customer by everybody, private records among them: only a sum is told."""
    month, year = (now - timedelta(days=days) for days in (MONTH_DAYS, YEAR_DAYS))
    timed = Interaction.objects.filter(customer=customer, at__gt=year, at__lte=now, minutes__gt=0)
    spent = [(at, minutes or 0) for at, minutes in timed.values_list("at", "minutes")]
    return Spent(sum(minutes for at, minutes in spent if at > month), sum(minutes for _at, minutes in spent))
