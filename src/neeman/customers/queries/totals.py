"""What a list amounts to: its count, its revenue, and how much of it is late.

Nobody waits while a hundred thousand rows are added up: what the standings of each grade amount to is kept with them,
and other figures are summed on indexes alone. Both count archived customers too, who are few and taken off again.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from neeman.customers.models import Customer, Standing, StandingSum
from neeman.customers.models.standing import Grade


@dataclass(frozen=True, slots=True)
class Totals:
    """Of a whole list: how many, their revenue of 12 months, how many are late and what is at stake with them."""

    count: int = 0
    revenue_minor: int = 0
    late: int = 0
    at_stake_minor: int = 0

    def less(self, part: Totals) -> Totals:
        """Without a part of it."""
        return Totals(
            self.count - part.count,
            self.revenue_minor - part.revenue_minor,
            self.late - part.late,
            self.at_stake_minor - part.at_stake_minor,
        )


def archived_customers() -> QuerySet[Customer]:
    """The few that an index of all customers holds too many."""
    return Customer.objects.filter(archived_at__isnull=False)


def sum_customers(customers: QuerySet[Customer]) -> Totals:
    """Of these customers."""
    late = Q(standing__at_stake_minor__gt=0)
    sums = customers.aggregate(
        count=Count("pk"),
        revenue=Sum("standing__revenue_window_minor"),
        late=Count("pk", filter=late),
        at_stake=Sum("standing__at_stake_minor", filter=late),
    )
    return Totals(sums["count"], sums["revenue"] or 0, sums["late"], sums["at_stake"] or 0)


def sum_standings(standings: QuerySet[Standing]) -> Totals:
    """Of these standings: two questions, each of which an index answers alone."""
    sums = standings.aggregate(count=Count("*"), revenue=Sum("revenue_window_minor"))
    late = standings.filter(at_stake_minor__gt=0).aggregate(late=Count("*"), at_stake=Sum("at_stake_minor"))
    return Totals(sums["count"], sums["revenue"] or 0, late["late"], late["at_stake"] or 0)


def sum_grades(grades: tuple[str, ...] = ()) -> Totals:
    """Of all standings, or of those of some grades; what is no grade is not asked for."""
    known = set(grades) & set(Grade.values)
    kept = list(StandingSum.objects.all())
    if not kept:
        every = Standing.objects.all()
        return sum_standings(every.filter(grade__in=known) if known else every)
    rows = [row for row in kept if not known or row.grade in known]
    return Totals(
        sum(row.customers for row in rows),
        sum(row.revenue_window_minor for row in rows),
        sum(row.late for row in rows),
        sum(row.at_stake_minor for row in rows),
    )
