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
