"""What became of every row of a file. Nothing is dropped silently: the sums are checked, not hoped for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

NUMBERS = ("rows", "created", "updated", "unchanged", "nobodys", "money")
DAYS = ("first", "last")
COUNTERS = ("rejected", "skipped", "doubts", "made")


class Outcome(StrEnum):
    """What a row did."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


class Unaccounted(AssertionError):
    """The rows that were read are not the rows that are told: nothing may be reported as done."""


@dataclass(slots=True)
class Tally:
    """Rows by what became of them. `rows` counts data rows; `skipped` rows that are no data, by code, apart.

    `rejected` and `doubts` are by reason; a doubted row came in all the same. `made` counts what the rows made, by
    table; `nobodys` the sales rows that name no customer. `money` is what the rows added, in minor units, and `first`
    and `last` the period of what they added or changed.
    """

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    nobodys: int = 0
    money: int = 0
    first: date | None = None
    last: date | None = None
    rejected: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    doubts: Counter[str] = field(default_factory=Counter)
    made: Counter[str] = field(default_factory=Counter)

    @property
    def problems(self) -> int:
        """Rows that do not come in."""
        return sum(self.rejected.values())

    @property
    def good(self) -> int:
        """Rows that come in or are there already."""
        return self.created + self.updated + self.unchanged

    def span(self, days: Collection[date]) -> None:
        """Widen the period to these days."""
        if days:
            self.first = min(min(days), self.first or date.max)
            self.last = max(max(days), self.last or date.min)

    def balance(self) -> None:
        """Raise Unaccounted unless every data row is told once."""
        if self.rows != self.good + self.problems:
            raise Unaccounted(f"{self.rows} rows in, {self.good} + {self.problems} told")

    def as_json(self) -> dict[str, Any]:
        """For the row of the file."""
        plain = {name: getattr(self, name) for name in NUMBERS}
        days = {name: day.isoformat() for name in DAYS if (day := getattr(self, name)) is not None}
        return plain | days | {name: dict(getattr(self, name)) for name in COUNTERS}


def tally_of(held: dict[str, Any]) -> Tally:
    """The tally that was kept as JSON; an empty one of {}."""
    plain = {name: held.get(name, 0) for name in NUMBERS}
    counters = {name: Counter(held.get(name, {})) for name in COUNTERS}
    days = {name: date.fromisoformat(held[name]) for name in DAYS if name in held}
    tally = Tally()
    for name, value in {**plain, **days, **counters}.items():
        setattr(tally, name, value)
    return tally
