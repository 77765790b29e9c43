"""What a list amounts to: its count, its revenue, and how much of it is late.

Nobody waits while a hundred thousand rows are added up: what the standings of each grade amount to is kept with them,
and other figures are summed on indexes alone. Both count archived customers too, who are few and taken off again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import astuple, dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import Aggregate, Count, Q, QuerySet, Sum

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


def sum_rows(rows: QuerySet[Any], at: str) -> Totals:
    """Of these customers, where `at` is the way to their standing, or of these standings, where it is empty."""
    sums = rows.aggregate(**_sums(at))
    return Totals(sums["count"], sums["revenue"] or 0, sums["late"], sums["at_stake"] or 0)


def _sums(at: str) -> dict[str, Aggregate]:
    late = Q((f"{at}at_stake_minor__gt", 0))
    return {
        "count": Count("pk"),
        "revenue": Sum(f"{at}revenue_window_minor"),
        "late": Count("pk", filter=late),
        "at_stake": Sum(f"{at}at_stake_minor", filter=late),
    }


def sum_standings(standings: QuerySet[Standing]) -> Totals:
    """Of these standings: two questions, each of which an index answers alone."""
    sums = standings.aggregate(count=Count("*"), revenue=Sum("revenue_window_minor"))
    late = standings.filter(at_stake_minor__gt=0).aggregate(late=Count("*"), at_stake=Sum("at_stake_minor"))
    return Totals(sums["count"], sums["revenue"] or 0, late["late"], late["at_stake"] or 0)


def sum_by_grade(rows: QuerySet[Any], at: str) -> dict[str | None, Totals]:
    """The same by grade; under None those who have no standing."""
    sums = rows.order_by().values_list(f"{at}grade").annotate(**_sums(at))
    return {
        grade: Totals(count, revenue or 0, late, at_stake or 0)
        for grade, count, revenue, late, at_stake in sums
    }


class GradeSums:
    """What the customers of today amount to by grade, asked once for all that a page says of them."""

    def everybody(self) -> Totals:
        """All customers, with a standing or without."""
        away = _together(self._archived.values())
        sums = _together(self._standing.values()).less(away)
        return replace(sums, count=Customer.objects.count() - away.count)

    def of(self, grades: Collection[str]) -> Totals:
        """Those of some grades. What is no grade is not asked for; of none it is all who have a standing."""
        asked = set(grades) & set(Grade.values) or self._standing.keys()
        archived = (totals for grade, totals in self._archived.items() if grade in asked)
        return _together(totals for grade, totals in self._standing.items() if grade in asked).less(
            _together(archived)
        )

    @cached_property
    def _standing(self) -> dict[str | None, Totals]:
        """Of all standings: as it was kept with them, else added up."""
        kept = StandingSum.objects.values_list(
            "grade", "customers", "revenue_window_minor", "late", "at_stake_minor"
        )
        return {grade: Totals(*sums) for grade, *sums in kept} or sum_by_grade(Standing.objects.all(), "")

    @cached_property
    def _archived(self) -> dict[str | None, Totals]:
        return sum_by_grade(archived_customers(), "standing__")


def _together(several: Iterable[Totals]) -> Totals:
    return Totals(*map(sum, zip(*map(astuple, several), strict=True)))
