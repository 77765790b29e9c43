"""The customers' table as it is handed over: contract columns first, predictions joined, every verdict explained."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa

from neeman_engine.explain import Lang, parts_sql, text_sql
from neeman_engine.measures import lifetime
from neeman_engine.params import Params
from neeman_engine.run.engines import DuckEngine

FINISHED = "finished"

CONTRACT = (
    "customer_id", "first_purchase", "last_purchase", "orders", "purchase_days", "revenue_minor",
    "revenue_window_minor", "revenue_rank", "revenue_share", "grade", "repeat_purchases", "recency_days", "age_days",
    "days_since_last", "usual_gap_days", "overdue_ratio", "p_alive", "p_purchase_12m", "expected_purchases_12m",
    "expected_value_minor", "clv_12m_minor", "current_value_minor", "lifetime_value_minor", "explanation",
    "direct_cost_minor", "contribution_12m_minor", "cost_to_serve_minor", "profit_minor", "profit_rank",
)  # fmt: skip
_INNER = ("revenue_ahead_minor", "purchases_before", "bought_minor", "revenue_12m_minor", "earned_minor")


def finish(
    engine: DuckEngine, ahead: pa.Table, found: dict[str, Any], *, params: Params, as_of: date, lang: Lang
) -> dict[str, int | None]:
    """Make the view `finished` over the kept customers, by revenue rank; answers the mean of the simple lifetime value."""
    connection = engine.connection
    connection.register("ahead", ahead)
    years = found["remaining_years"]
    customers = engine.table("customers")
    valued = engine.name(
        lifetime.simple(customers, params=params, as_of=as_of, remaining_years=years), "valued"
    )
    known = list(valued.columns)
    total, count = int(found["revenue_window_minor"] or 0), int(found["customers"])
    added = [*ahead.column_names[1:], "explanation", "explanation_parts"]
    rest = [
        name
        for name in known
        if name not in CONTRACT and name not in _INNER and not name.startswith("active_")
    ]
    columns = [name for name in CONTRACT if name in known or name in added] + rest + ["explanation_parts"]
    parts = parts_sql(params, total_minor=total, customers=count)
    text = text_sql("explanation_parts", lang=lang, currency=params.currency)
    # Sorted before the words are made: a sort carries every column along.
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW {FINISHED} AS SELECT {', '.join(columns)} FROM ("  # noqa: S608  our own columns
        f"SELECT *, {text} AS explanation FROM (SELECT *, {parts} AS explanation_parts "
        f"FROM (FROM valued LEFT JOIN ahead USING (revenue_rank) ORDER BY revenue_rank)))"
    )
    mean = connection.execute(
        "SELECT round(avg(lifetime_value_minor))::BIGINT FROM valued WHERE purchases_window > 0"
    ).fetchone()
    return {"lifetime_mean_minor": mean[0] if mean else None}
