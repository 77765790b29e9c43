"""Cumulative curves at a hundred points: how much the best so many percent of the customers bring."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from neeman_engine.measures.portable import share
from neeman_engine.params import Params


def pareto_curve(graded: ir.Table, *, params: Params, as_of: date) -> ir.Table:
    """How much of the revenue do the first 1 %, 2 %, ... 100 % of the customers bring?

    Formula: a customer with rank r of n lies at point ceil(100 r / n); the curve at a point is the cumulative
    window revenue of everybody up to it / all window revenue.

    In: `grades.pareto`. Out: `percent` (1..100; with less than 100 customers only the points that somebody has),
    `customers` (up to the point), `revenue_minor` (cumulative), `revenue_share`.

    Edge cases: returns may make the curve pass 1 before it ends at 1; shares are null when the total is not above
    zero.

    >>> from neeman_engine.examples import customers_with, show
    >>> from neeman_engine.measures.grades import pareto
    >>> said = {"params": Params(), "as_of": date(2024, 1, 1)}
    >>> show(pareto_curve(pareto(customers_with(revenue_window_minor=[50, 30, 20, 0]), **said), **said))
    25 1 50 0.5
    50 2 80 0.8
    75 3 100 1
    100 4 100 1

    Source: R45 (S2:12, S2:221).
    """
    return _curve(graded, graded.revenue_rank, graded.revenue_window_minor, "revenue")


def whale_curve(profitable: ir.Table, *, params: Params, as_of: date) -> ir.Table:
    """How much of the profit do the most profitable 1 %, 2 %, ... 100 % of the customers make?

    Formula: as `pareto_curve`, by `profit_rank` and profit.

    In: `profit.profits`. Out: `percent`, `customers`, `profit_minor` (cumulative), `profit_share`.

    >>> from neeman_engine.examples import customers_with, show
    >>> who = customers_with(profit_minor=[90, 30, -20], profit_rank=[1, 2, 3])
    >>> show(whale_curve(who, params=Params(), as_of=date(2024, 1, 1)))
    34 1 90 0.9
    67 2 120 1.2
    100 3 100 1

    Source: R146 (S1:89).
    """
    return _curve(profitable, profitable.profit_rank, profitable.profit_minor, "profit")


def _curve(table: ir.Table, rank: ir.IntegerValue, money: ir.IntegerValue, name: str) -> ir.Table:
    placed = table.select(rank=rank, money=money).cross_join(table.agg(n=table.count(), total=money.sum()))
    reached = placed.rank * 100 + placed.n - 1
    percent = ((reached - reached % placed.n) / placed.n).cast("int64")
    steps = placed.group_by(percent=percent).agg(
        customers=placed.rank.max(), money=placed.money.sum(), total=placed.total.max()
    )
    cumulative = steps.money.sum().over(ibis.cumulative_window(order_by=steps.percent)).cast("int64")
    points = steps.mutate(cumulative=cumulative)
    return points.select(
        "percent",
        "customers",
        **{f"{name}_minor": points.cumulative, f"{name}_share": share(points.cumulative, points.total)},
    )
