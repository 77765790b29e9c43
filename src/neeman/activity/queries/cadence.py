"""Reads for the settings of the cadence: whom each rule concerns."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count

from neeman.activity.cadence import LEAD, NO_GRADE
from neeman.customers.models import FollowUp, Status, Warmth
from neeman.orgs.access import Access


def count_by_who(access: Access) -> Counter[str]:
    """How many customers are followed up, by `who` of the rules; inactive ones are not chased."""
    rows = (
        FollowUp.objects.exclude(warmth=Warmth.INACTIVE)
        .filter(customer__archived_at=None)
        .values_list("customer__status", "grade")
        .annotate(count=Count("customer"))
        .order_by()
    )
    found: Counter[str] = Counter()
    for status, grade, count in rows:
        found[LEAD if status == Status.LEAD else grade or NO_GRADE] += count
    return found
