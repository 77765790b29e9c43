"""Finding customers by whatever one remembers of them (R6): the beginning of words, the end of numbers.

Each word asked must be the beginning of some token of `Customer.search_text` (see `customers.keys`). Finds come in
stages: by the customer's own name, then by anything else of it. A search that found little is widened: by the looser
key of full and defective spelling, then by the same keys pressed in the other keyboard layout.

How a database answers stands in two twins of one interface, `sqlite` and `postgres`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Case, F, QuerySet, Value, When

from neeman.customers.keys import LONGEST_WORD, NAME_MARK, TAIL_MARK
from neeman.customers.models import Customer
from neeman.customers.queries.visible import live, visible
from neeman.customers.search import postgres, sqlite
from neeman.lib.hebrew import loose_key, search_key, swap_layout
from neeman.lib.phones import tail_key
from neeman.orgs.access import Access

FEW = 5  # fewer finds than this, and the search is widened
SAYS_MUCH = 3  # letters; with fewer the other layout finds half the list
MOST_WORDS = 8
MOST_FINDS = 2_000  # of one stage, before they are put in order: keeps a search by one letter quick
PHONE_SIGNS = frozenset("0123456789 -+().*/")

Words = list[tuple[str, ...]]
"""What is asked: each word as its alternatives, each alternative the beginning of a token."""


@dataclass(frozen=True, slots=True)
class Found:
    """Customers, best first; `also_for` is the text of the other keyboard layout, where that found some too."""

    ids: list[int] = field(default_factory=list)
    also_for: str = ""


def matching_ids(access: Access, text: str, limit: int) -> list[int]:
    """Ids of at most `limit` visible customers of today, best first; none for a text without letters and digits."""
    return find(access, text, limit).ids


def find(access: Access, text: str, limit: int, *, archived: bool = False) -> Found:
    """The same, with what was also searched for; `archived` looks among the archived instead."""
    rows = visible(access).filter(archived_at__isnull=False, merged_into=None) if archived else live(access)
    ids = _by_stages(rows, access, text, limit)
    swapped = swap_layout(text)
    key = search_key(text)
    if len(ids) >= FEW or (ids and len(key) < SAYS_MUCH) or search_key(swapped) in {"", key}:
        return Found(ids)
    more = [pk for pk in _by_stages(rows, access, swapped, limit) if pk not in ids]
    return Found([*ids, *more][:limit], also_for=" ".join(swapped.split()) if more else "")


def _by_stages(rows: QuerySet[Customer], access: Access, text: str, limit: int) -> list[int]:
    found: dict[int, None] = {}
    for stage, words in enumerate(_stages(text)):
        if len(found) >= (limit if stage < 2 else min(limit, FEW)):
            break
        finds = _of_words(rows, access, words, search_key(text))
        found.update(dict.fromkeys(finds[: limit + len(found)]))
    return list(found)[:limit]


def _of_words(rows: QuerySet[Customer], access: Access, words: Words, key: str) -> QuerySet[Customer, int]:
    engine = postgres if connection.vendor == "postgresql" else sqlite
    most = MOST_FINDS if access.sees_all else 0
    begins = Case(When(sort_key=key, then=0), When(sort_key__startswith=key, then=1), default=Value(2))
    return (
        rows.filter(pk__in=engine.rows_with(access.organization.pk, words, most))
        .order_by(begins, F("standing__revenue_window_minor").desc(nulls_last=True), "sort_key", "pk")
        .values_list("pk", flat=True)
    )


def _stages(text: str) -> Iterator[Words]:
    """By name; by anything; by anything in looser spelling, where that differs."""
    words = [word[:LONGEST_WORD] for word in search_key(text).split()][:MOST_WORDS]
    if not words:
        return
    number = _number(text)
    yield [(NAME_MARK + word,) for word in words]
    yield [number] if number else [_alternatives(word) for word in words]
    loose = [loose_key(word) for word in words]
    if loose != words:
        yield [tuple({word: 0, other: 0}) for word, other in zip(words, loose, strict=True)]


def _alternatives(word: str) -> tuple[str, ...]:
    if len(word) < 3 or not word.isdigit():
        return (word,)
    return (word, TAIL_MARK + word[::-1])


def _number(text: str) -> tuple[str, ...]:
    """A text that is one number, however it is spaced: "052-765 4321", "+972 52...", "4321"."""
    tail = tail_key(text)[:LONGEST_WORD]
    if len(tail) < 3 or not PHONE_SIGNS.issuperset(text):
        return ()
    return (tail[::-1], TAIL_MARK + tail)
