"""The registry of timeline sources: each room tells what happened with a customer, the card puts it in one order.

A page is asked for by a `Cursor`, not by its number, so that something new at the top moves nothing below.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice

from django.utils.functional import Promise

from neeman.customers.models import Customer
from neeman.orgs.access import Access
from neeman.orgs.queries import names_of
from neeman.orgs.roles import May


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `kind` is that of its source, or of the part of it. `amount_minor` is money; `whole_day` says
    that only the day of `at` is known. A source says by `member_id` who of us it was, and `page_of` puts the name."""

    at: datetime
    kind: str
    title: str
    text: str = ""
    amount_minor: int | None = None
    icon: str = "point"
    tone: str = ""
    whole_day: bool = False
    member_id: int | None = None
    who: str = ""
    href: str = ""


Entries = Callable[[Access, list[int], "datetime | None", int], Iterable[Entry]]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what a source tells, to which the timeline can be narrowed: `entries` as a source's."""

    kind: str
    title: str | Promise
    entries: Entries


@dataclass(frozen=True, slots=True)
class Source:
    """What one room tells of. `entries(access, customer_ids, until, most)` answers with at most `most` entries not
    later than `until` (None: from the latest on), latest first and always in the same order; `count` with how many
    there are. `customer_ids` holds the customer and those merged into it. A source with `parts` is narrowed to one of
    them instead; `count_parts` counts them all at once.
    """

    kind: str
    title: str | Promise
    order: int
    permission: May
    entries: Entries
    count: Callable[[Access, list[int]], int]
    parts: Sequence[Part] = ()
    count_parts: Callable[[Access, list[int]], Mapping[str, int]] | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: at `until`, after `skip` entries of that very moment that were shown before."""

    until: datetime
    skip: int = 0

    def __str__(self) -> str:
        return f"{self.until.isoformat()}~{self.skip}"

    @classmethod
    def read(cls, text: str) -> Cursor | None:
        """The cursor that `str` wrote, or None for anything else that stands in an address."""
        until, _, skip = text.partition("~")
        try:
            moment, passed = datetime.fromisoformat(until), int(skip or 0)
        except ValueError:
            return None
        return cls(moment, passed) if moment.tzinfo and 0 <= passed < 100_000 else None


@dataclass(frozen=True, slots=True)
class Page:
    """Entries in order, latest first, and where the next page begins (None: nothing is left).

    `whole`: how many entries there are of each source, or of each part of one, that a first page of all kinds came to the
    end of.
    """

    entries: list[Entry]
    next: Cursor | None
    whole: Mapping[str, int] = field(default_factory=dict)


Looks = Callable[[Access, Customer], datetime | None]

_sources: dict[str, Source] = {}
_looks: list[Looks] = []


def add_source(source: Source) -> None:
    """Register a source; the same kind twice replaces it, so that reloading is harmless."""
    _sources[source.kind] = source


def tell_looks_by(looks: Looks) -> None:
    """Register what knows when a member looked at a card before; there is one such room."""
    _looks[:] = [looks]


def last_look(access: Access, customer: Customer) -> datetime | None:
    """When this member looked at this card before; None for the first time."""
    return next((looks(access, customer) for looks in _looks), None)


def line_of_look(page: Page, looked_at: datetime | None, cursor: Cursor | None) -> int | None:
    """Before which entry of a page "since you last looked" stands: the first old one that follows something new."""
    if looked_at is None:
        return None
    first = next((n for n, entry in enumerate(page.entries) if entry.at <= looked_at), None)
    follows = bool(first) or (cursor is not None and cursor.until > looked_at)
    return first if follows else None


def sources_for(access: Access) -> list[Source]:
    """The sources that this member may see, in order."""
    return sorted(
        (source for source in _sources.values() if access.may(source.permission)),
        key=lambda source: (source.order, source.kind),
    )


def counts(access: Access, customer_ids: list[int], whole: Mapping[str, int] | None = None) -> dict[str, int]:
    """How many entries each visible source has, by kind: one query a source, none of what `Page.whole` knows."""
    known = whole or {}
    found: dict[str, int] = {}
    for source in sources_for(access):
        kinds = _kinds_of(source)
        if all(kind in known for kind in kinds):
            found |= {kind: known[kind] for kind in kinds}
        elif source.count_parts is not None:
            parts = source.count_parts(access, customer_ids)
            found |= {kind: parts.get(kind, 0) for kind in kinds}
        else:
            found[source.kind] = source.count(access, customer_ids)
    return found


def kinds_for(access: Access) -> list[Source | Part]:
    """What this member's timeline can be narrowed to, in order."""
    found: list[Source | Part] = []
    for source in sources_for(access):
        found.extend(source.parts)
        if not source.parts:
            found.append(source)
    return found


def page_of(
    access: Access, customer_ids: list[int], *, kind: str = "", cursor: Cursor | None = None, most: int = 20
) -> Page:
    """One page of what happened, of all kinds or one: one query a source, however long the history."""
    skip = cursor.skip if cursor else 0
    wanted = most + skip + 1
    sources = kinds_for(access) if kind else sources_for(access)
    runs = {
        source.kind: list(source.entries(access, customer_ids, cursor.until if cursor else None, wanted))
        for source in sources
        if kind in ("", source.kind)
    }
    whole = {} if cursor or kind else _whole(sources_for(access), runs, wanted)
    merged = heapq.merge(*runs.values(), key=lambda entry: entry.at, reverse=True)
    entries = list(islice(merged, skip, skip + most + 1))
    shown = _named(access, entries[:most])
    if len(entries) <= most:
        return Page(shown, None, whole)
    last = shown[-1].at
    same = sum(1 for entry in shown if entry.at == last)
    passed = same + skip if cursor and cursor.until == last else same
    return Page(shown, Cursor(last, passed), whole)


def _kinds_of(source: Source) -> list[str]:
    return [part.kind for part in source.parts] or [source.kind]


def _whole(sources: Iterable[Source], runs: Mapping[str, Sequence[Entry]], wanted: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for source in sources:
        if len(runs[source.kind]) < wanted:
            told = Counter(entry.kind for entry in runs[source.kind])
            found |= {kind: told[kind] for kind in _kinds_of(source)}
    return found


def _named(access: Access, entries: Iterable[Entry]) -> list[Entry]:
    """With the names of those of us who did it, asked for once for all sources."""
    shown = list(entries)
    names = names_of(access, {entry.member_id for entry in shown})
    return [
        replace(entry, who=names.get(entry.member_id, "")) if entry.member_id else entry for entry in shown
    ]
