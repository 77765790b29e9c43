"""The parts of the report that are figures and tables."""

from __future__ import annotations

from neeman.analyze.report.pen import Pen, Portfolio, section, table
from neeman.ui import charts
from neeman_engine.measures.rfm import SEGMENTS
from neeman_engine.params import Params

SHOWN = 15
QUIET = frozenset(["cannot_lose", "at_risk"])
TOO_SHORT = "TOO_SHORT"
_DOUBT = {TOO_SHORT: "short", "TOO_FEW": "few", "NO_PERIOD": "no_period"}


def figures(found: Portfolio, pen: Pen) -> str:
    """The figures of the head of the business, each with its doubt where there is one."""
    months, window = found["window_months"], found["verdicts"]["window"]
    retained, left, gone = _since_before(found)
    revenue = pen.word("revenue_window", months=months) if months else pen.word("revenue_all")
    shown = [
        (pen.word("customers"), pen.html.number(found["customers"]), "OK"),
        (revenue, pen.money(found["revenue_window_minor"]), window),
        (pen.word("arpa"), pen.money(found["arpa_minor"]), window),
        (pen.word("repeat_rate"), pen.percent(found["repeat_rate"]), "OK"),
        (pen.word("retention_rate"), pen.percent(retained), found["verdicts"]["churn"]),
        (pen.word("churn_both"), f"{pen.percent(left)} / {pen.percent(gone)}", found["verdicts"]["churn"]),
        (pen.word("lifetime"), pen.money(found["lifetime_mean_minor"]), found["verdicts"]["churn"]),
    ]
    if "profit_minor" in found:
        shown.append((pen.word("profit"), pen.money(found["profit_minor"]), "OK"))
    boxes = "".join(
        f"<div><dt>{name}</dt><dd>{figure}{_doubt(verdict, pen)}</dd></div>"
        for name, figure, verdict in shown
    )
    return f'<dl class="figures">{boxes}</dl>'


def _since_before(found: Portfolio) -> list[float | None]:
    """Retention and churn; nothing where nine days would be compared with a year."""
    names = ("retention_rate", "churn_rate_customers", "churn_rate_revenue")
    return [None if found["verdicts"]["churn"] == TOO_SHORT else found[name] for name in names]


def _doubt(verdict: str, pen: Pen) -> str:
    return f"<small>{pen.word(_DOUBT[verdict])}</small>" if verdict in _DOUBT else ""


