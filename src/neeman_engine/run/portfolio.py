"""The portfolio as one dictionary of plain values, ready for JSON: the keys of the contract and what pages need."""

from __future__ import annotations

from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir

from neeman_engine.measures import (
    arpa,
    cohorts,
    concentration,
    curves,
    grades,
    lifetime,
    profit,
    retention,
    rfm,
    trends,
)
from neeman_engine.params import Params
from neeman_engine.run.customers import Measured
from neeman_engine.run.engines import Engine
from neeman_engine.windows import Window, month_name, month_number, quarter_end, quarter_name

PARETO_PERCENT = 80
LISTED = 50

Said = dict[str, Any]


def portfolio(engine: Engine, measured: Measured, *, params: Params, as_of: date) -> dict[str, Any]:
    """All figures of the portfolio. Shares and rates are fractions, money is minor units, None is unknown."""
    said: Said = {"params": params, "as_of": as_of}
    customers = measured.customers
    found: dict[str, Any] = {
        "as_of": as_of.isoformat(),
        "currency": params.currency,
        "window_months": params.window_months,
    }
    found |= _one(engine, _totals(customers))
    grouped = engine.keep(concentration.groups(customers, **said), "groups")
    found |= _without(_one(engine, concentration.concentration(grouped, **said)), "groups", "revenue_minor")
    found["what_if_leaves"] = _rows(engine, concentration.without(grouped, **said), "group_rank")
    found["grades"] = _by_grade(engine, grades.totals(customers, **said))
    found["grade_moves"] = _rows(
        engine, grades.moves(customers, **said), "grade", "grade_by_share", "grade_by_rules"
    )
    found["arpa_minor"] = _one(engine, arpa.arpa(customers, **said))["arpa_minor"]
    rates = lifetime.remaining(retention.retention(customers, **said), **said)
    found |= _without(_one(engine, rates), "customers")
    found["segments"] = _rows(engine, rfm.segments(customers, **said), "rfm_segment")
    found |= _cohorts(engine, measured, said)
    found |= _over_time(engine, measured, said)
    found["pareto"] = _rows(engine, curves.pareto_curve(customers, **said), "percent")
    if measured.has_profit:
        found |= _one(engine, profit.whale(customers, **said))
        found["whale_curve"] = _rows(engine, curves.whale_curve(customers, **said), "percent")
    return found | _lists(engine, measured, said)


def _totals(customers: ir.Table) -> ir.Table:
    revenue = customers.revenue_window_minor
    total = customers.agg(window=revenue.sum())
    reaching = customers.cross_join(total).filter(
        lambda t: (t.revenue_window_minor > 0) & (t.revenue_ahead_minor * 100 < t.window * PARETO_PERCENT)
    )
    sums = customers.agg(
        customers=customers.count(),
        orders=customers.orders.sum(),
        purchase_days=customers.purchase_days.sum(),
        revenue_minor=customers.revenue_minor.sum(),
        revenue_window_minor=revenue.sum(),
        first_sale=customers.first_purchase.min(),
        last_sale=customers.last_purchase.max(),
    )
    return sums.cross_join(reaching.agg(customers_making_80_percent=reaching.count()))


def _by_grade(engine: Engine, totals: ir.Table) -> dict[str, dict[str, int]]:
    known = {row.pop("grade"): row for row in _rows(engine, totals)}
    return {grade: known.get(grade, {"customers": 0, "revenue_minor": 0}) for grade in "ABC"}


def _cohorts(engine: Engine, measured: Measured, said: Said) -> dict[str, Any]:
    monthly = cohorts.monthly(measured.customers, **said, since=measured.since)
    quarterly = cohorts.quarterly(measured.customers, **said, since=measured.since)
    return {
        "cohorts": _matrix(_rows(engine, monthly, "cohort", "age"), month_name),
        "cohorts_quarterly": _matrix(_rows(engine, quarterly, "cohort", "age"), quarter_name),
    }


