"""The months, quarters and years that targets are set for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class Span(models.TextChoices):
    """How long one has to reach a target."""

    MONTH = "month", _("Month")
    QUARTER = "quarter", _("Quarter")
    YEAR = "year", _("Year")


MONTHS = {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Period:
    """One month, quarter or year of the calendar, both days included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many there are."""
        return (self.last - self.first).days + 1

    def passed(self, day: date) -> int:
        """How many of them have begun by `day`."""
        return min(max((day - self.first).days + 1, 0), self.days)


def period_of(span: Span, day: date) -> Period:
    """The period in which a day lies."""
    months = MONTHS[span]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    after = date(first.year + (first.month - 1 + months) // 12, (first.month - 1 + months) % 12 + 1, 1)
    return Period(first, after - timedelta(days=1))


def months_ahead(today: date) -> list[date]:
    """The first days of the months from that of `today` to the end of the next year: from each of them a target may hold.

    >>> [f"{first:%Y-%m}" for first in months_ahead(date(2026, 11, 22))][:3], len(months_ahead(date(2026, 1, 31)))
    (['2026-11', '2026-12', '2027-01'], 24)
    """
    return [
        date(year, month, 1)
        for year in (today.year, today.year + 1)
        for month in range(1, 13)
        if (year, month) >= (today.year, today.month)
    ]
