"""Recency, frequency and money scores from 1 to 5, and the segment that recency and frequency name."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from neeman_engine.params import Params

FIFTHS = [0.2, 0.4, 0.6, 0.8]
VALUES = {"recency": "days_since_last", "frequency": "purchase_days", "money": "revenue_minor"}

SEGMENTS = (
    # name, lowest and highest recency score, lowest and highest frequency score; the first that fits is taken
    ("champions", 5, 5, 4, 5),
    ("loyal", 3, 4, 4, 5),
    ("potential_loyal", 4, 5, 2, 3),
    ("new", 5, 5, 1, 1),
    ("promising", 4, 4, 1, 1),
    ("need_attention", 3, 3, 3, 3),
    ("about_to_sleep", 3, 3, 1, 2),
    ("cannot_lose", 1, 2, 5, 5),
    ("at_risk", 1, 2, 3, 4),
    ("hibernating", 2, 2, 1, 2),
    ("lost", 1, 1, 1, 2),
)


def rfm(customers: ir.Table, *, params: Params, as_of: date) -> ir.Table:
    """How lately, how often and for how much has each customer bought, compared with the others?

    Formula: the four values that cut the customers into fifths (linear between neighbours) by `days_since_last`,
    `purchase_days` and `revenue_minor`. A score is 1 + the number of cuts that the customer's value is above, and
    for recency 5 - the number of cuts it is above: 5 is the best. Cuts, not ranks: equal values score equally.

    In: `purchases.customers`. Adds `recency_score`, `frequency_score`, `money_score` (1..5) and `rfm_segment`
    (a name of `SEGMENTS`).

    Edge cases: who never bought has null scores and no segment, and does not move the cuts. Where most customers
    share a value (one purchase) several cuts coincide and some scores are not given to anybody.

    >>> from neeman_engine.examples import customers_with, show
    >>> who = customers_with(days_since_last=[3, 30, 400], purchase_days=[9, 3, 1], revenue_minor=[900, 300, 10])
    >>> show(rfm(who, params=Params(), as_of=date(2024, 1, 1)), "recency_score", "frequency_score", "rfm_segment")
    5 5 champions
    3 3 need_attention
    1 1 lost

    Source: Hughes, "Strategic Database Marketing", 1994 (quintiles); the segment map is the common practice.
    """
    joined = customers.cross_join(_cuts(customers))
    scored = joined.select(
        customers.columns,
        recency_score=_only_buyers(joined, 5 - _above(joined, "recency")),
        frequency_score=_only_buyers(joined, 1 + _above(joined, "frequency")),
        money_score=_only_buyers(joined, 1 + _above(joined, "money")),
    )
    return scored.mutate(rfm_segment=_segment(scored.recency_score, scored.frequency_score))


def segments(scored: ir.Table, *, params: Params, as_of: date) -> ir.Table:
    """How large is each segment?

    In: `rfm`. Out: `rfm_segment`, `customers`, `revenue_minor` (whole history).

    >>> from neeman_engine.examples import customers_with, show
    >>> who = customers_with(revenue_minor=[9, 3], rfm_segment=["new", "new"])
    >>> show(segments(who, params=Params(), as_of=date(2024, 1, 1)))
    new 2 12

    Source: as `rfm`.
    """
    return scored.group_by("rfm_segment").agg(
        customers=scored.count(), revenue_minor=scored.revenue_minor.sum()
    )


def _cuts(customers: ir.Table) -> ir.Table:
    """One row: the cuts of each score, each in a column of its own, for a list would be opened again for every customer."""
    buyers = customers.filter(customers.purchase_days > 0)
    lists = buyers.agg(**{score: buyers[value].quantile(FIFTHS) for score, value in VALUES.items()})
    return lists.select(
        **{f"{score}_cut_{i}": lists[score][i] for score in VALUES for i in range(len(FIFTHS))}
    )


def _above(joined: ir.Table, score: str) -> ir.IntegerValue:
    """How many of its cuts a customer's value is above."""
    value = joined[VALUES[score]]
    steps = [(value > joined[f"{score}_cut_{i}"]).ifelse(1, 0) for i in range(len(FIFTHS))]
    return sum(steps[1:], steps[0]).cast("int64")


def _only_buyers(table: ir.Table, score: ir.IntegerValue) -> ir.IntegerValue:
    return (table.purchase_days > 0).ifelse(score, ibis.null("int64"))


def _segment(recency: ir.IntegerValue, frequency: ir.IntegerValue) -> ir.StringValue:
    return ibis.cases(
        *(
            (recency.between(low_r, high_r) & frequency.between(low_f, high_f), name)
            for name, low_r, high_r, low_f, high_f in SEGMENTS
        )
    )
