"""When and how much each customer bought: the summary from which nearly everything else is counted."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from neeman_engine.measures.portable import BITS, bit, bit_or, days_between, max_by, min_by, month_of
from neeman_engine.params import Params
from neeman_engine.windows import Window, month_number, months_before

COSTS = ("direct_cost_minor", "profit_minor")
ATTRIBUTES = ("name", "segment", "parent", "owner")
MONTHS_A_YEAR = 12


def purchase_days(lines: ir.Table, *, params: Params, as_of: date) -> ir.Table:
    """What did each customer do on each day?

    Formula: `net_minor` = sum of the day's amounts; `bought_minor` = sum of its positive amounts. A *purchase
    day* is one with `bought_minor` > 0: several orders on a day are one occasion, a return is never one.

    In: `tables.SALES`. Out, a row a customer and day with any line: `customer_id`, `day`, `net_minor`,
    `bought_minor` (minor units), and `direct_cost_minor`, `profit_minor`, `name`, `segment`, `parent`, `owner` where the lines
    have them. With costs or profit also `earned_minor`: profit, or amount - direct cost, of the lines that say it; the
    others are left out on both sides, since an unknown cost is not a cost of nothing.

    Edge cases: lines after `as_of` are not looked at; a day of returns alone has `bought_minor` 0.

    >>> from neeman_engine.examples import sales, show
    >>> lines = sales("ann 2024-01-05 100", "ann 2024-01-05 -30", "ann 2024-02-01 -5")
    >>> show(purchase_days(lines, params=Params(), as_of=date(2024, 3, 1)), "day", "net_minor", "bought_minor")
    2024-01-05 7000 10000
    2024-02-01 -500 0

    Source: Fader, Hardie & Lee 2005, section 2 (occasions of a discrete day).
    """
    lines = lines.filter(lines.day <= ibis.date(as_of))
    sums = {name: lines[name].sum().fill_null(0) for name in COSTS if name in lines.columns}
    if sums:
        sums["earned_minor"] = _earned(lines).sum().fill_null(0)
    words = {name: lines[name].max() for name in ATTRIBUTES if name in lines.columns}
    return lines.group_by("customer_id", "day").agg(
        net_minor=lines.amount_minor.sum(),
        bought_minor=ibis.greatest(lines.amount_minor, 0).sum(),
        **sums,
        **words,
    )


def _earned(lines: ir.Table) -> ir.IntegerValue:
    return (
        lines.profit_minor
        if "profit_minor" in lines.columns
        else lines.amount_minor - lines.direct_cost_minor
    )


def order_counts(lines: ir.Table, *, params: Params, as_of: date) -> ir.Table:
    """How many orders did each customer place?

    Formula: the number of different order numbers among the customer's positive lines. A line without a number
    counts by its day.

    In: `tables.SALES` with `order`. Out: `customer_id`, `orders`; customers without a purchase have no row.

    >>> from neeman_engine.examples import sales, show
    >>> lines = sales("ann 2024-01-05 1 7", "ann 2024-01-05 1 7", "ann 2024-01-05 1 8", "ann 2024-02-01 -1 9")
    >>> show(order_counts(lines, params=Params(), as_of=date(2024, 3, 1)))
    ann 2

    Source: the rules for facts (returns are never a purchase).
    """
    bought = lines.filter(lines.amount_minor > 0, lines.day <= ibis.date(as_of))
    number = bought.order.fill_null(bought.day.cast("string"))
    orders = bought.select("customer_id", number=number).distinct()
    return orders.group_by("customer_id").agg(orders=orders.count())


def customers(days: ir.Table, *, params: Params, as_of: date, since: date) -> ir.Table:
    """Who are the customers, how long have they been buying, how often, for how much and how lately?

    Formula: over the customer's purchase days, the first and the last; x = `repeat_purchases` = purchase days - 1;
    t_x = `recency_days` = last - first; T = `age_days` = `as_of` - first; `repeat_value_minor` = what was bought
    after the first purchase day. Over all days: `revenue_minor` = sum of net amounts, the same within the window
    (`revenue_window_minor`), within the equal period before it (`revenue_before_minor`) and within the last 12 months
    whatever the window (`revenue_12m_minor`, `contribution_12m_minor` = sum of what was earned). `active_0`, `active_1`,
    ... are masks of 60 months each: bit k is set when month `since` + k has a purchase day.

    In: `purchase_days`; `since` is a day not after the first of them. Out, a row a customer, money in minor units:
    `customer_id`, `first_purchase`, `last_purchase`, `purchase_days`, `revenue_minor`, `bought_minor`,
    `revenue_window_minor`, `purchases_window`, `revenue_before_minor`, `purchases_before`, `revenue_12m_minor`,
    `repeat_purchases`, `recency_days`, `age_days`, `days_since_last`, `repeat_value_minor`, `active_*`; costs with
    `contribution_12m_minor`, and the last known `name`, `segment`, `parent` and `owner` where the days have them.

    Edge cases: who only returned goods has no purchase: dates and day counts are null, counts are 0. Without a
    window everything lies in it and nothing before it.

    >>> from neeman_engine.examples import sales, show
    >>> lines = sales("ann 2024-01-05 100", "ann 2024-01-20 50", "bob 2023-01-05 70", "cid 2024-01-05 -9")
    >>> days = purchase_days(lines, params=Params(), as_of=date(2024, 2, 1))
    >>> who = customers(days, params=Params(), as_of=date(2024, 2, 1), since=date(2023, 1, 1))
    >>> show(who, "customer_id", "repeat_purchases", "recency_days", "age_days", "revenue_window_minor")
    ann 1 15 27 15000
    bob 0 0 392 0
    cid 0 None None -900

    Source: Fader, Hardie & Lee 2005, section 3 (x, t_x, T).
    """
    summary = _summed(days, Window.ending(as_of, params.window_months), _months(since, as_of), since)
    if "revenue_12m_minor" not in summary.columns:
        summary = summary.mutate(revenue_12m_minor=summary.revenue_window_minor)
    first, last, end = summary.first_purchase, summary.last_purchase, ibis.date(as_of)
    return summary.mutate(
        repeat_purchases=ibis.greatest(summary.purchase_days - 1, 0).cast("int64"),
        recency_days=days_between(first, last),
        age_days=days_between(first, end),
        days_since_last=days_between(last, end),
        repeat_value_minor=(summary.bought_minor - summary.first_bought_minor.fill_null(0)).cast("int64"),
    ).drop("first_bought_minor")


def _months(since: date, as_of: date) -> int:
    return month_number(as_of) - month_number(since) + 1


def _summed(days: ir.Table, window: Window, months: int, since: date) -> ir.Table:
    """One group-by over the days; whatever needs a second look at them would cost as much again."""
    bought = days.bought_minor > 0
    inside = ibis.literal(value=True) if window.after is None else days.day > ibis.date(window.after)
    before = ibis.literal(value=False)
    if window.after is not None and window.preceding_after is not None:
        before = (days.day > ibis.date(window.preceding_after)) & (days.day <= ibis.date(window.after))
    a_year_before = months_before(window.upto, MONTHS_A_YEAR)
    lately = days.day > ibis.date(a_year_before)
    of_the_year = (
        {} if window.after == a_year_before else {"revenue_12m_minor": _within(days.net_minor, lately)}
    )
    if "earned_minor" in days.columns:
        of_the_year["contribution_12m_minor"] = _within(days.earned_minor, lately)
    return days.group_by("customer_id").agg(
        **_masks(days, bought, months, since),
        first_purchase=days.day.min(where=bought),
        last_purchase=days.day.max(where=bought),
        purchase_days=days.count(where=bought),
        revenue_minor=days.net_minor.sum(),
        bought_minor=days.bought_minor.sum(),
        first_bought_minor=min_by(days.bought_minor, days.day, where=bought),
        revenue_window_minor=_within(days.net_minor, inside),
        purchases_window=days.count(where=bought & inside),
        revenue_before_minor=_within(days.net_minor, before),
        purchases_before=days.count(where=bought & before),
        **of_the_year,
        **{name: days[name].sum() for name in COSTS if name in days.columns},
        **{name: max_by(days[name], days.day) for name in ATTRIBUTES if name in days.columns},
    )


def _within(money: ir.IntegerValue, period: ir.BooleanValue) -> ir.IntegerValue:
    """Money of a period; a sum of zeros is cheaper than a filtered one, and never null."""
    return period.ifelse(money, 0).sum()


def looking_back(days: ir.Table, *, params: Params, as_of: date, then: date) -> ir.Table:
    """What was known of each customer on an earlier day, and what did the customer do since?

    Formula: `frequency`, `recency_days`, `age_days` as x, t_x, T at `then`; `spend_minor` = what was bought until
    then; `bought` = purchase days after `then`.

    In: `purchase_days` up to `as_of`. Out, a row for each customer with a purchase by `then`: `customer_id`,
    `frequency`, `recency_days`, `age_days`, `spend_minor`, `bought`.

    >>> from neeman_engine.examples import sales, show
    >>> said = {"params": Params(), "as_of": date(2024, 3, 1)}
    >>> days = purchase_days(sales("ann 2024-01-05 2", "ann 2024-02-05 1", "bob 2024-02-01 5"), **said)
    >>> show(looking_back(days, **said, then=date(2024, 1, 31)))
    ann 0 0 26 200 1

    Source: Fader, Hardie & Lee 2005, section 5 (calibration and hold-out).
    """
    bought = days.filter(days.bought_minor > 0)
    known = bought.day <= ibis.date(then)
    told = bought.group_by("customer_id").agg(
        first=bought.day.min(where=known),
        last=bought.day.max(where=known),
        purchases=known.sum(),
        spend_minor=bought.bought_minor.sum(where=known),
        bought=(~known).sum(),
    )
    some = told.filter(told.purchases > 0)
    return some.select(
        "customer_id",
        frequency=some.purchases - 1,
        recency_days=days_between(some.first, some.last),
        age_days=days_between(some.first, ibis.date(then)),
        spend_minor=some.spend_minor,
        bought=some.bought,
    )


def _masks(days: ir.Table, bought: ir.BooleanValue, months: int, since: date) -> dict[str, ir.Value]:
    """The months with a purchase as bits; a history that fits one mask needs no look at where each month lies."""
    month = month_of(days.day) - month_number(since)
    if months <= BITS:
        return {"active_0": bit_or(bit(month), where=bought).fill_null(0)}
    masks = {}
    for part in range((months - 1) // BITS + 1):
        within = bought & (month >= part * BITS) & (month < (part + 1) * BITS)
        # A condition does not keep the argument from being computed, and a power beyond 64 bits is an error.
        place = ibis.least(ibis.greatest(month - part * BITS, 0), BITS - 1)
        masks[f"active_{part}"] = bit_or(bit(place), where=within).fill_null(0)
    return masks
