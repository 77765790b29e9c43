"""The figures of a card, from the customer's standing: each with its unit, its period and its day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from neeman.customers.conclusion import (
    LATE_FROM,
    LOST_FROM,
    Conclusion,
    conclude,
    days_late,
    days_silent,
    next_expected,
    revenue_change,
)
from neeman.customers.models import Customer, Standing
from neeman.customers.queries.card import standing_of
from neeman.orgs.access import Access
from neeman.orgs.roles import May
from neeman.ui.charts import Bar, bullet, month_bars
from neeman.ui.text import plain

MONTHS_SHOWN = 24
DESK, PHONE = (720, 168), (350, 180)
"""Widths and heights of the chart of months."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What the card shows of a standing; `money` is False for members who may not see sales."""

    standing: Standing
    conclusion: Conclusion
    currency: str
    money: bool
    change: float | None
    silent: int
    late: int | None
    expected: date | None
    months: list[dict[str, Any]]
    chart: str
    chart_phone: str
    chart_title: str
    bullet: str
    gap: int

    @property
    def falls(self) -> bool:
        """Whether the year's revenue is below that of the year before."""
        return self.change is not None and self.change < 0

    @property
    def change_tone(self) -> str:
        """The tone of that change."""
        return "calm" if not self.change else "lose" if self.falls else "good"


def figures_of(access: Access, customer: Customer) -> Figures | None:
    """The figures, or None before the first computation."""
    standing = standing_of(customer)
    if standing is None or standing.first_purchase is None:
        return None
    money = access.may(May.VIEW_MONEY)
    months = _months(standing) if money else []
    title = _chart_title(standing)
    silent = days_silent(standing)
    return Figures(
        standing=standing,
        conclusion=conclude(customer, standing),
        currency=access.organization.currency,
        money=money,
        change=revenue_change(standing),
        silent=silent,
        late=days_late(standing),
        expected=next_expected(standing),
        months=months,
        chart=_chart(months, title, access.organization.currency, DESK),
        chart_phone=_chart(months, title, access.organization.currency, PHONE),
        chart_title=title,
        bullet=_bullet(standing, silent),
        gap=round(standing.usual_gap_days or 0),
    )


def _months(standing: Standing) -> list[dict[str, Any]]:
    """The last 24 months, oldest first: {first: date, minor: int}; the last is the month of `as_of`."""
    minors = [int(minor) for minor in standing.months[-MONTHS_SHOWN:]]
    first = standing.as_of.replace(day=1)
    months: list[dict[str, Any]] = []
    for minor in reversed(minors):
        months.append({"first": first, "minor": minor})
        first = (first - timedelta(days=1)).replace(day=1)
    return months[::-1]


def _chart_title(standing: Standing) -> str:
    change = revenue_change(standing)
    if change is None:
        return _("Sales by month")
    percent = {"percent": round(abs(change) * 100)}
    if change > 0:
        return _("Sales grew by %(percent)s%% in 12 months") % percent
    if change < 0:
        return _("Sales fell by %(percent)s%% in 12 months") % percent
    return _("Sales stayed the same for 12 months")


def _bullet(standing: Standing, silent: int) -> str:
    """Days since the last purchase as a bar, the usual gap as its mark."""
    ratio = standing.overdue_ratio or 0
    tone = "lose" if ratio >= LOST_FROM else "watch" if ratio >= LATE_FROM else "good"
    return bullet(
        silent,
        standing.usual_gap_days or 0,
        tone=tone,
        direction="rtl" if get_language_bidi() else "ltr",
        width=280,
        height=26,
    )


def _chart(months: list[dict[str, Any]], title: str, currency: str, size: tuple[int, int]) -> str:
    """The months as bars; nothing where there is no money to show."""
    if not any(month["minor"] for month in months):
        return ""
    writer = plain(get_language() or "he")
    bars = [
        Bar(
            name=writer.month(month["first"]),
            value=month["minor"],
            hint=f"{writer.month(month['first'])}: {writer.money(month['minor'], currency)}",
            thin=month is months[-1],  # the month under way is not whole
        )
        for month in months
    ]
    return month_bars(
        bars,
        show=lambda value: writer.money(round(value), currency, short=True),
        title=title,
        direction="rtl" if get_language_bidi() else "ltr",
        width=size[0],
        height=size[1],
    )
