"""Time spent on a customer (R36): the minutes of what was recorded. It feeds the cost to serve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, Sum

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
    since = {days: now - timedelta(days=days) for days in (MONTH_DAYS, YEAR_DAYS)}
    sums = Interaction.objects.filter(customer=customer, at__gt=since[YEAR_DAYS], at__lte=now).aggregate(
        month=Sum("minutes", filter=Q(at__gt=since[MONTH_DAYS])), year=Sum("minutes")
    )
    return Spent(sums["month"] or 0, sums["year"] or 0)
