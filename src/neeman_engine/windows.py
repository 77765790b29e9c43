"""Periods of time: the window of an analysis, and months and quarters as whole numbers.

A month is counted as `year * 12 + month - 1`, since engines disagree on what "months between" means.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

MONTHS_IN_A_QUARTER = 3


def months_before(day: date, months: int) -> date:
    """The same day of the month, `months` earlier; the last day of the month where there is no such day.

    >>> months_before(date(2024, 2, 29), 12)
    datetime.date(2023, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_number(day: date) -> int:
    """The month as a whole number that grows by one each month."""
    return day.year * 12 + day.month - 1


def month_name(number: int) -> str:
    """A month as people write it.

    >>> month_name(month_number(date(2024, 3, 15)))
    '2024-03'
    """
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def quarter_name(number: int) -> str:
    """A quarter (its number is the month's divided by three) as people write it.

    >>> quarter_name(month_number(date(2024, 5, 1)) // 3)
    '2024-Q2'
    """
    return f"{number // 4:04d}-Q{number % 4 + 1}"


def quarter_start(day: date) -> date:
    """The first day of the quarter in which `day` lies."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def quarter_end(number: int) -> date:
    """The last day of a quarter given by its number."""
    year, quarter = divmod(number, 4)
    month = quarter * 3 + 3
    return date(year, month, calendar.monthrange(year, month)[1])


@dataclass(frozen=True)
class Window:
    """Days d with `after` < d <= `upto`, and the equal period before it; None where there is no such limit."""

    after: date | None
    upto: date
    preceding_after: date | None

    @classmethod
    def ending(cls, as_of: date, months: int | None) -> Window:
        """The window of `months` that ends on `as_of`; the same day of the month before it is outside."""
        if months is None:
            return cls(after=None, upto=as_of, preceding_after=None)
        return cls(months_before(as_of, months), as_of, months_before(as_of, 2 * months))
