"""Dates that are proposed for the next contact: so long after, and never on a day that is not a whole working day."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from neeman.lib.calendar.hours import WorkingHours


@dataclass(frozen=True, slots=True)
class Months:
    """A length in months. From the 31st it leads to the last day of a shorter month."""

    count: int


def later(day: date, after: timedelta | Months) -> date:
    """The day so long after, whatever day it is."""
    if isinstance(after, timedelta):
        return day + after
    years, month = divmod(day.month - 1 + after.count, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def proposed(day: date, after: timedelta | Months, hours: WorkingHours) -> date:
    """The first whole working day from `later(day, after)` on: no Shabbat, festival, eve, day between or of mourning."""
    return hours.add_working_days(later(day, after), 0)
