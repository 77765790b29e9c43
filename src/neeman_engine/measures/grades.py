"""Grades A, B and C (gold, silver, bronze) by three methods, and who changes grade between them."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from neeman_engine.measures.portable import share
from neeman_engine.params import Params
from neeman_engine.windows import months_before

MONTHS_A_YEAR, DAYS_A_YEAR = 12, 365


def pareto(customers: ir.Table, *, params: Params, as_of: date) -> ir.Table:
    """Which customers bring the first 80 % of revenue, the next 15 %, the rest?

    Formula: customers by window revenue descending, ties by customer id; `revenue_ahead_minor` = the revenue of
    those ahead. A while ahead * 100 < total * 80, B while ahead * 100 < total * 95, else C. Whole numbers
    throughout: with floats 50/30/15/5 grades A, A, A, C.

    In: `purchases.customers`. Adds `revenue_rank` (1 is the largest), `revenue_share` (of all window revenue),
    `revenue_ahead_minor` and `grade`.

    Edge cases: revenue of zero or less is C; returns count, so shares sum to 1 over everybody; when the total is
    not above zero everybody is C and shares are null.

    >>> from neeman_engine.examples import customers_with, show
    >>> who = customers_with(revenue_window_minor=[50, 30, 15, 5])
    >>> show(pareto(who, params=Params(), as_of=date(2024, 1, 1)), "grade", "revenue_share")
    A 0.5
    A 0.3
    B 0.15
    C 0.05

    Source: R40, R45 (S2:57-58).
    """
    revenue = customers.revenue_window_minor
    order = [revenue.desc(), customers.customer_id]
    ranked = customers.mutate(
        revenue_rank=(ibis.row_number().over(order_by=order) + 1).cast("int64"),
        revenue_ahead_minor=(revenue.sum().over(ibis.cumulative_window(order_by=order)) - revenue).cast(
            "int64"
        ),
    )
    placed = ranked.cross_join(customers.agg(total=revenue.sum()))
    ahead, total = placed.revenue_ahead_minor * 100, placed.total
    grade = ibis.cases(
        (placed.revenue_window_minor <= 0, "C"),
        (ahead < total * params.grade_cut_a, "A"),
        (ahead < total * params.grade_cut_b, "B"),
        else_="C",
    )
    return placed.select(ranked.columns, revenue_share=share(placed.revenue_window_minor, total), grade=grade)


def by_customer_share(graded: ir.Table, *, params: Params, as_of: date) -> ir.Table:
    """Which are the best fifth of the customers, the next three tenths, the other half?

    Formula: n = customers whose window revenue is above zero. A while (rank - 1) * 100 < n * 20, B while
    (rank - 1) * 100 < n * 50, else C.

    In: `pareto`. Adds `grade_by_share`.

    Edge cases: revenue of zero or less is C; of very few customers the first
    is always A.

    >>> from neeman_engine.examples import customers_with, show
    >>> who = customers_with(revenue_window_minor=[5, 4, 3, 2, 1])
    >>> graded = pareto(who, params=Params(), as_of=date(2024, 1, 1))
    >>> show(by_customer_share(graded, params=Params(), as_of=date(2024, 1, 1)), "grade_by_share")
    A
    B
    B
    C
    C

    Source: R40 (S2:58, the share of customers).
    """
    earning = graded.revenue_window_minor > 0
    counted = graded.cross_join(graded.agg(earning=earning.sum()))
    ahead = (counted.revenue_rank - 1) * 100
    grade = ibis.cases(
        (counted.revenue_window_minor <= 0, "C"),
        (ahead < counted.earning * params.grade_share_a, "A"),
        (ahead < counted.earning * (params.grade_share_a + params.grade_share_b), "B"),
        else_="C",
    )
    return counted.mutate(grade_by_share=grade).drop("earning")


def by_rules(customers: ir.Table, *, params: Params, as_of: date) -> ir.Table:
    """Which customers pass the guide's rules of thumb for A and for C?

    Formula: A when at least two of three hold: window revenue of 10,000 a year or more; purchases at least once a
    month; two referrals or more (known only where the table has `referrals`). Else C when the only purchase was
    under 1,000, or the last one is six months old or older. Else B. Yearly figures are per 12 months of window;
    without a window, per year since the first purchase and at least one year.

    In: `purchases.customers`. Adds `grade_by_rules`.

    Edge cases: who never bought is C.

    >>> from neeman_engine.examples import customers_with, show
    >>> who = customers_with(
    ...     revenue_window_minor=[2_000_000, 300_000, 50_000], purchases_window=[20, 5, 1],
    ...     purchase_days=[20, 5, 1], last_purchase=[date(2023, 12, 1)] * 3)
    >>> show(by_rules(who, params=Params(), as_of=date(2024, 1, 1)), "grade_by_rules")
    A
    B
    C

    Source: R41 (S2:61-64), R42 (S2:68-70). That two of the three make an A is ours: the guide gives examples.
    """
    if params.window_months is None:
        period = ibis.greatest(customers.age_days, DAYS_A_YEAR)
        a_year = DAYS_A_YEAR
    else:
        period, a_year = ibis.literal(params.window_months, "int64"), MONTHS_A_YEAR
    revenue, purchases = customers.revenue_window_minor, customers.purchases_window
    conditions = [
        revenue * a_year >= period * params.rule_a_revenue_minor,
        purchases * a_year >= period * MONTHS_A_YEAR,
    ]
    if "referrals" in customers.columns:
        conditions.append(customers.referrals.fill_null(0) >= params.rule_a_referrals)
    met = sum((condition.ifelse(1, 0) for condition in conditions), ibis.literal(0))
    idle_since = ibis.date(months_before(as_of, params.rule_c_idle_months))
    once = (customers.purchase_days <= 1) & (customers.revenue_minor < params.rule_c_revenue_minor)
    gone = customers.last_purchase.isnull() | (customers.last_purchase <= idle_since)
    grade = ibis.cases(
        ((met >= params.rule_a_conditions).fill_null(ibis.literal(value=False)), "A"),
        (once | gone, "C"),
        else_="B",
    )
    return customers.mutate(grade_by_rules=grade)


def moves(graded: ir.Table, *, params: Params, as_of: date) -> ir.Table:
    """Who would change grade under another method?

    Formula: a count of customers for each combination of the three grades.

    In: `by_rules` of `by_customer_share` of `pareto`. Out: `grade`, `grade_by_share`, `grade_by_rules`, `customers`,
    `revenue_minor` (of the window).

    >>> from neeman_engine.examples import customers_with, show
    >>> who = customers_with(revenue_window_minor=[9, 1], grade=["A", "C"], grade_by_share=["A", "B"],
    ...                      grade_by_rules=["C", "C"])
    >>> show(moves(who, params=Params(), as_of=date(2024, 1, 1)))
    A A C 1 9
    C B C 1 1

    Source: R47.
    """
    return graded.group_by("grade", "grade_by_share", "grade_by_rules").agg(
        customers=graded.count(), revenue_minor=graded.revenue_window_minor.sum()
    )


def totals(graded: ir.Table, *, params: Params, as_of: date) -> ir.Table:
    """How many customers and how much revenue has each grade?

    In: `pareto`. Out: `grade`, `customers`, `revenue_minor` (of the window); a grade that nobody has is absent.

    >>> from neeman_engine.examples import customers_with, show
    >>> who = customers_with(revenue_window_minor=[9, 3, 1], grade=["A", "A", "C"])
    >>> show(totals(who, params=Params(), as_of=date(2024, 1, 1)))
    A 2 12
    C 1 1

    Source: R40.
    """
    return graded.group_by("grade").agg(
        customers=graded.count(), revenue_minor=graded.revenue_window_minor.sum()
    )
