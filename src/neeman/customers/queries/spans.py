"""Days in an address: a quarter "2025-Q3", a month "2025-07", or everything since a day "2025-07-23"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

QUARTER = re.compile(r"(\d{4})-Q([1-4])", re.ASCII)
MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Span:
    """From `first` on, up to the day before `after`; without it there is no end."""

    first: date
    after: date | None = None


def read_span(text: str) -> Span | None:
    """The days that a value means; None for anything else.

    >>> read_span("2025-Q4")
    Span(first=datetime.date(2025, 10, 1), after=datetime.date(2026, 1, 1))
    """
    if quarter := QUARTER.fullmatch(text):
        return _months(int(quarter[1]), int(quarter[2]) * 3 - 2, 3)
    if month := MONTH.fullmatch(text):
        return _months(int(month[1]), int(month[2]), 1)
    day = read_day(text)
    return Span(day) if day else None


def read_day(text: str) -> date | None:
    """A day as addresses write it."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def last_quarters(day: date, count: int) -> list[str]:
    """The quarters up to that of `day`, latest first."""
    number = day.year * 4 + (day.month - 1) // 3
    return [f"{place // 4}-Q{place % 4 + 1}" for place in range(number, number - count, -1)]


def _months(year: int, month: int, count: int) -> Span | None:
    end, after = divmod(month - 1 + count, 12)
    if not 1 <= year <= 9998:
        return None
    return Span(date(year, month, 1), date(year + end, after + 1, 1))
