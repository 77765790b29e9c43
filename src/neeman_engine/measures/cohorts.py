"""Cohorts: of those who first bought in a month (or quarter), how many buy in each later one?"""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from neeman_engine.measures.portable import active_in, month_of, share
from neeman_engine.params import Params
from neeman_engine.windows import MONTHS_IN_A_QUARTER, month_number


def monthly(customers: ir.Table, *, params: Params, as_of: date, since: date) -> ir.Table:
    """Do the customers who joined lately come back as those who joined before?

    Formula: cohort = month of the first purchase day; a customer is active in a month with at least one purchase
    day; `active_share` = active / size of the cohort.

    In: `purchases.customers` with the same `since`. Out: `cohort` (`windows.month_number`), `age` (months since
    the cohort's month; 0 is the month itself), `customers` (size), `active`, `active_share`.

    Edge cases: who never bought is in no cohort. The last month may not be over: see `as_of`.

    >>> from neeman_engine.examples import sales, show
    >>> from neeman_engine.measures import purchases
    >>> lines = sales("ann 2024-01-05 1", "ann 2024-03-05 1", "bob 2024-01-09 1", "cid 2024-02-01 1")
    >>> said = {"params": Params(), "as_of": date(2024, 3, 9)}
    >>> who = purchases.customers(purchases.purchase_days(lines, **said), **said, since=date(2024, 1, 1))
    >>> show(monthly(who, **said, since=date(2024, 1, 1)).order_by("cohort", "age"))
    24288 0 2 2 1
    24288 1 2 0 0
    24288 2 2 1 0.5
    24289 0 1 1 1
    24289 1 1 0 0

    Source: Blattberg, Kim & Neslin, "Database Marketing", 2008, chapter 5.
    """
    return _cohorts(customers, since=since, as_of=as_of, step=1)


def quarterly(customers: ir.Table, *, params: Params, as_of: date, since: date) -> ir.Table:
    """The same by calendar quarters, for businesses whose customers buy a few times a year.

    In: as `monthly`; `since` must be the first day of a quarter. Out: `cohort` (month number / 3), `age` (in quarters),
    `customers`, `active`, `active_share`.

    >>> from neeman_engine.examples import sales, show
    >>> from neeman_engine.measures import purchases
    >>> lines = sales("ann 2024-01-05 1", "ann 2024-04-05 1", "bob 2024-03-09 1")
    >>> said = {"params": Params(), "as_of": date(2024, 4, 9)}
    >>> who = purchases.customers(purchases.purchase_days(lines, **said), **said, since=date(2024, 1, 1))
    >>> show(quarterly(who, **said, since=date(2024, 1, 1)).order_by("cohort", "age"))
    8096 0 2 2 1
    8096 1 2 1 0.5

    Source: as `monthly`.
    """
    return _cohorts(customers, since=since, as_of=as_of, step=MONTHS_IN_A_QUARTER)


def _cohorts(customers: ir.Table, *, since: date, as_of: date, step: int) -> ir.Table:
    """One group-by over the month masks, a list of counts for each cohort, then a row for each count."""
    start, periods = (
        month_number(since) // step,
        month_number(as_of) // step - month_number(since) // step + 1,
    )
    buyers = customers.filter(customers.first_purchase.notnull())
    month = month_of(buyers.first_purchase)
    counted = buyers.group_by(cohort=((month - month % step) / step).cast("int64")).agg(
        customers=buyers.count(),
        active=ibis.array([active_in(buyers, p * step, step).sum() for p in range(periods)]),
    )
    long = counted.mutate(period=ibis.range(periods).unnest())
    aged = long.mutate(
        age=(long.period + start - long.cohort).cast("int64"), active=long.active[long.period]
    ).filter(lambda t: t.age >= 0)
    return aged.select(
        "cohort", "age", "customers", "active", active_share=share(aged.active, aged.customers)
    )
