"""What a report is, before it is shown as a page or a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.utils.functional import Promise

from neeman.lib.money import Money
from neeman.orgs.access import Access
from neeman.orgs.roles import May

Words = str | Promise
Cell = str | int | Decimal | date | Money | None


class Shape(StrEnum):
    """How a column is read."""

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"  # whole percents of change, with their sign
    SHARE = "share"  # whole percents of a whole


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table."""

    title: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class Point:
    """A bar of the chart; one `under_way` is not whole yet."""

    name: str
    value: int
    under_way: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """The same figures once more, by something else: what stands at the head of the first column instead, and the rows."""

    title: str
    rows: list[list[Cell]]


@dataclass(frozen=True, slots=True)
class Made:
    """A report of one period: the conclusion as a sentence, the period in words, the table and the bars over it. `parts`
    are further tables of the same columns."""

    conclusion: str
    says: str
    columns: list[Column]
    rows: list[list[Cell]]
    points: list[Point]
    chart_title: str
    in_money: bool = False
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A choice of period: what stands in the address, what is said."""

    key: str
    title: Words


@dataclass(frozen=True, slots=True)
class Report:
    """A kind of report. `definition` says beside it what is counted; the first of `spans` is the usual one."""

    key: str
    title: Words
    definition: Words
    icon: str
    permission: May
    spans: tuple[Span, ...]
    make: Callable[[Access, str, date], Made]

    def span(self, key: str) -> str:
        """The span of an address, or the usual one."""
        return key if key in {span.key for span in self.spans} else self.spans[0].key
