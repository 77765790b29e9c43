"""Handing verdicts down: the engine's table of customers becomes `customers.Standing`, one row a customer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import pyarrow as pa
from django.db import transaction

from neeman.customers.models import Customer, Standing
from neeman.customers.services.standings import keep_sums
from neeman.orgs.access import Access
from neeman.orgs.bulk import write_rows
from neeman.orgs.changes import pages
from neeman.portfolio.lines import LinesByCustomer
from neeman_engine.params import Params

PAGE = 10_000
SAME_NAME = [
    "revenue_rank",
    "revenue_window_minor",
    "revenue_before_minor",
    "revenue_minor",
    "revenue_share",
    "orders",
    "purchase_days",
    "first_purchase",
    "last_purchase",
    "usual_gap_days",
    "overdue_ratio",
    "p_alive",
    "p_purchase_12m",
    "clv_12m_minor",
    "lifetime_value_minor",
]
"""Columns that the table and a standing call the same."""
ONLY_HERE = [
    *("customer_id", "grade_in_force", "explanation_parts"),
    *("overdue_ratio", "usual_gap_source", "revenue_window_minor"),
]
COLUMNS = [
    *("customer_id", "as_of", "grade", "at_stake_minor", "months", "explanation"),
    *("proposed", "proposed_on", "declined"),
    *SAME_NAME,
]


class Proposal(NamedTuple):
    """A computed grade that is not in force: since which day of measure, and whether a person declined it."""

    grade: str = ""
    on: date | None = None
    declined: bool = False


NOTHING = Proposal()


@dataclass(frozen=True, slots=True)
class Measured:
    """One computation, ready to be written: the table of customers, what pages show, and the lines behind both."""

    as_of: date
    params: Params
    customers: pa.Table
    portfolio: dict[str, Any]
    lines: LinesByCustomer


def clear_standings(access: Access) -> None:
    """Nobody stands anywhere: there is no sale to measure."""
    Standing.objects.all().delete()


def write_standings(access: Access, measured: Measured, proposals: Mapping[str, Proposal]) -> int:
    """Replace all standings by this computation, with the `proposals` by customer. Returns how many customers stand."""
    with transaction.atomic():
        clear_standings(access)
        count = 0
        for page in pages(_rows(measured, proposals), size=PAGE):
            write_rows(Standing, COLUMNS, page)
            count += len(page)
        keep_sums(access)
        return count


def _rows(measured: Measured, proposals: Mapping[str, Proposal]) -> Iterator[tuple[Any, ...]]:
    """The values of each standing, in the order of `COLUMNS`, as the database takes them."""
    there = set(Customer.objects.values_list("pk", flat=True))
    months = measured.lines.months(measured.as_of, measured.params.sparkline_months)
    table = measured.customers
    same = zip(*(_values(table, name) for name in SAME_NAME), strict=True)
    late_from, as_of = measured.params.overdue_ratio, measured.as_of.isoformat()
    own = table.select(ONLY_HERE).to_pylist()
    for row, values, by_month in zip(own, same, months.tolist(), strict=True):
        pk = int(row["customer_id"])
        if pk in there:
            stake = at_stake(row, late_from)
            words = json.dumps(row["explanation_parts"])
            # a list of whole numbers writes itself as JSON does, ten times as fast
            proposal = proposals.get(row["customer_id"], NOTHING)
            yield pk, as_of, row["grade_in_force"], stake, str(by_month), words, *proposal, *values


def _values(table: pa.Table, name: str) -> list[Any]:
    """A column's values; days as they are written, and nothing unknown where a standing must know."""
    column, field = table[name], Standing._meta.get_field(name)
    if pa.types.is_date(column.type):
        column = column.cast(pa.string())
    values: list[Any] = (column if field.null else column.fill_null(0)).to_pylist()
    return values


def at_stake(row: dict[str, Any], late_from: float) -> int:
    """A year's revenue of a customer who is late by its own rhythm, in minor units; 0 for who is not."""
    ratio = row["overdue_ratio"]
    late = ratio is not None and ratio >= late_from and row["usual_gap_source"] == "own"
    return max(0, int(row["revenue_window_minor"])) if late else 0