def overdue(found: Portfolio, pen: Pen, params: Params) -> str:
    """Who is late by their own rhythm, the largest first."""
    if not found["overdue"]:
        return section(pen.word("overdue_none"), "")
    months = found["window_months"]
    rows = [
        [
            pen.who(row),
            pen.word("days", n=pen.html.number(row["usual_gap_days"], 1)),
            pen.word("days", n=pen.html.number(row["days_since_last"])),
            pen.html.number(row["overdue_ratio"], 1),
            pen.money(row["revenue_window_minor"] // months if months else None),
        ]
        for row in found["overdue"][:SHOWN]
    ]
    heads = [pen.word(code) for code in ("customer", "usual", "passed", "times", "at_stake")]
    says = pen.word("overdue_says", n=pen.html.number(found["overdue_customers"]))
    return section(says, pen.word("overdue_sub"), table(heads, rows, numbers=(1, 2, 3, 4)))


def top(found: Portfolio, pen: Pen) -> str:
    """The largest customers, each with the shape of its months."""
    rows = [
        [
            pen.who(row),
            row["grade"],
            pen.money(row["revenue_window_minor"]),
            pen.percent(row["revenue_share"]),
            charts.sparkline([money / 100 for money in row["months"]]),
        ]
        for row in found["top_customers"]
    ]
    heads = [pen.word(code) for code in ("customer", "grade", "revenue", "share", "trend")]
    months = len(found["top_customers"][0]["months"]) if found["top_customers"] else 0
    says = pen.word("top_says", n=pen.html.number(len(rows)))
    return section(
        says, pen.word("top_sub", months=pen.html.number(months)), table(heads, rows, numbers=(2, 3))
    )


def segments(found: Portfolio, pen: Pen) -> str:
    """The segments that recency and frequency name, best first."""
    by_name = {row["rfm_segment"]: row for row in found["segments"]}
    shown = [(name, by_name[name]) for name, *_ in SEGMENTS if name in by_name]
    rows = [
        [
            pen.word(name),
            pen.html.number(row["customers"]),
            pen.percent(row["customers"] / found["customers"]),
            pen.money(row["revenue_minor"]),
        ]
        for name, row in shown
    ]
    heads = [pen.word(code) for code in ("segment", "customers", "share", "revenue")]
    quiet = sum(row["customers"] for name, row in shown if name in QUIET)
    says = pen.word("segments_says", n=pen.html.number(quiet))
    return section(says, pen.word("segments_sub"), table(heads, rows, numbers=(1, 2, 3)))


def new_and_lost(found: Portfolio, pen: Pen) -> str:
    """The largest of the new customers, and of those who did not come back."""
    if found["window_months"] is None:
        return ""
    if found["verdicts"]["churn"] == TOO_SHORT:
        return section(pen.word("new_unknown"), "")
    told = ""
    for key, money, day, head, count in (
        ("new", "revenue_window_minor", "first_purchase", "first", "new_customers"),
        ("lost", "revenue_before_minor", "last_purchase", "last", "lost_customers"),
    ):
        rows = [[pen.who(row), pen.money(row[money]), pen.day(row[day])] for row in found[key][:SHOWN]]
        heads = [pen.word("customer"), pen.word("revenue" if key == "new" else "before"), pen.word(head)]
        says = pen.word(f"{key}_says", n=pen.html.number(found[count]))
        told += section(says, "", table(heads, rows, numbers=(1, 2)) if rows else "")
    return told


def models(found: Portfolio, pen: Pen) -> str:
    """What a customer is worth, counted and forecast; which model forecasts, and how far to trust it."""
    said = [_counted(found, pen)]
    if found["clv_12m_mean_minor"] is not None:
        said.append(pen.word("worth_model", money=pen.money(found["clv_12m_mean_minor"])))
    said.append(_forecast(found, pen))
    return section(pen.word("models_says"), "", *(f"<p>{one}</p>" for one in said))


def _counted(found: Portfolio, pen: Pen) -> str:
    if found["lifetime_mean_minor"] is None:
        return pen.word("worth_unknown")
    left = round(found["remaining_years"], 1)
    years = pen.html.number(left, 0 if left.is_integer() else 1)
    return pen.word("worth_simple", money=pen.money(found["lifetime_mean_minor"]), years=years)


def _forecast(found: Portfolio, pen: Pen) -> str:
    if found["clv_model"]["verdict"] not in {"OK", "REGULARISED"}:
        return pen.word("model_few")
    return pen.word(
        "model_ok",
        best=pen.html.ltr(found["forecast"]["best"]),
        judged=pen.word(f"judged_{found['forecast']['judged_by']}"),
        n=pen.html.number(found["clv_model"]["customers"]),
    )


def door(found: Portfolio, pen: Pen) -> str:
    """What was left out or doubted, by reason."""
    counts = {**found["lines_left_out"], **{code: n for code, n in found["lines_doubted"].items() if n}}
    rows = [[pen.word(code) if code in _KNOWN else code, pen.html.number(n)] for code, n in counts.items()]
    if not rows:
        return section(pen.word("door_all"), "")
    heads = [pen.word("reason"), pen.word("lines")]
    return section(pen.word("door_says"), "", table(heads, rows, numbers=(1,)))


_KNOWN = frozenset(
    [
        "no_customer",
        "no_date",
        "bad_date",
        "future_date",
        "no_amount",
        "bad_amount",
        "other_currency",
        "total",
        "repeated_header",
        "duplicate",
    ]
)
