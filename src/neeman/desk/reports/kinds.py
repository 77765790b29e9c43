"""The reports there are."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from neeman.desk.reports.facts import (
    Came,
    Period,
    Sums,
    leads_by_day,
    months_before,
    new_by_day,
    revenue_by_month,
    sums_of,
)
from neeman.desk.reports.made import Cell, Column, Made, Point, Report, Shape, Span
from neeman.desk.reports.selling import deals, quotes
from neeman.lib.money import Money
from neeman.orgs.access import Access
from neeman.orgs.roles import May
from neeman.ui.text import Writer, plain


def new_customers(access: Access, span: str, today: date) -> Made:
    """Week by week, who came (R120), and how many of them another customer sent (R139)."""
    write, weeks = _write(), int(span)
    this = today - timedelta(days=(today.weekday() + 1) % 7)
    first = this - timedelta(weeks=weeks - 1)
    period = Period(first, today)
    came, led = new_by_day(access, period), leads_by_day(access, period)
    rows: list[list[Cell]] = []
    points = []
    for number in range(weeks):
        begun, ends = first + timedelta(days=number * 7), first + timedelta(days=number * 7 + 6)
        of_week = [one for one in came if begun <= one.day <= ends]
        leads = sum(one.new for one in led if begun <= one.day <= ends)
        name = f"{write.day(begun, short=True)}–{write.day(ends)}"
        new, referred = _summed(of_week)
        rows.append([name, new, referred, _part(referred, new), leads])
        points.append(Point(write.day(begun, short=True), new, under_way=ends >= today))
    last = rows[-2][1] if weeks > 1 else rows[-1][1]
    return Made(
        ngettext("Last week %(n)s customer joined", "Last week %(n)s customers joined", int(str(last)))
        % {"n": last},
        _new_says(came, weeks, today),
        [
            Column(_("Week"), Shape.TEXT),
            Column(_("New customers"), Shape.COUNT),
            Column(_("By referral"), Shape.COUNT),
            Column(_("Share by referral"), Shape.SHARE),
            Column(_("New leads"), Shape.COUNT),
        ],
        rows[::-1],
        points,
        _("New customers by week"),
    )


def _new_says(came: list[Came], weeks: int, today: date) -> str:
    write, (total, referred) = _write(), _summed(came)
    said = {"total": write.number(total), "weeks": weeks, "day": write.day(today)}
    if not total:
        return _("%(total)s in %(weeks)s weeks, up to %(day)s") % said
    share = write.percent(referred / total, 0)
    return _("%(total)s in %(weeks)s weeks, up to %(day)s; %(share)s of them by referral") % (
        said | {"share": share}
    )


def _summed(came: list[Came]) -> tuple[int, int]:
    return sum(one.new for one in came), sum(one.referred for one in came)


def _part(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None


def revenue(access: Access, span: str, today: date) -> Made:
    """Month by month, what came in (R121)."""
    write, months, currency = _write(), int(span), access.organization.currency
    this = today.replace(day=1)
    firsts = [months_before(this, ago) for ago in reversed(range(months + 12))]
    found = revenue_by_month(access, Period(firsts[0], today))
    rows: list[list[Cell]] = []
    points = []
    for at, month in enumerate(firsts[12:], 12):
        minor, orders, buyers = found.get(month, (0, 0, 0))
        year_ago = found.get(firsts[at - 12], (0, 0, 0))[0]
        change = round(100 * (minor - year_ago) / year_ago) if year_ago > 0 and month != this else None
        average = minor // buyers if buyers else 0
        rows.append(
            [write.month(month), Money(minor, currency), change, orders, buyers, Money(average, currency)]
        )
        points.append(Point(write.month(month), minor, under_way=month == this))
    whole = found.get(months_before(this, 1), (0, 0, 0))[0]
    return Made(
        _("Last month brought %(sum)s") % {"sum": write.money(whole, currency)},
        _("Sales less returns of %(months)s months, up to %(day)s; the last month is not whole")
        % {"months": months, "day": write.day(today)},
        [
            Column(_("Month"), Shape.TEXT),
            Column(_("Revenue"), Shape.MONEY),
            Column(_("On the year before"), Shape.PERCENT),
            Column(_("Purchases"), Shape.COUNT),
            Column(_("Buyers"), Shape.COUNT),
            Column(_("Average a buyer"), Shape.MONEY),
        ],
        rows[::-1],
        points,
        _("Revenue by month"),
        in_money=True,
    )


def half_year(access: Access, span: str, today: date) -> Made:
    """Half a year beside the half before it and the same one a year ago (R122)."""
    write = _write()
    last = today if span == "now" else _half_end(span)
    first = months_before(last + timedelta(days=1), 6)
    this = Period(first, last)
    before = Period(months_before(first, 6), first - timedelta(days=1))
    year = Period(months_before(first, 12), before.first - timedelta(days=1))
    found = [sums_of(access, period) for period in (this, before, year)]
    change = _change(found[0].revenue_minor, found[1].revenue_minor)
    said = (
        _("Half a year of %(sum)s")
        if change is None
        else _("Half a year of %(sum)s: %(change)s on the half before")
    )
    heads = [_("This half"), _("The half before"), _("A year ago")]
    months = revenue_by_month(access, Period(before.first, last))
    return Made(
        said
        % {
            "sum": write.money(found[0].revenue_minor, access.organization.currency),
            "change": write.percent((change or 0) / 100, 0, signed=True),
        },
        f"{write.day(first)}–{write.day(last)}",
        _compared_columns(heads),
        _compared(access, found),
        [Point(write.month(month), sums[0]) for month, sums in sorted(months.items())],
        _("Revenue by month, this half and the one before"),
        in_money=True,
    )


def since_neeman(access: Access, span: str, today: date) -> Made:
    """The last months beside the months before the first day with the product (R143)."""
    write, days = _write(), int(span)
    start = timezone.localdate(access.organization.created_at)
    before = Period(start - timedelta(days=days), start - timedelta(days=1))
    first = max(start, today - timedelta(days=days - 1))
    after = Period(first, today)
    found = [sums_of(access, period) for period in (after, before)]
    more = found[0].back_percent - found[1].back_percent
    months = revenue_by_month(access, Period(before.first, today))
    short = after.days < days
    return Made(
        _("Too early to compare: %(n)s of %(of)s days have passed") % {"n": after.days, "of": days}
        if short
        else _("Buyers who come back: %(now)s%%, against %(then)s%% before")
        % {"now": found[0].back_percent, "then": found[0].back_percent - more},
        _("%(first)s–%(last)s beside %(before)s–%(until)s, the days before the first one here")
        % {
            "first": write.day(after.first),
            "last": write.day(after.last),
            "before": write.day(before.first),
            "until": write.day(before.last),
        },
        _compared_columns([_("Now"), _("Before")]),
        _compared(access, found),
        [Point(write.month(month), sums[0]) for month, sums in sorted(months.items())],
        _("Revenue by month, before and since"),
        in_money=True,
    )


def _compared_columns(heads: list[str]) -> list[Column]:
    return [
        Column(_("What"), Shape.TEXT),
        *(Column(head, Shape.TEXT) for head in heads),
        Column(_("Change"), Shape.PERCENT),
    ]


def _compared(access: Access, found: list[Sums]) -> list[list[Cell]]:
    """A line a figure: its value in each period, and the change of the first on the second."""
    currency = access.organization.currency
    lines: list[tuple[str, list[int], bool]] = [
        (_("Revenue"), [one.revenue_minor for one in found], True),
        (_("Purchases"), [one.orders for one in found], False),
        (_("Buyers"), [one.buyers for one in found], False),
        (_("Of them, bought before"), [one.back for one in found], False),
        (_("Average a buyer"), [one.average_minor for one in found], True),
        (_("New customers"), [one.new for one in found], False),
        (_("Talks and messages"), [one.talks for one in found], False),
    ]
    return [
        [
            name,
            *(Money(value, currency) if money else value for value in values),
            _change(values[0], values[1]),
        ]
        for name, values, money in lines
    ]


def _change(now: int, before: int) -> int | None:
    return round(100 * (now - before) / before) if before > 0 else None


def _write() -> Writer:
    return plain(get_language() or "he")


def _half_end(span: str) -> date:
    year, half = span.split("-")
    return date(int(year), 6, 30) if half == "1" else date(int(year), 12, 31)


def halves(today: date) -> tuple[Span, ...]:
    """Up to today, and the last four halves that are over."""
    year, half = (today.year, 1) if today.month > 6 else (today.year - 1, 2)
    spans = [Span("now", _("Up to today"))]
    for _number in range(4):
        spans.append(Span(f"{year}-{half}", f"{half}/{year}"))
        year, half = (year - 1, 2) if half == 1 else (year, 1)
    return tuple(spans)


KEYS = ("new-customers", "revenue", "deals", "quotes", "half-year", "since")
"""The reports by the word that stands in their address."""


def reports(today: date) -> list[Report]:
    """All kinds, with the spans to choose from on this day."""
    return [*_by_week_and_month(), *_of_selling(), *_compared_with_before(today)]


def _by_week_and_month() -> list[Report]:
    return [
        Report(
            "new-customers",
            _("New customers, by week"),
            _(
                "A customer counts on the day noted as the first, else on that of the first purchase, else on the day it was "
                "entered. By referral: whoever has a referrer on the card; where referrals are asked for, 30 to 50% of the new. A lead "
                "counts on the day it was entered, as long as it is a lead. Weeks begin on Sunday."
            ),
            icon="users",
            permission=May.VIEW_CUSTOMERS,
            spans=tuple(Span(f"{count}", _("%s weeks") % count) for count in (8, 13, 26, 52)),
            make=new_customers,
        ),
        Report(
            "revenue",
            _("Revenue, by month"),
            _(
                "All orders, invoices and credit notes that have a customer, by their day; returns are taken off. The change is "
                "on the same month a year before."
            ),
            icon="chart-bar",
            permission=May.VIEW_MONEY,
            spans=tuple(Span(f"{count}", _("%s months") % count) for count in (12, 6, 24, 36)),
            make=revenue,
        ),
    ]


def _of_selling() -> list[Report]:
    spans = tuple(Span(f"{count}", _("%s months") % count) for count in (12, 6, 24))
    return [
        Report(
            "deals",
            _("Deals: conversion, average, time to close"),
            _(
                "A deal counts in the month in which it ended. Conversion: won of those that ended. The average is of those won "
                "with a value; the days run from the first word to the yes, and half of the deals took less."
            ),
            icon="layout-kanban",
            permission=May.VIEW_SALES,
            spans=spans,
            make=deals,
        ),
        Report(
            "quotes",
            _("Quotes: approval rate, time to a decision"),
            _(
                "A quote counts in the month in which it was sent, each number once: a replaced version counts as its successor, "
                "one that was taken back not at all. Approval rate: approved of those approved, declined or run out. Values are "
                "before VAT; the days run from sending to the yes or no, and half of the quotes took less."
            ),
            icon="file-invoice",
            permission=May.VIEW_SALES,
            spans=spans,
            make=quotes,
        ),
    ]


def _compared_with_before(today: date) -> list[Report]:
    return [
        Report(
            "half-year",
            _("Half a year"),
            _(
                "Six months beside the six before them and the same six a year ago. Buyers bought at least once; those who "
                "bought before have a purchase older than the period."
            ),
            icon="calendar",
            permission=May.VIEW_MONEY,
            spans=halves(today),
            make=half_year,
        ),
        Report(
            "since",
            _("Before and since Neeman"),
            _(
                "As many days up to today as before the day on which this business was opened here. What else changed in "
                "that time is in the figures too: a season, a price, a person."
            ),
            icon="history",
            permission=May.VIEW_MONEY,
            spans=tuple(Span(f"{count}", _("%s days") % count) for count in (90, 30, 60, 180)),
            make=since_neeman,
        ),
    ]
