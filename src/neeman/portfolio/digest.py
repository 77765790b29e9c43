"""What pages need of a computation beyond the engine's own figures, made once so that no page reads every customer.

`complete` adds the grade in force to the engine's table of customers; `digest` adds to its portfolio; `key_figures` takes out the
few numbers by which snapshots are compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from neeman.portfolio.changes import GRADE_COLUMN
from neeman.portfolio.lines import Ints
from neeman.portfolio.models import Method
from neeman.ui.charts import cumulative
from neeman_engine.arrays import numbers
from neeman_engine.params import Params

KEY_FIGURES = (
    "lines_used",
    "customers",
    "revenue_minor",
    "revenue_window_minor",
    "arpa_minor",
    "churn_rate_customers",
    "churn_rate_revenue",
    "retention_rate",
    "repeat_rate",
    "lifetime_mean_minor",
    "contribution_minor",
    "top1_share",
    "overdue_customers",
)
OF_THE_YEAR_BEFORE = (
    "preceding_revenue_minor",
    "churn_rate_customers",
    "churn_rate_revenue",
    "retention_rate",
)
TOP_COLUMNS = ("days_since_last", "usual_gap_days", "overdue_ratio", "usual_gap_source")
IN_WORDS = ("explanation", "explanation_parts")


def complete(table: pa.Table, *, method: str, held: Mapping[str, str]) -> pa.Table:
    """The table with `grade_in_force`: the one held for a customer, else the one computed by this method."""
    graded = table[GRADE_COLUMN[Method(method)]].to_pylist()
    ids = table["customer_id"].to_pylist()
    in_force = [held.get(pk, grade) for pk, grade in zip(ids, graded, strict=True)] if held else graded
    return table.append_column("grade_in_force", pa.array(in_force, pa.string()))


def digest(portfolio: dict[str, Any], table: pa.Table, params: Params, *, lines_used: int) -> dict[str, Any]:
    """The engine's portfolio with what the overview draws: the curve, every cut, sums over customers, the top's rows."""
    revenues = np.sort(numbers(table["revenue_window_minor"]))[::-1]
    late = _late(table, params.overdue_ratio)
    return {
        **portfolio,
        "lines_used": lines_used,
        "curve": cumulative(revenues.tolist()),
        "cuts": cuts(revenues),
        "grades_in_force": _by_grade(table),
        "top_customers": _top(portfolio["top_customers"], table),
        "overdue_revenue_minor": pc.sum(late["revenue_window_minor"]).as_py() or 0,
        "contribution_minor": _sum(table, "contribution_12m_minor"),
    }


def known_only(portfolio: dict[str, Any]) -> dict[str, Any]:
    """The engine's portfolio without figures that need a year before the last 12 months where sales do not reach so far.

    The engine counts them all the same and says `TOO_SHORT`; on a page, nine days compared with a year are a lie.
    """
    if portfolio["verdicts"]["churn"] != "TOO_SHORT":
        return portfolio
    return portfolio | dict.fromkeys(OF_THE_YEAR_BEFORE)


def key_figures(portfolio: dict[str, Any]) -> dict[str, Any]:
    """The few figures that are compared over time."""
    return {name: portfolio[name] for name in KEY_FIGURES}


def cuts(revenues: Ints) -> list[tuple[int, int]]:
    """For each cut of 1..100 percent: how many customers stand above it and what they bring.

    As grades are decided: a customer is above while `before * 100 < total * cut` (whole numbers); `revenues` descend.

    >>> cuts(np.array([50, 30, 15, 5]))[79]
    (2, 80)
    """
    earning = revenues[revenues > 0]
    total = sum(revenues.tolist())
    sums = np.cumsum(earning)
    before = np.concatenate(([0], sums))[: len(earning)]
    found = []
    for cut in range(1, 101):
        # before * 100 < total * cut, without leaving 64 bits: before < ceil(total * cut / 100)
        count = int(np.searchsorted(before, -(-total * cut // 100), side="left")) if total > 0 else 0
        found.append((count, int(sums[count - 1]) if count else 0))
    return found


def _by_grade(table: pa.Table) -> dict[str, dict[str, int]]:
    summed = table.group_by("grade_in_force").aggregate(
        [("customer_id", "count"), ("revenue_window_minor", "sum")]
    )
    known = {
        row["grade_in_force"]: {
            "customers": row["customer_id_count"],
            "revenue_minor": row["revenue_window_minor_sum"],
        }
        for row in summed.to_pylist()
    }
    return {grade: known.get(grade, {"customers": 0, "revenue_minor": 0}) for grade in "ABC"}


def _top(rows: list[dict[str, Any]], table: pa.Table) -> list[dict[str, Any]]:
    """The largest customers' rows with their rhythm and the grade in force; the table is sorted by rank."""
    ranked = table.slice(0, len(rows)).select(["customer_id", "grade_in_force", *TOP_COLUMNS]).to_pylist()
    more = {row.pop("customer_id"): row for row in ranked}
    return [{**row, **more[row["customer_id"]]} for row in rows]


def _late(table: pa.Table, late_from: float) -> pa.Table:
    """Those whom the engine counts as late: by their own rhythm, and with revenue in the window."""
    late = pc.and_(
        pc.greater_equal(table["overdue_ratio"], late_from),
        pc.and_(pc.equal(table["usual_gap_source"], "own"), pc.greater(table["revenue_window_minor"], 0)),
    )
    return table.filter(late)


def _sum(table: pa.Table, column: str) -> int | None:
    """In minor units; None where the facts know nothing of it."""
    found: int | None = pc.sum(table[column]).as_py() if column in table.column_names else None
    return found
