"""The report in words and drawings: what its template takes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from neeman.orgs.access import Access
from neeman.orgs.queries import former_members, members
from neeman.orgs.roles import May
from neeman.sales.aims import aimed
from neeman.sales.models import Kind
from neeman.sales.queries.quotes import settings_of
from neeman.sales.queries.report import Line, Report
from neeman.sales.queries.stages import all_lost_reasons
from neeman.targets.spans import Span
from neeman.ui.charts.bars import Bar, month_bars
from neeman.ui.text import Html, plain

Context = dict[str, Any]
MOST_NEVER = 30


def context_of(access: Access, found: Report) -> Context:
    """What the template takes."""
    people: dict[int | None, str] = {
        member.pk: str(member) for member in [*members(access), *former_members(access)]
    }
    reasons: dict[int | None, str] = {one.pk: one.title for one in all_lost_reasons(access)}
    kinds = {str(value): str(label) for value, label in Kind.choices}
    lost, hour_minor = found.whole.lost, settings_of(access).hour_minor
    return {
        "report": found,
        "currency": access.organization.currency,
        "compared": _titled(
            [found.new, found.existing],
            {"new": _("New customers"), "existing": _("Existing customers")},
            hour_minor,
        ),
        "by_kind": _titled(found.by_kind, kinds, hour_minor),
        "by_owner": _titled(found.by_owner, people, hour_minor),
        "hour_minor": hour_minor,
        "may_set_up": access.may(May.EDIT_CATALOG),
        "reasons": [(reasons.get(pk, _("No reason said")), n, n / lost) for pk, n in found.reasons],
        "competitors": found.competitors,
        "never": found.never[:MOST_NEVER],
        "never_count": len(found.never),
        "lead_count": len(found.leads),
        "in_time_share": found.in_time / len(found.leads) if found.leads else None,
        "svg": _months(access, found, 520),
        "svg_phone": _months(access, found, 326),
        "months": found.months,
        "aims": [
            (people.get(row.member, _("The business")), list(zip(Span, row.stands, strict=True)))
            for row in aimed(access, found.last)
        ],
        "spans": list(Span),
    }


def _titled(lines: list[Line], titles: dict[Any, str], hour_minor: int) -> list[tuple[str, Line, int | None]]:
    """Each line with its title and what a win cost."""
    return [
        (titles.get(line.key, _("nobody")), line, line.cost_of_a_win(hour_minor))
        for line in lines
        if line.ended
    ]


def _months(access: Access, found: Report, width: int) -> Html:
    writer, currency = plain(get_language() or "he"), access.organization.currency
    bars = [
        Bar(
            name=_name(month),
            value=minor / 100,
            hint=f"{writer.month(month)}: {writer.money(minor, currency)}",
            thin=month.replace(day=1) == found.last.replace(day=1),
        )
        for month, minor in found.months
    ]
    return month_bars(
        bars,
        show=writer.compact,
        title=_("Value of the deals won, by month"),
        direction="rtl" if get_language_bidi() else "ltr",
        width=width,
        height=200,
    )


def _name(month: date) -> str:
    return f"{month.month}/{month:%y}"
