"""How it went: revenue by month, and churn by quarter."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from neeman.lib.money import in_units
from neeman.portfolio.pictures.scene import PHONE_WIDTH, Column, Picture, Scene, Table
from neeman.ui import charts
from neeman.ui.text import Html

MONTHS, QUARTERS = 24, 12


def months_picture(scene: Scene) -> Picture:
    """Revenue of the last 24 months; the month in which the data end is drawn thin, for it is not over."""
    rows = [(_first(row["month"]), row["revenue_minor"]) for row in scene.data["months"][-MONTHS:]]
    data, write = scene.data, scene.write
    window, before = data["revenue_window_minor"], data["preceding_revenue_minor"]
    title = _("Revenue of 12 months: %(money)s") % {"money": scene.money(window, short=True)}
    if before and before > 0:
        moved = (window - before) / before
        words = {"money": scene.money(window, short=True), "change": write.percent(abs(moved))}
        title = (
            _("Revenue of 12 months: %(money)s, %(change)s more than the year before") % words
            if moved >= 0
            else _("Revenue of 12 months: %(money)s, %(change)s less than the year before") % words
        )
    return Picture(
        name="months",
        title=title,
        sub=_("Revenue by month, net of returns")
        if _is_over(scene.as_of)
        else _("Revenue by month, net of returns; the last month is not over"),
        table=Table(
            (Column(_("Month")), Column(_("Revenue"), "money")),
            [(write.month(day), minor) for day, minor in rows],
        ),
        svg=_bars(scene, rows, 520, 340),
        svg_phone=_bars(scene, rows[-12:], PHONE_WIDTH, 220),
    )


def churn_picture(scene: Scene) -> Picture:
    """Churn of customers and of revenue, quarter against the quarter before."""
    rows = [row for row in scene.data["quarters"] if row["complete"]][-QUARTERS:]
    known = [row for row in rows if row["churn_rate_customers"] is not None]
    title = (
        _("%(share)s of last quarter's buyers did not buy again")
        % {"share": scene.write.percent(known[-1]["churn_rate_customers"], 0)}
        if known
        else _("It is too early to say who leaves")
    )
    return Picture(
        name="churn",
        title=title,
        sub=_(
            "Churn by quarter: buyers of one quarter who bought nothing in the next, in customers and in revenue"
        ),
        table=Table(
            (Column(_("Quarter")), Column(_("Customers"), "percent"), Column(_("Revenue"), "percent")),
            [
                (scene.write.quarter(row["quarter"]), row["churn_rate_customers"], row["churn_rate_revenue"])
                for row in rows
            ],
        ),
        svg=_lines(scene, rows, 400) if known else None,
        svg_phone=_lines(scene, rows, 220) if known else None,
    )


def _first(month: str) -> date:
    year, number = month.split("-")
    return date(int(year), int(number), 1)


def _is_over(day: date) -> bool:
    """Whether this is the last day of its month."""
    return (day + timedelta(days=1)).day == 1


def _bars(scene: Scene, rows: list[tuple[date, int]], width: int, height: int) -> Html:
    write = scene.write
    bars = [
        charts.Bar(
            write.month(day),
            float(in_units(minor, scene.currency)),
            f"{write.month(day)}: {scene.money(minor)}",
            thin=not _is_over(scene.as_of) and (day.year, day.month) == (scene.as_of.year, scene.as_of.month),
        )
        for day, minor in rows
    ]
    return charts.month_bars(
        bars,
        show=write.compact,
        title=_("Revenue by month"),
        direction=scene.direction,
        width=width,
        height=height,
    )


def _lines(scene: Scene, rows: list[dict[str, object]], height: int) -> Html:
    write = scene.write
    return charts.lines(
        [
            charts.Series(_("customers"), [row["churn_rate_customers"] for row in rows], "act"),  # type: ignore[misc]  # shares or None
            charts.Series(_("revenue"), [row["churn_rate_revenue"] for row in rows], "both", dash="6 3"),  # type: ignore[misc]  # as above
        ],
        [write.quarter(str(row["quarter"]), short=True) for row in rows],
        show=lambda share: write.percent(share),
        title=_("Churn by quarter"),
        direction=scene.direction,
        width=PHONE_WIDTH,
        height=height,
    )
