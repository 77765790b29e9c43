"""Small tables for the worked examples of the docstrings and for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from neeman_engine.run.duck import connect


def sales(*lines: str) -> ir.Table:
    """Sales lines from words: "ann 2024-01-05 100" is 100.00 bought by ann; a fourth word is the order.

    >>> sales("ann 2024-01-05 100").columns
    ('customer_id', 'day', 'amount_minor')
    """
    words = [line.split() for line in lines]
    columns: dict[str, pa.Array] = {
        "customer_id": pa.array([word[0] for word in words], pa.string()),
        "day": pa.array([date.fromisoformat(word[1]) for word in words], pa.date32()),
        "amount_minor": pa.array([round(float(word[2]) * 100) for word in words], pa.int64()),
    }
    if words and len(words[0]) > 3:
        columns["order"] = pa.array([word[3] for word in words], pa.string())
    return ibis.memtable(pa.table(columns))


def show(table: ir.Table, *columns: str) -> None:
    """Print the rows, the named columns of them, in order of the first column."""
    backend = ibis.duckdb.from_connection(connect())
    rows: list[dict[str, Any]] = backend.to_pyarrow(table.order_by(table.columns[0])).to_pylist()
    for row in rows:
        print(*(_plain(row[column]) for column in columns or table.columns))  # noqa: T201  it is what it is for


def _plain(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def customers_with(**columns: list[Any]) -> ir.Table:
    """A customers' summary of which only the named columns matter; ids are c1, c2, ...

    >>> customers_with(purchase_days=[2, 1]).purchase_days.type().is_integer()
    True
    """
    size = len(next(iter(columns.values())))
    known: dict[str, list[Any]] = {
        "first_purchase": [date(2023, 1, 1)] * size,
        "last_purchase": [date(2023, 6, 1)] * size,
        "age_days": [365] * size,
        "days_since_last": [30] * size,
        "purchase_days": [1] * size,
        "purchases_window": [1] * size,
        "purchases_before": [0] * size,
        "revenue_window_minor": [0] * size,
        "revenue_before_minor": [0] * size,
        "revenue_minor": columns.get("revenue_window_minor", [0] * size),
        "revenue_12m_minor": columns.get("revenue_window_minor", [0] * size),
    }
    ids = [f"c{place + 1}" for place in range(size)]
    return ibis.memtable(pa.table({"customer_id": ids} | known | columns))


def rates_with(*churn_rate_customers: float | None) -> ir.Table:
    """Churn rates as `measures.retention` gives them, for `measures.lifetime`."""
    return ibis.memtable(pa.table({"churn_rate_customers": pa.array(churn_rate_customers, pa.float64())}))


def groups_with(*revenue_minor: int) -> ir.Table:
    """Groups of customers in order of the revenue given, for `measures.concentration`."""
    places = list(range(1, len(revenue_minor) + 1))
    ids = [f"g{place}" for place in places]
    return ibis.memtable(
        pa.table({"group_id": ids, "revenue_minor": list(revenue_minor), "group_rank": places})
    )
