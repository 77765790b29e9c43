"""What each customer leaves after all costs, and how much profit the loss-making ones destroy."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from neeman_engine.measures.portable import share
from neeman_engine.params import Params


def profits(customers: ir.Table, *, params: Params, as_of: date) -> ir.Table:
    """What is left of each customer's revenue after the goods and the serving?

    Formula: profit = revenue - direct cost - cost to serve, over the whole history. Where the lines give profit
    itself, profit = that - cost to serve.

    In: `purchases.customers` with `direct_cost_minor` or `profit_minor` where the lines have them and
    `cost_to_serve_minor` where costs were given. Adds or replaces `cost_to_serve_minor`, `profit_minor`,
    `profit_rank` (1 is the most profitable, ties by customer id).

    Edge cases: a customer without a row of costs has cost to serve 0. With none of the three columns the table
    must not come here: revenue is not profit.

    >>> from neeman_engine.examples import customers_with, show
    >>> who = customers_with(revenue_minor=[100, 90], direct_cost_minor=[60, 20], cost_to_serve_minor=[50, 10])
    >>> show(profits(who, params=Params(), as_of=date(2024, 1, 1)), "customer_id", "profit_minor", "profit_rank")
    c1 -10 2
    c2 60 1

    Source: R144 (S1:75-87), R147 (S1:91-93).
    """
    serving = _or_zero(customers, "cost_to_serve_minor")
    if "profit_minor" in customers.columns:
        before_serving = customers.profit_minor
    else:
        before_serving = customers.revenue_minor - _or_zero(customers, "direct_cost_minor")
    counted = customers.mutate(cost_to_serve_minor=serving, profit_minor=before_serving - serving)
    rank = ibis.row_number().over(order_by=[counted.profit_minor.desc(), counted.customer_id]) + 1
    return counted.mutate(profit_rank=rank.cast("int64"))


def whale(profitable: ir.Table, *, params: Params, as_of: date) -> ir.Table:
    """How high does profit climb before the loss-making customers pull it down?

    Formula: with customers by profit descending, cumulative profit / total profit is highest once all with a
    profit above zero are counted: `whale_peak_share` = sum of positive profits / total profit;
    `whale_peak_customers` = how many they are; `destroyed_profit_minor` = sum of negative profits.

    In: `profits`. Out, one row: `profit_minor`, `loss_making_customers`, `destroyed_profit_minor`,
    `whale_peak_share` (may pass 1), `whale_peak_customers`.

    Edge cases: the share is null when the total is not above zero.

    >>> from neeman_engine.examples import customers_with, show
    >>> who = customers_with(profit_minor=[90, 30, 0, -20])
    >>> show(whale(who, params=Params(), as_of=date(2024, 1, 1)))
    100 1 -20 1.2 2

    Source: R146 (S1:89); Cooper & Kaplan 1991.
    """
    profit = profitable.profit_minor
    sums = profitable.agg(
        profit_minor=profit.sum(),
        loss_making_customers=(profit < 0).sum(),
        destroyed_profit_minor=profit.sum(where=profit < 0).fill_null(0),
        peak=profit.sum(where=profit > 0).fill_null(0),
        whale_peak_customers=(profit > 0).sum(),
    )
    return sums.select(
        "profit_minor",
        "loss_making_customers",
        "destroyed_profit_minor",
        whale_peak_share=share(sums.peak, sums.profit_minor),
        whale_peak_customers=sums.whale_peak_customers,
    )


def _or_zero(table: ir.Table, column: str) -> ir.IntegerValue:
    return table[column].fill_null(0) if column in table.columns else ibis.literal(0, "int64")
