"""What a list is asked for, read from its address and written back to one: a saved view is nothing but this.

Every name and every value is looked up in a closed set before it comes near a query; what is not known is dropped,
so that an old or mistyped address still shows a list.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from urllib.parse import urlencode

from django.http import QueryDict

from neeman.customers.models import CustomField

LONGEST_VALUE = 120
MOST_VALUES = 30
CUSTOM = "c."
"""Before the key of a field of one's own: `c.area=north`, `c.seats.from=4`."""


class By(StrEnum):
    """What a list can be narrowed by; the values are the names in the address."""

    STATUS = "status"
    KIND = "kind"
    GRADE = "grade"
    OWNER = "owner"
    TAG = "tag"
    CITY = "city"
    INDUSTRY = "industry"
    SOURCE = "source"
    PARENT = "parent"
    PHONE = "phone"
    JOINED = "joined"
    BOUGHT = "bought"
    SILENT = "silent"
    LATE = "late"
    NEXT = "next"
    WARMTH = "warmth"
    REVENUE_FROM = "revenue_from"
    REVENUE_TO = "revenue_to"
    ARCHIVED = "archived"


class Sort(StrEnum):
    """What a list can be sorted by."""

    BEST = "best"  # the order of a search
    NAME = "name"
    ADDED = "added"
    STATUS = "status"
    CITY = "city"
    INDUSTRY = "industry"
    OWNER = "owner"
    SINCE = "since"
    GRADE = "grade"
    REVENUE = "revenue"
    CHANGE = "change"
    LATE = "late"
    AT_STAKE = "at_stake"
    LAST = "last"
    LIFETIME = "lifetime"
    NEXT = "next"


DESCENDING_FIRST = frozenset(
    {Sort.ADDED, Sort.REVENUE, Sort.CHANGE, Sort.LATE, Sort.AT_STAKE, Sort.LAST, Sort.LIFETIME}
)
"""Figures are asked for from the largest, days from the latest."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One list: words, filters, fields of one's own, order and columns. Without any, all customers by revenue."""

    text: str = ""
    by: Mapping[By, tuple[str, ...]] = field(default_factory=dict)
    custom: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort | None = None
    descending: bool = False
    columns: tuple[str, ...] = ()

    @property
    def narrows(self) -> bool:
        """Whether anything leaves customers out."""
        return bool(self.text or self.by or self.custom)

    @property
    def order(self) -> tuple[Sort, bool]:
        """The order in force, and whether it descends."""
        if self.sort is not None:
            return self.sort, self.descending
        return (Sort.BEST, False) if self.text else (Sort.REVENUE, True)

    def query(self) -> str:
        """The address's part after the question mark, the same for the same list, however it was typed."""
        pairs: list[tuple[str, str]] = [("q", self.text)] if self.text else []
        pairs += [(name.value, value) for name in By for value in sorted(self.by.get(name, ()))]
        pairs += [(CUSTOM + key, value) for key in sorted(self.custom) for value in sorted(self.custom[key])]
        if self.sort is not None:
            pairs.append(("sort", f"-{self.sort}" if self.descending else self.sort.value))
        if self.columns:
            pairs.append(("columns", ",".join(self.columns)))
        return urlencode(pairs, safe=",")

    def sorted_by(self, sort: Sort) -> Asked:
        """The same list in another order; the same order again turns it round."""
        now, descending = self.order
        turned = not descending if now == sort else sort in DESCENDING_FIRST
        return replace(self, sort=sort, descending=turned)

    def with_values(self, name: By, values: Iterable[str]) -> Asked:
        """The same list with these values of one filter; none takes the filter away."""
        rest = {other: kept for other, kept in self.by.items() if other != name}
        chosen = tuple(values)
        return replace(self, by={**rest, name: chosen} if chosen else rest)

    def by_only(self, names: Container[By]) -> Asked:
        """The same list with no filters but these, of those in force."""
        return replace(self, by={name: values for name, values in self.by.items() if name in names})

    def without_custom(self, key: str) -> Asked:
        """The same list without a filter by one field of one's own."""
        return replace(self, custom={other: kept for other, kept in self.custom.items() if other != key})


def read_asked(given: QueryDict, fields: Sequence[CustomField], columns: Iterable[str]) -> Asked:
    """The list that an address asks for; `fields` and `columns` are those that there are."""
    sort, descending = _sort(given.get("sort", ""))
    known = set(columns)
    return Asked(
        text=" ".join(given.get("q", "").replace("\x00", " ").split())[:LONGEST_VALUE],
        by={name: values for name in By if (values := _values(given, name.value))},
        custom={
            name.removeprefix(CUSTOM): values
            for field in fields
            for name in _names(field)
            if (values := _values(given, name))
        },
        sort=sort,
        descending=descending,
        columns=tuple(dict.fromkeys(name for name in _listed(given) if name in known)),
    )


def _names(field: CustomField) -> list[str]:
    """How a field of one's own is asked for: as it is, or between two ends."""
    name = CUSTOM + field.key
    between = field.type in {CustomField.Type.NUMBER, CustomField.Type.DATE}
    return [f"{name}.from", f"{name}.to"] if between else [name]


def _values(given: QueryDict, name: str) -> tuple[str, ...]:
    values = (
        value.replace("\x00", "").strip()[:LONGEST_VALUE] for value in given.getlist(name)[:MOST_VALUES]
    )
    return tuple(dict.fromkeys(value for value in values if value))


def _listed(given: QueryDict) -> list[str]:
    """Columns stand in one value of the address, or each in its own as a form sends them."""
    return [name for value in given.getlist("columns") for name in value.split(",")]


def _sort(text: str) -> tuple[Sort | None, bool]:
    name = text.removeprefix("-")
    return (Sort(name), text.startswith("-")) if name in set(Sort) else (None, False)