def _matrix(rows: list[dict[str, Any]], name: Any) -> list[dict[str, Any]]:
    """Cohorts as rows with their activity by age; a cohort that nobody is in has no row."""
    matrix: dict[int, dict[str, Any]] = {}
    for row in rows:
        line = {"cohort": name(row["cohort"]), "customers": row["customers"], "active": []}
        matrix.setdefault(row["cohort"], line)["active"].append(row["active"])
    return list(matrix.values())


def _over_time(engine: Engine, measured: Measured, said: Said) -> dict[str, Any]:
    as_of: date = said["as_of"]
    by_month = {
        row["month"]: row["revenue_minor"] for row in _rows(engine, trends.months(measured.days, **said))
    }
    span = range(min(by_month), month_number(as_of) + 1)
    quarters = trends.quarters(measured.days, measured.customers, **said, since=measured.since)
    return {
        "months": [{"month": month_name(m), "revenue_minor": by_month.get(m, 0)} for m in span],
        "quarters": [
            row | {"quarter": quarter_name(row["quarter"]), "complete": quarter_end(row["quarter"]) <= as_of}
            for row in _rows(engine, quarters, "quarter")
        ],
    }


def _lists(engine: Engine, measured: Measured, said: Said) -> dict[str, Any]:
    """The customers that a page shows by name: the largest, the late, the new and the lost."""
    customers, params = measured.customers, said["params"]
    late = customers.filter(
        customers.overdue_ratio >= params.overdue_ratio,
        customers.usual_gap_source == "own",
        customers.revenue_window_minor > 0,
    )
    window = Window.ending(said["as_of"], params.window_months)
    lists = {
        "overdue_customers": engine.fetch(late.agg(n=late.count()))["n"][0].as_py(),
        "overdue": _named(
            engine, late, "revenue_window_minor", "usual_gap_days", "days_since_last", "overdue_ratio"
        ),
        "top_customers": _top(engine, measured, said),
        "new": [],
        "lost": [],
    }
    if window.after is not None:
        new = customers.filter(customers.first_purchase > ibis.date(window.after))
        lost = customers.filter(customers.purchases_before > 0, customers.purchases_window == 0)
        lists["new"] = _named(engine, new, "revenue_window_minor", "first_purchase")
        lists["lost"] = _named(engine, lost, "revenue_before_minor", "last_purchase")
    return lists


def _named(engine: Engine, table: ir.Table, money: str, *columns: str) -> list[dict[str, Any]]:
    first = table.order_by([table[money].desc(), table.customer_id]).limit(LISTED)
    rows: list[dict[str, Any]] = engine.fetch(first.select(*_who(table), money, *columns)).to_pylist()
    return _plain(rows)


def _who(table: ir.Table) -> list[str]:
    return ["customer_id", "name"] if "name" in table.columns else ["customer_id"]


def _top(engine: Engine, measured: Measured, said: Said) -> list[dict[str, Any]]:
    params: Params = said["params"]
    largest = measured.customers.filter(measured.customers.revenue_rank <= params.top_customers)
    last = month_number(said["as_of"])
    bought: dict[str, dict[int, int]] = {}
    for row in _rows(engine, trends.sparklines(measured.days, largest.select("customer_id"), **said)):
        bought.setdefault(row["customer_id"], {})[row["month"]] = row["revenue_minor"]
    shown = _rows(
        engine,
        largest.select(*_who(largest), "revenue_rank", "revenue_window_minor", "revenue_share", "grade"),
        "revenue_rank",
    )
    span = range(last - params.sparkline_months + 1, last + 1)
    return [row | {"months": [bought.get(row["customer_id"], {}).get(m, 0) for m in span]} for row in shown]


def _one(engine: Engine, table: ir.Table) -> dict[str, Any]:
    (row,) = _plain(engine.fetch(table).to_pylist())
    return row


def _rows(engine: Engine, table: ir.Table, *order: str) -> list[dict[str, Any]]:
    """All rows, sorted here: the tables are small and a sort on Spark is another shuffle."""
    rows = _plain(engine.fetch(table).to_pylist())
    return sorted(rows, key=lambda row: tuple((row[name] is not None, row[name]) for name in order))


def _plain(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {key: value.isoformat() if isinstance(value, date) else value for key, value in row.items()}
        for row in rows
    ]


def _without(row: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in keys}
