"""The overview's figures once more, by plain loops over the ledger: slow, obvious, and written apart from the engine."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

from neeman.customers.models import Customer
from neeman.ledger.models import Line


@dataclass(frozen=True)
class Bought:
    """One customer's sales."""

    customer: Customer
    lines: list[tuple[date, int, int]]

    def revenue(self, after: date, upto: date) -> int:
        return sum(minor for day, minor, _ in self.lines if after < day <= upto)

    def days(self, after: date, upto: date) -> list[date]:
        """Days on which more than nothing was bought."""
        sums: dict[date, int] = defaultdict(int)
        for day, minor, _ in self.lines:
            if minor > 0:
                sums[day] += minor
        return sorted(day for day in sums if after < day <= upto)

    def cost(self, after: date, upto: date) -> int:
        return sum(cost for day, _, cost in self.lines if after < day <= upto)

    def usual_gap(self, upto: date) -> float | None:
        days = self.days(date.min, upto)
        if len(days) < 3:
            return None
        return median((b - a).days for a, b in pairwise(days))


def everybody(upto: date) -> list[Bought]:
    """All who have a line by that day."""
    lines = Line.objects.filter(document__day__lte=upto).select_related("document__customer")
    found: dict[int, Bought] = {}
    for line in lines:
        document = line.document
        assert document.customer is not None
        one = found.setdefault(document.customer.pk, Bought(document.customer, []))
        one.lines.append((document.day, line.amount_minor, line.direct_cost_minor or 0))
    return list(found.values())


def above(revenues: list[int], cut: int) -> int:
    """Customers above a cut of so many percent, by the rule of the grades."""
    total, before, count = sum(revenues), 0, 0
    for revenue in sorted(revenues, reverse=True):
        if revenue <= 0 or before * 100 >= total * cut:
            break
        count, before = count + 1, before + revenue
    return count


def largest_share(known: list[Bought], after: date, upto: date) -> float:
    """Of the largest group: a parent and its children together."""
    groups: dict[int, int] = defaultdict(int)
    for one in known:
        groups[one.customer.parent_id or one.customer.pk] += one.revenue(after, upto)
    return max(groups.values()) / sum(groups.values())
