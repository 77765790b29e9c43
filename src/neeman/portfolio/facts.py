"""The ledger's facts as Arrow tables for the engine: whole minor units, days, ids as text.

Read through Django's own connection. A second SQLite library in the same process (ADBC's, DuckDB's extension) would
drop this one's file locks when it closes the file (sqlite.org, "How to corrupt", 2.2.1).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pyarrow as pa
from django.db.models import CharField
from django.db.models.functions import Cast

from neeman.customers.models import Customer
from neeman.ledger.models import Line
from neeman.orgs.access import Access

CHUNK = 50_000

LINES = pa.schema(
    [
        ("customer_id", pa.string()),
        ("day", pa.date32()),
        ("amount_minor", pa.int64()),
        ("order", pa.string()),
        ("direct_cost_minor", pa.int64()),
    ]
)
CUSTOMERS = pa.schema(
    [
        ("customer_id", pa.string()),
        ("name", pa.string()),
        ("segment", pa.string()),
        ("parent", pa.string()),
        ("referrals", pa.int64()),
    ]
)


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is measured: `lines` (columns `LINES`) and `customers` (columns `CUSTOMERS`)."""

    lines: pa.Table
    customers: pa.Table


def read(access: Access) -> Facts:
    """The facts of the organization, read once for any number of computations."""
    return Facts(sales_lines(access), customers(access))


def sales_lines(access: Access) -> pa.Table:
    """Every line that has a customer (columns: `LINES`). Sales of nobody are in nobody's figures."""
    rows = (
        Line.objects.filter(document__customer__isnull=False)
        .annotate(
            written=Cast("document__day", CharField())
        )  # Arrow reads days a hundred times as fast as Django
        .values_list("document__customer_id", "written", "amount_minor", "document_id", "direct_cost_minor")
        .iterator(chunk_size=CHUNK)
    )
    table = _table(rows, LINES)
    if table["direct_cost_minor"].null_count == len(table):
        table = table.drop_columns(["direct_cost_minor"])  # no costs known: profit is unknown, not zero
    return table


def customers(access: Access) -> pa.Table:
    """Every customer (columns: `CUSTOMERS`).

    `parent` is the topmost company of its group, `referrals` how many customers came by its word.
    """
    columns = ("pk", "name", "industry", "parent_id", "referrer_id")
    rows = list(Customer.objects.values_list(*columns).iterator(chunk_size=CHUNK))
    above = {pk: parent for pk, _, _, parent, _ in rows if parent}
    brought = Counter(referrer for *_, referrer in rows if referrer)
    described = (
        (pk, name, industry or None, _topmost(pk, above), brought[pk]) for pk, name, industry, *_ in rows
    )
    return _table(described, CUSTOMERS)


def _topmost(pk: int, above: dict[int, int]) -> int | None:
    """The head of the group; a ring of parents, which forms refuse but files may hold, ends where it began."""
    seen = {pk}
    while pk in above and above[pk] not in seen:
        pk = above[pk]
        seen.add(pk)
    return pk if len(seen) > 1 else None


def _table(rows: Iterable[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_batches(_batches(iter(rows), schema), schema)


def _batches(rows: Iterator[tuple[Any, ...]], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    while page := list(islice(rows, CHUNK)):
        columns = zip(*page, strict=True)
        yield pa.record_batch(
            [_array(values, field.type) for values, field in zip(columns, schema, strict=True)], schema=schema
        )


def _array(values: tuple[Any, ...], kind: pa.DataType) -> pa.Array:
    """The values as the schema wants them; ids and days are turned by Arrow, all at once."""
    return pa.array(values).cast(kind)
