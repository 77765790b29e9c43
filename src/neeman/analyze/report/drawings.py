"""The drawn parts of the report: each states its conclusion, then shows it."""

from __future__ import annotations

from neeman.analyze.report.pen import Pen, Portfolio, drawn, section, table
from neeman.lib.money import in_units
from neeman.ui import charts
from neeman.ui.charts import Area, Bar, Brace, Cohort, Limit, Part, Series
from neeman.ui.charts.plot import Show

SHOWN_MONTHS = 24
SHOWN_COHORTS = 13
_METHODS = (
    ("grade", "method_pareto"),
    ("grade_by_share", "method_share"),
    ("grade_by_rules", "method_rules"),
)


def pareto(found: Portfolio, pen: Pen, cuts: tuple[int, int]) -> str:
    """The Pareto curve with the grades' areas."""
    points = found["pareto"]
    if not points or points[-1]["revenue_share"] is None:
        return ""
    curve = [(0, 0.0)] + [(row["customers"], row["revenue_share"]) for row in points]
    until, areas = 0, []
    for grade, tone, cut in (("A", "gold", cuts[0]), ("B", "silver", cuts[1]), ("C", "bronze", None)):
        count = found["grades"][grade]["customers"]
        until += count
        share = next((at for rank, at in curve if rank >= until), 1.0)
        said = "" if cut is None else pen.text.percent(cut / 100)
        areas.append(Area(grade, pen.text.number(count), until, share, tone, said))
    drawing = drawn(lambda width: charts.pareto(
        curve, areas, show=pen.text.percent, show_count=lambda n: pen.text.number(round(n)), value_name=pen.said("revenue"),
        rank_name=pen.said("rank"), title=pen.said("pareto_sub"), direction=pen.direction, width=width,
    ))  # fmt: skip
    says = pen.word(
        "pareto_says",
        customers=pen.html.number(found["customers_making_80_percent"]),
        all=pen.html.number(found["customers"]),
    )
    return section(says, pen.word("pareto_sub"), drawing)


def concentration(found: Portfolio, pen: Pen, limits: tuple[int, int]) -> str:
    """The largest customers' shares, and what is left without each."""
    largest = found["what_if_leaves"]
    if not largest or largest[0]["revenue_share"] is None:
        return section(pen.word("concentration_unknown"), "")
    parts = [Part(max(row["revenue_share"], 0.0), row["group_id"], row["group_id"]) for row in largest]
    parts.append(
        Part(
            max(1 - sum(part.share for part in parts), 0.0),
            pen.said("others"),
            pen.said("others"),
            tone="act",
        )
    )
    drawing = drawn(lambda width: charts.concentration(
        parts, limits=_limits(limits, pen), braces=_braces(found, pen), title=pen.said("concentration_sub"),
        direction=pen.direction, width=width,
    ))  # fmt: skip
    says = pen.word(
        f"concentration_{found['concentration']}",
        name=pen.html.name(largest[0]["group_id"]),
        share=pen.percent(largest[0]["revenue_share"]),
        limit=pen.percent(limits[0] / 100),
    )
    return section(says, pen.word("concentration_sub"), drawing, _without(largest, pen))


def _limits(limits: tuple[int, int], pen: Pen) -> list[Limit]:
    """The lines of caution and of danger."""
    kinds = (("watch_line", "watch"), ("danger_line", "lose"))
    return [
        Limit(limit / 100, pen.text.percent(limit / 100), pen.said(code), tone)
        for limit, (code, tone) in zip(limits, kinds, strict=True)
    ]


def _braces(found: Portfolio, pen: Pen) -> list[Brace]:
    """What the three and the five largest bring together."""
    return [
        Brace(found[f"top{n}_share"], pen.text.percent(found[f"top{n}_share"]), pen.said("top_n", n=n))
        for n in (3, 5)
        if len(found["what_if_leaves"]) >= n
    ]


def _without(largest: list[Portfolio], pen: Pen) -> str:
    """What is left of the revenue without each of the largest."""
    rows = [
        [pen.html.name(row["group_id"]), pen.money(row["revenue_minor"]), pen.percent(row["revenue_share"]),
         pen.money(row["revenue_left_minor"]), pen.percent(row["top1_share_left"])]
        for row in largest
    ]  # fmt: skip
    heads = [pen.word(code) for code in ("customer", "revenue", "share", "left", "next")]
    return f"<h3>{pen.word('leaves')}</h3>" + table(heads, rows, numbers=(1, 2, 3, 4))


def months(found: Portfolio, pen: Pen) -> str:
    """Revenue by month."""
    shown = found["months"][-SHOWN_MONTHS:]
    bars = [
        Bar(pen.month(row["month"]), float(in_units(row["revenue_minor"], pen.currency)), pen.text.money(row["revenue_minor"], pen.currency))
        for row in shown
    ]  # fmt: skip
    best = max(shown, key=lambda row: int(row["revenue_minor"]))
    says = pen.word("months_says", month=pen.month(best["month"]), money=pen.money(best["revenue_minor"]))
    drawing = drawn(lambda width: charts.month_bars(
        bars, show=pen.text.compact, title=pen.said("months_sub"), direction=pen.direction, width=width
    ))  # fmt: skip
    return section(says, pen.word("months_sub"), drawing)


