"""Average revenue per customer."""

from __future__ import annotations

from datetime import date

import ibis.expr.types as ir

from neeman_engine.measures.portable import rounded
from neeman_engine.params import Params


def arpa(customers: ir.Table, *, params: Params, as_of: date) -> ir.Table:
    """How much does a customer bring, on average?

    Formula: window revenue / customers with a purchase in the window, to the nearest minor unit.

    In: `purchases.customers`. Out, one row: `revenue_minor` (of the window, returns of everybody included),
    `buyers`, `arpa_minor`. Its trend by quarter is `trends.quarters`.

    Edge cases: null without a buyer.

    >>> from neeman_engine.examples import customers_with, show
    >>> who = customers_with(revenue_window_minor=[100, 51, -1], purchases_window=[2, 1, 0])
    >>> show(arpa(who, params=Params(), as_of=date(2024, 1, 1)))
    150 2 75

    Source: R129 (S1:161).
    """
    sums = customers.agg(
        revenue_minor=customers.revenue_window_minor.sum().fill_null(0),
        buyers=(customers.purchases_window > 0).sum().fill_null(0),
    )
    return sums.mutate(arpa_minor=rounded(sums.revenue_minor, sums.buyers))
