"""From sales lines to one row a customer: one pass over the lines, everything else on customers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from neeman_engine import tables
from neeman_engine.measures import grades, profit, purchases, rfm, rhythm
from neeman_engine.params import Params
from neeman_engine.run.engines import Engine
from neeman_engine.windows import quarter_start


@dataclass(frozen=True)
class Measured:
    """What was computed and is kept by the engine: the days, the customers, and from when on there is history."""

    days: ir.Table
    customers: ir.Table
    since: date
    has_profit: bool


def measure(
    engine: Engine,
    lines: ir.Table,
    *,
    attributes: pa.Table | None,
    costs: pa.Table | None,
    payments: pa.Table | None,
    params: Params,
    as_of: date,
) -> Measured:
    """Customers with every counted measure. Raises `tables.FactsError` when there is no line to measure."""
    said: dict[str, Any] = {"params": params, "as_of": as_of}
    days = engine.keep(purchases.purchase_days(lines, **said), "days")
    first = engine.fetch(days.agg(first=days.day.min()))["first"][0].as_py()
    if first is None:
        raise tables.FactsError(f"there is no sale up to {as_of.isoformat()}")
    since = quarter_start(first)
    summary = purchases.customers(days, **said, since=since)
    summary = _with_orders(engine, summary, lines, said)
    gaps = engine.keep(rhythm.gaps(days, **said), "rhythm")
    summary = summary.left_join(gaps, "customer_id").drop("customer_id_right")
    summary = _with_attributes(engine, summary, attributes)
    summary, has_profit = _with_costs(engine, summary, costs)
    summary = engine.keep(_with_payments(engine, summary, payments), "summary")
    for done in ("rhythm", "orders"):
        engine.drop(done)
    customers = engine.keep(_graded(summary, said, has_profit=has_profit), "customers")
    engine.drop("summary")
    return Measured(days, customers, since, has_profit)


def _with_orders(engine: Engine, summary: ir.Table, lines: ir.Table, said: dict[str, Any]) -> ir.Table:
    if "order" not in lines.columns:
        return summary.mutate(orders=summary.purchase_days)
    counts = engine.keep(purchases.order_counts(lines, **said), "orders")
    joined = summary.left_join(counts, "customer_id").drop("customer_id_right")
    return joined.mutate(orders=joined.orders.fill_null(0))


def _with_attributes(engine: Engine, summary: ir.Table, attributes: pa.Table | None) -> ir.Table:
    if attributes is None:
        return summary
    known = tables.check(
        engine.offer(attributes, "attributes"), tables.CUSTOMERS, tables.CUSTOMERS_OPTIONAL, name="customers"
    )
    joined = summary.left_join(known, "customer_id", rname="{name}_given").drop("customer_id_given")
    given = [name for name in joined.columns if name.endswith("_given")]
    merged = {
        name.removesuffix("_given"): ibis.coalesce(joined[name], joined[name.removesuffix("_given")])
        for name in given
    }
    return joined.mutate(**merged).drop(*given)


def _with_costs(engine: Engine, summary: ir.Table, costs: pa.Table | None) -> tuple[ir.Table, bool]:
    known = bool({"direct_cost_minor", "profit_minor"} & set(summary.columns))
    if costs is None:
        return summary, known
    rows = tables.check(engine.offer(costs, "costs"), tables.COSTS, name="costs")
    summed = rows.group_by("customer_id").agg(cost_to_serve_minor=rows.cost_minor.sum())
    return summary.left_join(summed, "customer_id").drop("customer_id_right"), True


def _with_payments(engine: Engine, summary: ir.Table, payments: pa.Table | None) -> ir.Table:
    if payments is None:
        return summary
    rows = tables.check(engine.offer(payments, "payments"), tables.PAYMENTS, name="payments")
    summed = rows.group_by("customer_id").agg(paid_minor=rows.amount_minor.sum())
    joined = summary.left_join(summed, "customer_id").drop("customer_id_right")
    paid = joined.paid_minor.fill_null(0)
    return joined.mutate(paid_minor=paid, balance_minor=joined.revenue_minor - paid)


def _graded(summary: ir.Table, said: dict[str, Any], *, has_profit: bool) -> ir.Table:
    table = summary
    for add in (grades.pareto, grades.by_customer_share, grades.by_rules, rfm.rfm, rhythm.overdue):
        table = add(table, **said)
    return profit.profits(table, **said) if has_profit else table
