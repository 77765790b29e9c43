"""Handing verdicts down: the engine's table of customers becomes `customers.Standing`, one row a customer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from neeman.customers.models import Customer, Standing
from neeman.orgs.access import Access
from neeman.orgs.changes import pages
from neeman.portfolio.models import GradeSet, Method, Rules
from neeman_engine.run import Analysis

GRADE_COLUMN = {Method.PARETO: "grade", Method.SHARE: "grade_by_share", Method.RULES: "grade_by_rules"}
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
    "months",
]
"""Columns that the engine and a standing call the same."""


def write_standings(access: Access, analysis: Analysis | None, rules: Rules) -> int:
    """Replace all standings by this analysis (None: by nothing). Returns how many customers stand."""
    with transaction.atomic():
        Standing.objects.all().delete()
        if analysis is None:
            return 0
        count = 0
        for page in pages(_standings(analysis, rules), size=2_000):
            Standing.objects.bulk_create(page)
            count += len(page)
        return count


def _standings(analysis: Analysis, rules: Rules) -> Iterator[Standing]:
    by_hand = dict(GradeSet.objects.values_list("customer_id", "grade"))
    there = set(Customer.objects.values_list("pk", flat=True))
    known = set(analysis.customers.column_names)
    same = [name for name in SAME_NAME if name in known]
    grade = GRADE_COLUMN[Method(rules.method)]
    for batch in analysis.customers.to_batches(max_chunksize=5_000):
        for row in batch.to_pylist():
            pk = int(row["customer_id"])
            if pk in there:
                yield _standing(analysis, row, same, by_hand.get(pk) or row[grade])


def _standing(analysis: Analysis, row: dict[str, Any], same: list[str], grade: str) -> Standing:
    values = {name: row[name] for name in same if row[name] is not None}
    return Standing(
        customer_id=int(row["customer_id"]),
        as_of=analysis.as_of,
        grade=grade,
        at_stake_minor=at_stake(row, analysis.params.overdue_ratio),
        explanation=row.get("explanation_parts") or [],
        **values,
    )


def at_stake(row: dict[str, Any], late_from: float) -> int:
    """A year's revenue of a customer who is late by its own rhythm, in minor units; 0 for who is not."""
    ratio = row["overdue_ratio"]
    late = ratio is not None and ratio >= late_from and row["usual_gap_source"] == "own"
    return max(0, int(row["revenue_window_minor"])) if late else 0
