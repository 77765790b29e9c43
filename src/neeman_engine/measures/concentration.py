"""How much of the revenue hangs on a few customers, and what would be left without one of them."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from neeman_engine.measures.portable import share
from neeman_engine.params import Params


def groups(graded: ir.Table, *, params: Params, as_of: date) -> ir.Table:
    """What are the groups of customers, a parent company and its daughters being one?

    Formula: window revenue summed by `parent`, by the customer's own id where there is none; by revenue
    descending, ties by id.

    In: `grades.pareto`, with `parent` where known. Out: `group_id`, `revenue_minor` (of the window), `group_rank`.

    >>> from neeman_engine.examples import customers_with, show
    >>> who = customers_with(revenue_window_minor=[5, 4, 3], parent=[None, "acme", "acme"], revenue_rank=[1, 2, 3])
    >>> show(groups(who, params=Params(), as_of=date(2024, 1, 1)))
    acme 7 1
    c1 5 2

    Source: R192-R194 (S1:189-197).
    """
    if "parent" not in graded.columns:
        return graded.select(
            group_id=graded.customer_id,
            revenue_minor=graded.revenue_window_minor,
            group_rank=graded.revenue_rank,
        )
    summed = graded.group_by(group_id=graded.parent.fill_null(graded.customer_id)).agg(
        revenue_minor=graded.revenue_window_minor.sum()
    )
    rank = ibis.row_number().over(order_by=[summed.revenue_minor.desc(), summed.group_id]) + 1
    return summed.mutate(group_rank=rank.cast("int64"))


def concentration(grouped: ir.Table, *, params: Params, as_of: date) -> ir.Table:
    """What share of the revenue do the largest 1, 3 and 5 groups bring, and how concentrated is the whole?

    Formula: share = a group's window revenue / all window revenue; HHI = sum of squared shares (1 is a single
    customer, 1/n is n equal ones). Amber from 15 %, red from 20 % for the largest, compared in whole numbers.

    In: `groups`. Out, one row: `groups`, `revenue_minor`, `top1_share`, `top3_share`, `top5_share`, `hhi`,
    `concentration` (`none`, `amber`, `red`).

    Edge cases: when the total is not above zero shares and HHI are null and the level is `none`.

    >>> from neeman_engine.examples import groups_with, show
    >>> show(concentration(groups_with(50, 30, 15, 5), params=Params(), as_of=date(2024, 1, 1)))
    4 100 0.5 0.95 1 0.365 red

    Source: R192 and R193 (S1:191, S1:197); Herfindahl 1950.
    """
    revenue, rank = grouped.revenue_minor, grouped.group_rank
    sums = grouped.agg(
        groups=grouped.count(),
        revenue_minor=revenue.sum(),
        top1=revenue.sum(where=rank <= 1),
        top3=revenue.sum(where=rank <= 3),
        top5=revenue.sum(where=rank <= 5),
        squares=(revenue.cast("float64") * revenue.cast("float64")).sum(),
    )
    total = sums.revenue_minor
    level = ibis.cases(
        (total <= 0, "none"),
        (sums.top1 * 100 >= total * params.concentration_red, "red"),
        (sums.top1 * 100 >= total * params.concentration_amber, "amber"),
        else_="none",
    )
    whole = total.cast("float64")
    return sums.select(
        "groups",
        "revenue_minor",
        top1_share=share(sums.top1, total),
        top3_share=share(sums.top3, total),
        top5_share=share(sums.top5, total),
        hhi=share(sums.squares, whole * whole),
        concentration=level,
    )


def without(grouped: ir.Table, *, params: Params, as_of: date) -> ir.Table:
    """What if one of the five largest groups leaves?

    Formula: the revenue left = total - its own; the largest of the others over what is left; HHI of the others
    = (sum of squares - its square) / left squared.

    In: `groups`. Out, a row for each of the five largest: `group_id`, `group_rank`, `revenue_minor` (lost),
    `revenue_share` (lost), `revenue_left_minor`, `top1_share_left`, `hhi_left`.

    Edge cases: shares of what is left are null when nothing is left.

    >>> from neeman_engine.examples import groups_with, show
    >>> left = without(groups_with(50, 30, 20), params=Params(), as_of=date(2024, 1, 1))
    >>> show(left, "group_id", "revenue_share", "revenue_left_minor", "top1_share_left", "hhi_left")
    g1 0.5 50 0.6 0.52
    g2 0.3 70 0.7143 0.5918
    g3 0.2 80 0.625 0.5312

    Source: R194 (S1:189).
    """
    revenue, rank = grouped.revenue_minor, grouped.group_rank
    wide = revenue.cast("float64")
    all_groups = grouped.agg(
        total=revenue.sum(),
        first=revenue.sum(where=rank == 1),
        second=revenue.sum(where=rank == 2).fill_null(0),
        squares=(wide * wide).sum(),
    )
    top = grouped.filter(rank <= 5).cross_join(all_groups)
    left = top.total - top.revenue_minor
    lost = top.revenue_minor.cast("float64")
    next_largest = (top.group_rank == 1).ifelse(top.second, top.first)
    return top.select(
        "group_id",
        "group_rank",
        "revenue_minor",
        revenue_share=share(top.revenue_minor, top.total),
        revenue_left_minor=left,
        top1_share_left=share(next_largest, left),
        hhi_left=(left > 0).ifelse(
            share(top.squares - lost * lost, left.cast("float64") * left.cast("float64")),
            ibis.null("float64"),
        ),
    )
