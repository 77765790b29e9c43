"""Writes: what the standings amount to, kept beside them for the totals of lists."""

from __future__ import annotations

from django.db import transaction

from neeman.customers.models import Standing, StandingSum
from neeman.customers.queries.totals import sum_by_grade
from neeman.jobs.services import tell_of
from neeman.orgs.access import Access

STANDINGS = "new standings"
"""What follows new standings is told of by this name."""


def keep_sums(access: Access) -> None:
    """Add the standings up by grade and tell of them: the last line of whatever wrote some. Until then lists add up
    for themselves."""
    by_grade = sum_by_grade(Standing.objects.all(), "")
    with transaction.atomic():
        StandingSum.objects.all().delete()
        StandingSum.objects.bulk_create(
            StandingSum(
                grade=grade or "",
                customers=totals.count,
                revenue_window_minor=totals.revenue_minor,
                late=totals.late,
                at_stake_minor=totals.at_stake_minor,
            )
            for grade, totals in by_grade.items()
        )
    tell_of(access, STANDINGS)
