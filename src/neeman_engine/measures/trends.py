"""How revenue, average revenue and churn move from month to month and from quarter to quarter."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import ibis
import ibis.expr.types as ir

from neeman_engine.measures.portable import active_in, month_of, rounded, share
from neeman_engine.params import Params
from neeman_engine.windows import MONTHS_IN_A_QUARTER, month_number

TREND_QUARTERS = 20


def months(days: ir.Table, *, params: Params, as_of: date) -> ir.Table:
    """How much revenue came in each month?

    In: `purchases.purchase_days`. Out: `month` (`windows.month_number`), `revenue_minor` (net). A month without a
    line has no row.

    >>> from neeman_engine.examples import sales, show
    >>> from neeman_engine.measures.purchases import purchase_days
    >>> said = {"params": Params(), "as_of": date(2024, 3, 1)}
    >>> lines = sales("ann 2024-01-05 2", "ann 2024-01-09 -1", "bob 2024-02-01 5")
    >>> show(months(purchase_days(lines, **said), **said))
    24288 100
    24289 500

    Source: R121 (S2:179).
    """
    dated = days.select(month=month_of(days.day), net_minor=days.net_minor)
    return dated.group_by("month").agg(revenue_minor=dated.net_minor.sum())


def sparklines(days: ir.Table, chosen: ir.Table, *, params: Params, as_of: date) -> ir.Table:
    """How much did each of a few customers bring in each of the last months?

    In: `purchases.purchase_days` and a table with the `customer_id` of the chosen. Out: `customer_id`, `month`,
    `revenue_minor` for the last `params.sparkline_months` months (24); a month without a line has no row.

    >>> from neeman_engine.examples import sales, show
    >>> from neeman_engine.measures.purchases import purchase_days
    >>> said = {"params": Params(), "as_of": date(2024, 3, 1)}
    >>> days = purchase_days(sales("ann 2024-01-05 2", "bob 2024-02-01 5", "bob 2021-02-01 5"), **said)
    >>> show(sparklines(days, days.filter(days.customer_id == "bob").select("customer_id").distinct(), **said))
    bob 24289 500

    Source: Tufte 2006, Beautiful Evidence (sparklines).
    """
    first = month_number(as_of) - params.sparkline_months + 1
    dated = days.mutate(month=month_of(days.day)).filter(lambda t: t.month >= first)
    some = dated.semi_join(chosen, "customer_id")
    return some.group_by("customer_id", "month").agg(revenue_minor=some.net_minor.sum())


def quarters(days: ir.Table, customers: ir.Table, *, params: Params, as_of: date, since: date) -> ir.Table:
    """How do average revenue and churn move from quarter to quarter?

    Formula: ARPA = revenue of the quarter / customers with a purchase in it. Churn of a quarter: of those who
    bought in the quarter before, the part that did not buy in this one; revenue churn: what these brought in the
    quarter before / all revenue of the quarter before.

    In: `purchases.purchase_days` and `purchases.customers` with the same `since`, the first day of a quarter.
    Out, a row for each of the last twenty quarters with any line: `quarter` (month number / 3), `revenue_minor`, `buyers`, `arpa_minor`,
    `churn_rate_customers`, `churn_rate_revenue`, `retention_rate`.

    Edge cases: rates are null in the first of them and after a quarter without buyers. The last quarter may not be
    over, and its churn then is too high: compare `as_of` with its end.

    >>> from neeman_engine.examples import sales, show
    >>> from neeman_engine.measures import purchases
    >>> said = {"params": Params(), "as_of": date(2024, 6, 30)}
    >>> days = purchases.purchase_days(sales("ann 2024-01-05 3", "bob 2024-02-01 1", "ann 2024-04-01 5"), **said)
    >>> who = purchases.customers(days, **said, since=date(2024, 1, 1))
    >>> show(quarters(days, who, **said, since=date(2024, 1, 1)), "quarter", "buyers", "arpa_minor",
    ...      "churn_rate_customers", "churn_rate_revenue")
    8096 2 200 None None
    8097 1 500 0.5 0.25

    Source: R128, R129 (S1:159-161).
    """
    joined_in = month_number(since) // MONTHS_IN_A_QUARTER
    last = month_number(as_of) // MONTHS_IN_A_QUARTER
    first = max(joined_in, last - TREND_QUARTERS + 1)
    spans = _spans(customers, range(first - joined_in, last - joined_in + 1))
    now = _money(days, customers, spans, first).join(_people(customers, spans), "place")
    previous = now.select(
        next_place=now.place + 1,
        buyers_then=now.buyers,
        left_then=now.left,
        revenue_then=now.revenue_minor,
        leaving_then=now.leaving_minor,
    )
    joined = now.left_join(previous, now.place == previous.next_place)
    churn = share(joined.left_then, joined.buyers_then)
    return joined.select(
        quarter=joined.place + first,
        revenue_minor=joined.revenue_minor,
        buyers=joined.buyers,
        arpa_minor=rounded(joined.revenue_minor, joined.buyers),
        churn_rate_customers=churn,
        churn_rate_revenue=share(joined.leaving_then, joined.revenue_then),
        retention_rate=1 - churn,
    )


def _spans(customers: ir.Table, quarters: range) -> list[tuple[ir.BooleanValue, ir.BooleanValue]]:
    """For each quarter: who bought in it, and who of these did not buy in the next."""
    bought = [active_in(customers, q * MONTHS_IN_A_QUARTER, MONTHS_IN_A_QUARTER) for q in quarters]
    left = [now & ~after for now, after in pairwise(bought)]
    return list(zip(bought, [*left, bought[-1] & ibis.literal(value=False)], strict=True))


def _people(customers: ir.Table, spans: list[tuple[ir.BooleanValue, ir.BooleanValue]]) -> ir.Table:
    """Counts a quarter, turned from one wide row to long: `place`, `buyers`, `left`."""
    counts = {f"buyers_{place}": bought.sum() for place, (bought, _) in enumerate(spans)}
    counts |= {f"left_{place}": left.sum() for place, (_, left) in enumerate(spans)}
    long = customers.agg(**counts).pivot_longer(list(counts), names_to="name", values_to="count_of")
    told = long.mutate(kind=long.name.split("_")[0], place=long.name.split("_")[1].cast("int64"))
    return told.group_by("place").agg(
        buyers=told.count_of.sum(where=told.kind == "buyers"),
        left=told.count_of.sum(where=told.kind == "left"),
    )


def _money(
    days: ir.Table, customers: ir.Table, spans: list[tuple[ir.BooleanValue, ir.BooleanValue]], first: int
) -> ir.Table:
    """Revenue a quarter, and the part of it brought by who did not buy in the next: one join, one group-by."""
    flags = [left.ifelse(2**place, 0).cast("int64") for place, (_, left) in enumerate(spans)]
    leaving = customers.select("customer_id", leaving=sum(flags[1:], flags[0]))
    month = month_of(days.day)
    quarter = ((month - month % MONTHS_IN_A_QUARTER) / MONTHS_IN_A_QUARTER).cast("int64")
    dated = days.select("customer_id", "net_minor", place=quarter - first).filter(lambda t: t.place >= 0)
    told = dated.join(leaving, "customer_id")
    left_next = ((told.leaving >> told.place.cast("int32")) & 1) == 1
    return told.group_by("place").agg(
        revenue_minor=told.net_minor.sum(), leaving_minor=told.net_minor.sum(where=left_next).fill_null(0)
    )
