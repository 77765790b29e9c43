"""What a pipeline is asked for, read from its address and written back to one: the address is the view.

Every name and value is looked up in a closed set; what is not known is dropped, so that an old or mistyped address
still shows a pipeline. The board, the table and the calendar read the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from urllib.parse import urlencode

from django.http import QueryDict

LONGEST_VALUE = 120
MOST_VALUES = 20
MINE, NONE = "me", "none"


class View(StrEnum):
    """How the deals are laid out; the board shows open ones only."""

    BOARD = "board"
    TABLE = "table"
    CALENDAR = "calendar"


class By(StrEnum):
    """What a pipeline can be narrowed by; the values are the names in the address."""

    OWNER = "owner"
    KIND = "kind"
    NEXT = "next"
    EXPECTED = "expected"
    STAGE = "stage"
    STATE = "state"
    SOURCE = "source"
    LEAD = "lead"


class Next(StrEnum):
    """How the next action stands: each has its colour, its shape and its word."""

    LATE = "late"
    TODAY = "today"
    NONE = "none"
    PLANNED = "planned"


class State(StrEnum):
    """Whether a deal has ended; without one, the open ones."""

    WON = "won"
    LOST = "lost"
    ALL = "all"


class Expected(StrEnum):
    """When the order is expected."""

    PAST = "past"
    MONTH = "month"
    NEXT_MONTH = "next_month"
    QUARTER = "quarter"
    NONE = "none"


class Sort(StrEnum):
    """What a table can be sorted by."""

    NEXT = "next"
    CUSTOMER = "customer"
    STAGE = "stage"
    SINCE = "since"
    VALUE = "value"
    EXPECTED = "expected"
    OWNER = "owner"


DESCENDING_FIRST = frozenset({Sort.VALUE})


@dataclass(frozen=True, slots=True)
class Asked:
    """One pipeline: words, filters, layout, order. Without any, the board of all open deals by urgency."""

    text: str = ""
    by: Mapping[By, tuple[str, ...]] = field(default_factory=dict)
    view: View = View.BOARD
    sort: Sort = Sort.NEXT
    descending: bool = False

    @property
    def narrows(self) -> bool:
        """Whether anything leaves deals out."""
        return bool(self.text or self.by)

    def query(self) -> str:
        """The address's part after the question mark, the same for the same pipeline however it was typed."""
        pairs: list[tuple[str, str]] = [("view", self.view)] if self.view != View.BOARD else []
        pairs += [("q", self.text)] if self.text else []
        pairs += [(name.value, value) for name in By for value in sorted(self.by.get(name, ()))]
        if self.sort != Sort.NEXT or self.descending:
            pairs.append(("sort", f"-{self.sort}" if self.descending else self.sort))
        return urlencode(pairs)

    def seen_as(self, view: View) -> Asked:
        """The same deals, laid out otherwise."""
        return replace(self, view=view)

    def sorted_by(self, sort: Sort) -> Asked:
        """The same deals in another order; the same order again turns it round."""
        turned = not self.descending if self.sort == sort else sort in DESCENDING_FIRST
        return replace(self, sort=sort, descending=turned)

    def with_values(self, name: By, values: Iterable[str]) -> Asked:
        """The same pipeline with these values of one filter; none takes the filter away."""
        rest = {other: kept for other, kept in self.by.items() if other != name}
        chosen = tuple(values)
        return replace(self, by={**rest, name: chosen} if chosen else rest)


def read_asked(given: QueryDict) -> Asked:
    """The pipeline that an address asks for."""
    view, sort = given.get("view", ""), given.get("sort", "")
    name = sort.removeprefix("-")
    return Asked(
        text=" ".join(given.get("q", "").replace("\x00", " ").split())[:LONGEST_VALUE],
        by={name: values for name in By if (values := _values(given, name.value))},
        view=View(view) if view in set(View) else View.BOARD,
        sort=Sort(name) if name in set(Sort) else Sort.NEXT,
        descending=name in set(Sort) and sort.startswith("-"),
    )


def _values(given: QueryDict, name: str) -> tuple[str, ...]:
    values = (
        value.replace("\x00", "").strip()[:LONGEST_VALUE] for value in given.getlist(name)[:MOST_VALUES]
    )
    return tuple(dict.fromkeys(value for value in values if value))


def days_expected(value: str, today: date) -> tuple[date | None, date | None] | None:
    """The first day and the day after the last of an `Expected` that names days; None for anything else."""
    month = today.replace(day=1)
    following = (month + timedelta(days=32)).replace(day=1)
    quarter = today.replace(day=1, month=3 * ((today.month - 1) // 3) + 1)
    spans: dict[str, tuple[date | None, date | None]] = {
        Expected.PAST: (None, today),
        Expected.MONTH: (month, following),
        Expected.NEXT_MONTH: (following, (following + timedelta(days=32)).replace(day=1)),
        Expected.QUARTER: (quarter, (quarter + timedelta(days=93)).replace(day=1)),
    }
    return spans.get(value)
