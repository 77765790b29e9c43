"""The rhythm in which each customer buys, and who is late by their own rhythm."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from neeman_engine.measures.portable import days_between
from neeman_engine.params import Params


def gaps(days: ir.Table, *, params: Params, as_of: date) -> ir.Table:
    """How many days usually pass between one purchase of a customer and the next, and is that growing?

    Formula: gaps = days between neighbouring purchase days. `own_gap_days` = their median. `gap_growth` = mean of
    the last three gaps / mean of the ones before.

    In: `purchases.purchase_days`. Out, a row for each customer with `params.rhythm_purchases` purchase days (3) or
    more: `customer_id`, `own_gap_days`, `gap_growth`.

    Edge cases: `gap_growth` is null with fewer than six gaps, for then each mean would rest on less than three.

    >>> from neeman_engine.examples import sales, show
    >>> from neeman_engine.measures.purchases import purchase_days
    >>> lines = sales("ann 2024-01-01 1", "ann 2024-01-11 1", "ann 2024-02-11 1", "bob 2024-01-01 1")
    >>> said = {"params": Params(), "as_of": date(2024, 3, 1)}
    >>> show(gaps(purchase_days(lines, **said), **said))
    ann 20.5 None

    Source: R214 (S4:40-42), R215 (S4:48).
    """
    recent = params.recent_gaps
    bought = days.filter(days.bought_minor > 0).select("customer_id", "day")
    in_order = ibis.window(group_by=bought.customer_id, order_by=bought.day)
    spaced = bought.mutate(
        gap=days_between(bought.day.lag(1).over(in_order), bought.day),
        place=ibis.row_number().over(in_order),
        purchases=bought.count().over(ibis.window(group_by=bought.customer_id)),
    ).filter(lambda t: (t.purchases >= params.rhythm_purchases) & (t.place > 0))
    late = spaced.place >= spaced.purchases - recent
    sums = spaced.group_by("customer_id").agg(
        own_gap_days=spaced.gap.median().cast("float64"),
        gap_count=spaced.count(),
        recent_sum=spaced.gap.sum(where=late),
        earlier_sum=spaced.gap.sum(where=~late),
    )
    growth = (sums.recent_sum * (sums.gap_count - recent)).cast("float64") / (
        sums.earlier_sum * recent
    ).nullif(0)
    return sums.select(
        "customer_id",
        "own_gap_days",
        gap_growth=(sums.gap_count >= 2 * recent).ifelse(growth, ibis.null("float64")),
    )


def overdue(customers: ir.Table, *, params: Params, as_of: date) -> ir.Table:
    """Whose next purchase is late, by their own rhythm?

    Formula: `usual_gap_days` = the customer's own gap; of who has bought too few times, the median of the own gaps
    in the same segment, and where the segment knows none, of all customers. `overdue_ratio` = days since the last
    purchase / usual gap: 1 is due today, 2 is twice as long as usual.

    In: `purchases.customers` joined with `gaps` (`own_gap_days` null where unknown), with `segment` where known.
    Adds `usual_gap_days`, `usual_gap_source` (`own`, `segment`, `all`; null where nothing is known) and
    `overdue_ratio`.

    Edge cases: a gap is at least a day, for two purchase days are different days; who never bought has no ratio.

    >>> from neeman_engine.examples import customers_with, show
    >>> who = customers_with(own_gap_days=[10.0, 30.0, None], days_since_last=[25, 15, 40],
    ...                      segment=["shops", "homes", "homes"])
    >>> show(overdue(who, params=Params(), as_of=date(2024, 1, 1)), "usual_gap_days", "usual_gap_source",
    ...      "overdue_ratio")
    10 own 2.5
    30 own 0.5
    30 segment 1.333

    Source: R213, R214 (S4:40-42).
    """
    everybody = customers.agg(all_gap_days=customers.own_gap_days.median().cast("float64"))
    known = customers.cross_join(everybody)
    segment_gap: ir.FloatingValue = ibis.null("float64")
    if "segment" in customers.columns:
        by_segment = customers.group_by(of_segment=customers.segment).agg(
            segment_gap_days=customers.own_gap_days.median().cast("float64")
        )
        known = known.left_join(by_segment, known.segment == by_segment.of_segment)
        segment_gap = known.segment_gap_days
    usual = ibis.coalesce(known.own_gap_days, segment_gap, known.all_gap_days)
    source = ibis.cases(
        (known.days_since_last.isnull(), ibis.null("string")),
        (known.own_gap_days.notnull(), "own"),
        (segment_gap.notnull(), "segment"),
        (known.all_gap_days.notnull(), "all"),
    )
    bought = known.days_since_last.notnull()
    gap = bought.ifelse(usual, ibis.null("float64"))
    told = known.mutate(
        usual_gap_days=gap,
        usual_gap_source=source,
        overdue_ratio=known.days_since_last.cast("float64") / gap.nullif(0),
    )
    return told.drop(
        *{"own_gap_days", "all_gap_days", "segment_gap_days", "of_segment"}.intersection(told.columns)
    )
