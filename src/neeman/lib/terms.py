"""Terms of payment as people write them, and the day by which they ask for the money."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

LONGEST = 365
AT_ONCE = re.compile(
    r"מזומן|מיידי|מידי|מראש|בהזמנה|במסירה|cash|cod|immediate|in advance|prepaid|on delivery|on receipt", re.I
)
MONTH_END = re.compile(r"שוטף|\beom\b|end of month", re.I)
DAYS = re.compile(r"\d{1,3}")


@dataclass(frozen=True, slots=True)
class Terms:
    """So many days after the paper, or after the end of its month (the Israeli "shotef")."""

    days: int
    from_month_end: bool = False

    def due(self, day: date) -> date:
        """The last day on time for a paper of that day.

        >>> Terms(30, from_month_end=True).due(date(2026, 2, 3))
        datetime.date(2026, 3, 30)
        """
        since = day.replace(day=monthrange(day.year, day.month)[1]) if self.from_month_end else day
        return since + timedelta(days=self.days)


def read_terms(text: str) -> Terms | None:
    """What the words mean; None where they say nothing that can be counted.

    >>> read_terms("שוטף + 60"), read_terms("net 30"), read_terms("מזומן")
    (Terms(days=60, from_month_end=True), Terms(days=30, from_month_end=False), Terms(days=0, from_month_end=False))
    """
    numbers = [int(found) for found in DAYS.findall(text)]
    if len(numbers) > 1 or any(number > LONGEST for number in numbers):
        return None
    if MONTH_END.search(text):
        return Terms(numbers[0] if numbers else 0, from_month_end=True)
    if numbers:
        return Terms(numbers[0])
    return Terms(0) if AT_ONCE.search(text) else None
