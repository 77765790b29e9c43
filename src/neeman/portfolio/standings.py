"""Handing verdicts down: the engine's table of customers becomes `customers.Standing`, one row a customer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
from django.db import transaction

from neeman.customers.models import Customer, Standing
from neeman.customers.services.standings import keep_sums
from neeman.orgs.access import Access
from neeman.orgs.changes import pages
from neeman.portfolio.lines import LinesByCustomer
from neeman_engine.params import Params

PAGE = 2_000
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
ONLY_HERE = ["customer_id", "grade_in_force", "usual_gap_source", "explanation_parts"]


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


def write_standings(access: Access, measured: Measured) -> int:
    """Replace all standings by this computation. Returns how many customers stand."""
    with transaction.atomic():
        clear_standings(access)
        count = 0
        for page in pages(_standings(measured), size=PAGE):
            Standing.objects.bulk_create(page)
            count += len(page)
        keep_sums(access)
        return count


def _standings(measured: Measured) -> Iterator[Standing]:
    there = set(Customer.objects.values_list("pk", flat=True))
    months = measured.lines.months(measured.as_of, measured.params.sparkline_months)
    wanted = measured.customers.select([*SAME_NAME, *ONLY_HERE])
    start = 0
    for batch in wanted.to_batches(max_chunksize=PAGE):
        bought = months[start : start + len(batch)].tolist()
        start += len(batch)
        for row, by_month in zip(batch.to_pylist(), bought, strict=True):
            if int(row["customer_id"]) in there:
                yield _standing(measured, row, by_month)


def _standing(measured: Measured, row: dict[str, Any], months: list[int]) -> Standing:
    values = {name: row[name] for name in SAME_NAME if row[name] is not None}
    return Standing(
        customer_id=int(row["customer_id"]),
        as_of=measured.as_of,
        grade=row["grade_in_force"],
        at_stake_minor=at_stake(row, measured.params.overdue_ratio),
        months=months,
        explanation=row["explanation_parts"],
        **values,
    )


def at_stake(row: dict[str, Any], late_from: float) -> int:
    """A year's revenue of a customer who is late by its own rhythm, in minor units; 0 for who is not."""
    ratio = row["overdue_ratio"]
    late = ratio is not None and ratio >= late_from and row["usual_gap_source"] == "own"
    return max(0, int(row["revenue_window_minor"])) if late else 0
