"""The documents and lines that are there already, as far as a batch speaks of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from neeman.imports.book import Identity, Known
from neeman.imports.bulk import among
from neeman.imports.targets.sales_rows import LINE_FIELDS, Sale
from neeman.imports.targets.whose import whose_key
from neeman.ledger.models import Document, Line


@dataclass(slots=True)
class Seen:
    """What this file has said of a document so far: whose it is, and how often each product occurred."""

    identity: Identity
    day: date
    products: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Paper:
    """A document that the batch speaks of. `pk` is None for one that the file makes.

    `changes` are fields of a document that was there; `new` and `changed` its lines, `held` the lines that were there
    by key: (id, values of LINE_FIELDS).
    """

    key: str
    number: str
    day: date
    kind: str
    customer: Known | None = None
    customer_id: int | None = None
    pk: int | None = None
    total: int = 0
    lines: int = 0
    held: dict[str, tuple[int, tuple[Any, ...]]] = field(default_factory=dict)
    new: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)
    changed: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    changes: dict[str, Any] = field(default_factory=dict)


def document_key(sale: Sale) -> str:
    """What makes a document the same in the next file: its number within its year and sort; else customer and day.

    Programs that start again from 1 each January are common, so the year belongs to the number.
    """
    if sale.number:
        return f"{sale.series}:{sale.number}/{sale.day.year}"
    return f"@{whose_key(sale.identity)}|{sale.day.isoformat()}"


def papers_there(keys: Collection[str]) -> dict[str, Paper]:
    """The documents with these keys, with their lines."""
    found = {}
    columns = ("pk", "key", "number", "day", "kind", "customer_id", "total_minor", "lines_count")
    for pk, key, number, day, kind, customer_id, total, lines in Document.objects.filter(
        key__in=among(keys)
    ).values_list(*columns):
        found[key] = Paper(key, number, day, kind, None, customer_id, pk, total, lines)
    by_pk = {paper.pk: paper for paper in found.values() if paper.pk is not None}
    rows = Line.objects.filter(document_id__in=among(by_pk)).values_list(
        "document_id", "pk", "key", *LINE_FIELDS
    )
    for document_id, pk, key, *values in rows:
        by_pk[document_id].held[key] = (pk, tuple(values))
    return found
