"""The reports of selling: what became of deals and of quotes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from neeman.desk.reports.facts import months_before
from neeman.desk.reports.made import Cell, Column, Made, Part, Point, Shape
from neeman.lib.money import Money
from neeman.orgs.access import Access
from neeman.orgs.queries import former_members, members
from neeman.sales.queries.quote_report import QuoteLine, quote_line, quote_lines, sent_quotes
from neeman.sales.queries.report import Line, ended_deals, grouped, line_of
from neeman.ui.text import Writer, plain

L = TypeVar("L", Line, QuoteLine)


def deals(access: Access, span: str, today: date) -> Made:
    """Month by month, what became of the deals: conversion, average deal, time to close (R135-R137)."""
    write, months = _write(), int(span)
    firsts = [months_before(today.replace(day=1), ago) for ago in reversed(range(months))]
    ended = ended_deals(access, firsts[0], today)
    by_month = {month: [one for one in ended if one.on.replace(day=1) == month] for month in firsts}
    lines = [line_of(month, of_month) for month, of_month in by_month.items()]
    whole = line_of(None, ended)
    by_owner = grouped(ended, lambda one: one.owner_id)
    rows, points, parts = _laid_out(access, _deals_row, lines, whole, by_owner, lambda line: line.value_minor)
    share = write.percent(whole.conversion or 0, 0)
    return Made(
        ngettext(
            "One deal ended: %(share)s won", "Of %(n)s deals that ended, %(share)s were won", whole.ended
        )
        % {"n": write.number(whole.ended), "share": share}
        if whole.ended
        else _("No deal has ended yet"),
        _("%(months)s months, up to %(day)s") % {"months": months, "day": write.day(today)},
        [
            Column(_("Month"), Shape.TEXT),
            Column(_("Won"), Shape.COUNT),
            Column(_("Lost"), Shape.COUNT),
            Column(_("Conversion rate"), Shape.SHARE),
            Column(_("Value won"), Shape.MONEY),
            Column(_("Average deal"), Shape.MONEY),
            Column(_("Days to close, median"), Shape.COUNT),
        ],
        rows,
        points,
        _("Value won by month"),
        in_money=True,
        parts=parts,
    )


def _deals_row(name: str, line: Line, currency: str) -> list[Cell]:
    return [
        name,
        line.won,
        line.lost,
        None if line.conversion is None else round(line.conversion * 100),
        Money(line.value_minor, currency),
        None if line.average_minor is None else Money(line.average_minor, currency),
        None if line.median_days is None else round(line.median_days),
    ]


def quotes(access: Access, span: str, today: date) -> Made:
    """Month by month, what became of the quotes that were sent: approval rate, value, time to a decision (R96)."""
    write, months = _write(), int(span)
    firsts = [months_before(today.replace(day=1), ago) for ago in reversed(range(months))]
    sent = sent_quotes(access, firsts[0], today, today=today)
    by_month = {line.key: line for line in quote_lines(sent, lambda one: one.on.replace(day=1))}
    lines = [by_month.get(month, quote_line(month, [])) for month in firsts]
    whole, by_owner = quote_line(None, sent), quote_lines(sent, lambda one: one.owner_id)
    rows, points, parts = _laid_out(
        access, _quotes_row, lines, whole, by_owner, lambda line: line.approved_minor
    )
    said = {"n": write.number(whole.closed), "share": write.percent(whole.rate or 0, 0)}
    return Made(
        ngettext(
            "One quote was answered or ran out: %(share)s approved",
            "Of %(n)s quotes that were answered or ran out, %(share)s were approved",
            whole.closed,
        )
        % said
        if whole.closed
        else _("No quote has been answered yet"),
        _("%(months)s months, up to %(day)s") % {"months": months, "day": write.day(today)},
        [
            Column(_("Month"), Shape.TEXT),
            Column(_("Sent"), Shape.COUNT),
            Column(_("Approved"), Shape.COUNT),
            Column(_("Declined"), Shape.COUNT),
            Column(_("Run out"), Shape.COUNT),
            Column(_("Approval rate"), Shape.SHARE),
            Column(_("Value sent"), Shape.MONEY),
            Column(_("Value approved"), Shape.MONEY),
            Column(_("Days to a decision, median"), Shape.COUNT),
        ],
        rows,
        points,
        _("Value approved, by the month of sending"),
        in_money=True,
        parts=parts,
    )


def _quotes_row(name: str, line: QuoteLine, currency: str) -> list[Cell]:
    return [
        name,
        line.sent,
        line.approved,
        line.declined,
        line.ran_out,
        None if line.rate is None else round(line.rate * 100),
        Money(line.sent_minor, currency),
        Money(line.approved_minor, currency),
        None if line.median_days is None else round(line.median_days),
    ]


def _laid_out(
    access: Access,
    row: Callable[[str, L, str], list[Cell]],
    months: list[L],
    whole: L,
    by_owner: list[L],
    value: Callable[[L], int],
) -> tuple[list[list[Cell]], list[Point], tuple[Part, ...]]:
    """The rows of the months, the latest first, with all of them together; the points of the chart; the table by member."""
    write, people, currency = _write(), _people(access), access.organization.currency
    rows = [row(write.month(line.key), line, currency) for line in reversed(months)]
    rows.append(row(_("Together"), whole, currency))
    points = [Point(write.month(line.key), value(line), under_way=line is months[-1]) for line in months]
    members_rows = [row(people.get(line.key, _("nobody")), line, currency) for line in by_owner]
    return rows, points, (Part(_("By member"), members_rows),)


def _people(access: Access) -> dict[int | None, str]:
    return {member.pk: str(member) for member in [*members(access), *former_members(access)]}


def _write() -> Writer:
    return plain(get_language() or "he")
