"""How one customer's grade and revenue went over the snapshots."""

from __future__ import annotations

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from neeman.lib.money import in_units
from neeman.orgs.access import Access
from neeman.portfolio.pictures.scene import Column, Picture, Table
from neeman.portfolio.queries import StoodThen
from neeman.ui import charts
from neeman.ui.text import plain


def grade_history(access: Access, stood: list[StoodThen]) -> Picture | None:
    """Revenue of 12 months at each quarter's end as bars, grades in the table; `stood` is latest first. None without any."""
    if not stood:
        return None
    write, currency = plain(get_language() or "he"), access.organization.currency
    bars = [
        charts.Bar(
            f"{write.month(then.as_of)} · {then.grade}",
            float(in_units(then.revenue_window_minor, currency)),
            f"{write.day(then.as_of)}: {then.grade}, {write.money(then.revenue_window_minor, currency)}",
            tone={"A": "gold", "B": "silver"}.get(then.grade, "bronze"),
        )
        for then in reversed(stood)
    ]
    return Picture(
        name="grades",
        title=_title(stood),
        sub=_("Revenue of the 12 months before each quarter's end, and the grade on that day"),
        table=Table(
            (
                Column(_("Day"), "day"),
                Column(_("Grade"), "grade"),
                Column(_("Place"), "number"),
                Column(_("Revenue, 12 months"), "money"),
                Column(_("Still a customer"), "percent"),
            ),
            [(one.as_of, one.grade, one.rank, one.revenue_window_minor, one.p_alive) for one in stood],
        ),
        svg=charts.month_bars(
            bars,
            show=write.compact,
            title=_("Revenue and grade over time"),
            direction="rtl" if get_language_bidi() else "ltr",
            width=960,
        ),
    )


def _title(stood: list[StoodThen]) -> str:
    now, first = stood[0], stood[-1]
    words = {"now": now.grade, "then": first.grade}
    if now.grade == first.grade:
        return _("Grade %(now)s, as at the beginning") % words
    return _("Grade %(now)s, from %(then)s at the beginning") % words
