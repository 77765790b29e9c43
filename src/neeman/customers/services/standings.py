"""Writes: what the standings amount to, kept beside them for the totals of lists."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Count, Q, Sum

from neeman.customers.models import Standing, StandingSum
from neeman.jobs.services import tell_of
from neeman.orgs.access import Access

STANDINGS = "new standings"
"""What follows new standings is told of by this name."""


def keep_sums(access: Access) -> None:
    """Add the standings up by grade and tell of them: the last line of whatever wrote some. Until then lists add up
    for themselves."""
    late = Q(at_stake_minor__gt=0)
    by_grade = (
        Standing.objects.order_by()
        .values("grade")
        .annotate(
            customers=Count("*"),
            revenue=Sum("revenue_window_minor"),
            late=Count("pk", filter=late),
            at_stake=Sum("at_stake_minor", filter=late),
        )
    )
    with transaction.atomic():
        StandingSum.objects.all().delete()
        StandingSum.objects.bulk_create(
            StandingSum(
                grade=row["grade"],
                customers=row["customers"],
                revenue_window_minor=row["revenue"],
                late=row["late"],
                at_stake_minor=row["at_stake"] or 0,
            )
            for row in by_grade
        )
    tell_of(access, STANDINGS)
