"""The simple lifetime value: what a customer brought in the last year, and will bring in the years still expected."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from neeman_engine.measures.portable import rounded
from neeman_engine.params import Params

MOST_YEARS = 5.0
MONTHS_A_YEAR = 12


def remaining(rates: ir.Table, *, params: Params, as_of: date) -> ir.Table:
    """For how many more years is a customer expected to stay?

    Formula: with c = `churn_rate_customers` of a window of w months, of those who are here (1 - c) stay one more
    window, (1 - c)^2 two, and so on, together (1 - c) / c windows; years = w / 12 x (1 - c) / c, at most 5, since
    nobody knows further.

    In: `retention.retention`. Adds `remaining_years`.

    Edge cases: null where churn is null (no preceding period, or nobody bought in it); 5 where nobody left.

    >>> from neeman_engine.examples import rates_with, show
    >>> show(remaining(rates_with(0.0, 0.1, 0.25, 0.5, None), params=Params(), as_of=date(2024, 1, 1)))
    0 5
    0.1 5
    0.25 3
    0.5 1
    None None

    Source: the sum of a geometric series, as in Gupta & Lehmann 2003, Customers as Assets, Journal of Interactive
    Marketing 17(1).
    """
    if params.window_months is None:
        return rates.mutate(remaining_years=ibis.null("float64"))
    churn = rates.churn_rate_customers
    years = (1 - churn) / churn.nullif(0) * params.window_months / MONTHS_A_YEAR
    capped = ibis.least(years.fill_null(MOST_YEARS), MOST_YEARS)
    return rates.mutate(remaining_years=churn.isnull().ifelse(ibis.null("float64"), capped))


def simple(customers: ir.Table, *, params: Params, as_of: date, remaining_years: float | None) -> ir.Table:
    """What is each customer worth, counted and without a model?

    Formula: current = what the customer contributed in the last 12 months, never below zero; future = current x
    expected remaining years; lifetime value = current + future. Nothing is counted twice: the last year is in
    `current` only. Contribution = revenue less direct costs of the lines that say their cost; where no line does,
    revenue x `params.clv_margin_percent` / 100.

    In: `purchases.customers`, and the years of `remaining` (for all customers alike). Adds `current_value_minor`,
    `lifetime_value_minor`.

    Edge cases: without known years the lifetime value is null, the current value is not. A customer who cost more
    than was earned is worth 0, not less: nobody is bound to go on losing.

    >>> from neeman_engine.examples import customers_with, show
    >>> who = customers_with(revenue_12m_minor=[120_000, -500], contribution_12m_minor=[40_000, -900])
    >>> said = {"params": Params(), "as_of": date(2024, 1, 1), "remaining_years": 2.5}
    >>> show(simple(who, **said), "contribution_12m_minor", "current_value_minor", "lifetime_value_minor")
    40000 40000 140000
    -900 0 0
    >>> show(simple(who.drop("contribution_12m_minor"), **said), "current_value_minor", "lifetime_value_minor")
    120000 420000
    0 0

    Source: R127 (S1:157): current + future value.
    """
    if "contribution_12m_minor" in customers.columns:
        earned = customers.contribution_12m_minor
    else:
        whole = ibis.literal(100, "int64")
        earned = rounded(customers.revenue_12m_minor * params.clv_margin_percent, whole)
    valued = customers.mutate(current_value_minor=ibis.greatest(earned, 0).cast("int64"))
    current = valued.current_value_minor
    if remaining_years is None:
        return valued.mutate(lifetime_value_minor=ibis.null("int64"))
    future = (current.cast("float64") * remaining_years).round().cast("int64")
    return valued.mutate(lifetime_value_minor=current + future)