def quarters(found: Portfolio, pen: Pen) -> str:
    """Average revenue per customer and churn by quarter."""
    rows = found["quarters"]
    known = [row for row in rows if row["arpa_minor"] is not None]
    if len(known) < 2:
        return ""
    thin = frozenset(place for place, row in enumerate(rows) if not row["complete"])
    names = [pen.text.quarter(row["quarter"], short=True) for row in rows]

    arpa = Series(
        pen.said("arpa"),
        [
            None if row["arpa_minor"] is None else float(in_units(row["arpa_minor"], pen.currency))
            for row in rows
        ],
        thin=thin,
    )
    says = pen.word(
        "quarters_says", first=pen.money(known[0]["arpa_minor"]), last=pen.money(known[-1]["arpa_minor"])
    )
    told = section(
        says, pen.word("quarters_sub"), _lines("quarters_sub", [arpa], names, pen.text.compact, pen)
    )
    return told + _churn(rows, names, thin, pen)


def _lines(code: str, series: list[Series], names: list[str], show: Show, pen: Pen) -> str:
    return drawn(lambda width: charts.lines(
        series, names, show=show, title=pen.said(code), direction=pen.direction, width=width
    ))  # fmt: skip


def _churn(rows: list[Portfolio], names: list[str], thin: frozenset[int], pen: Pen) -> str:
    """Churn by quarter."""
    ended = [row for row in rows if row["complete"] and row["churn_rate_customers"] is not None]
    if not ended:
        return ""
    churn = [
        Series(
            pen.said("churn_customers"), [row["churn_rate_customers"] for row in rows], tone="lose", thin=thin
        ),
        Series(
            pen.said("churn_revenue"),
            [row["churn_rate_revenue"] for row in rows],
            tone="watch",
            dash="5 3",
            thin=thin,
        ),
    ]
    last = ended[-1]
    says = pen.word(
        "churn_says",
        quarter=pen.html.quarter(last["quarter"]),
        customers=pen.percent(last["churn_rate_customers"]),
        revenue=pen.percent(last["churn_rate_revenue"]),
    )
    return section(says, pen.word("churn_sub"), _lines("churn_sub", churn, names, pen.text.percent, pen))


def cohorts(found: Portfolio, pen: Pen) -> str:
    """The latest monthly cohorts."""
    rows = found["cohorts"][-SHOWN_COHORTS:]
    if not rows:
        return ""
    told = [
        Cohort(
            pen.month(row["cohort"]),
            row["customers"],
            [n / row["customers"] for n in row["active"][:SHOWN_COHORTS]],
        )
        for row in rows
    ]
    after = [(row["active"][1], row["customers"]) for row in found["cohorts"] if len(row["active"]) > 2]
    share = sum(active for active, _ in after) / sum(size for _, size in after) if after else None
    heat = charts.cohort_table(
        told, joined=pen.said("joined"), customers=pen.said("customers"), periods=[str(n) for n in range(max(len(c.shares) for c in told))],
        show=lambda value: pen.text.percent(value, 0), show_count=lambda value: pen.text.number(round(value)),
        caption=pen.said("cohorts_sub"), thin=pen.said("thin"), direction=pen.direction,
    )  # fmt: skip
    return section(
        pen.word("cohorts_says", share=pen.percent(share)),
        pen.word("cohorts_sub"),
        f'<div class="wide">{heat}</div>',
    )


def whale(found: Portfolio, pen: Pen) -> str:
    """The whale curve, where profit is known."""
    points = found.get("whale_curve")
    if not points:
        return ""
    if found["whale_peak_share"] is None:
        return section(pen.word("whale_lost", money=pen.money(-found["profit_minor"])), "")
    if not found["loss_making_customers"]:
        return section(pen.word("whale_fine"), "")
    curve = [(0, 0.0)] + [(row["customers"], row["profit_share"]) for row in points]
    drawing = drawn(lambda width: charts.whale(
        curve, show=pen.text.percent, show_count=lambda n: pen.text.number(round(n)),
        peak=pen.text.percent(found["whale_peak_share"]), end=pen.text.money(found["destroyed_profit_minor"], pen.currency, short=True),
        value_name=pen.said("profit"), rank_name=pen.said("rank"), title=pen.said("whale_sub"), direction=pen.direction, width=width,
    ))  # fmt: skip
    says = pen.word(
        "whale_says",
        share=pen.percent(found["whale_peak_share"]),
        n=pen.html.number(found["loss_making_customers"]),
    )
    return section(says, pen.word("whale_sub"), drawing)


def grades(found: Portfolio, pen: Pen) -> str:
    """Grades by three methods."""
    counts = {grade: pen.html.number(found["grades"][grade]["customers"]) for grade in "ABC"}
    rows = []
    for key, name in _METHODS:
        by = {
            grade: sum(row["customers"] for row in found["grade_moves"] if row[key] == grade)
            for grade in "ABC"
        }
        rows.append([pen.word(name), *(pen.html.number(by[grade]) for grade in "ABC")])
    says = pen.word("grades_says", a=counts["A"], b=counts["B"], c=counts["C"])
    return section(
        says, pen.word("grades_sub"), table([pen.word("grade"), "A", "B", "C"], rows, numbers=(1, 2, 3))
    )
