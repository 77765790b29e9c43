"""The calendar of follow-ups (R35): a month or a week of tasks and of customers whose time has come."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from neeman.activity.agenda import Day, days_of, week_of, weeks_of
from neeman.activity.queries.due import ME, count_by_day, due_by_cadence, first_of_each_day, tasks_between
from neeman.activity.views.tasks import MOST, whose_choices
from neeman.customers.queries.spans import read_day
from neeman.customers.views.parts import today
from neeman.orgs.access import Access, with_access
from neeman.orgs.doors import needs
from neeman.orgs.hours import hours_of
from neeman.orgs.roles import May

WEEK, MONTH = "week", "month"
NAMED_A_DAY = 8
YEARS = range(1950, 2200)


@needs(May.VIEW_CUSTOMERS)
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """What falls on which day; `?span=week` or the month, round `?day=`, of whom (`?of=`) it is asked."""
    access = with_access(request).access
    span = WEEK if request.GET.get("span") == WEEK else MONTH
    asked = read_day(request.GET.get("day", ""))
    day = asked if asked and asked.year in YEARS else today()
    whose = request.GET.get("of", ME)
    weeks = [week_of(day)] if span == WEEK else weeks_of(day)
    filled = _weeks(access, whose, weeks, named=span == WEEK)
    given = {
        "weeks": filled,
        "holds": sum(one.holds for week in filled for one in week if span == WEEK or _same(one.date, day)),
        "span": span,
        "day": day,
        "today": today(),
        "whose": whose_choices(access, whose),
        "of": whose,
        "kept": [("span", span), ("day", day.isoformat())],
        "ways": _ways(day, span, whose),
    }
    return render(request, "activity/calendar.html", given)


def _weeks(access: Access, whose: str, weeks: list[list[date]], *, named: bool) -> list[list[Day]]:
    """The weeks, their days filled; a week names customers, a month counts them."""
    days = [day for week in weeks for day in week]
    due = due_by_cadence(access, whose, days[0], days[-1])
    counts = count_by_day(due)
    filled = days_of(
        days,
        tasks=list(tasks_between(access, whose, days[0], days[-1])[:MOST]),
        counts=counts,
        due=first_of_each_day(due, counts, NAMED_A_DAY) if named else {},
        hours=hours_of(access.organization),
    )
    return [filled[start : start + 7] for start in range(0, len(filled), 7)]


def _same(day: date, month: date) -> bool:
    return (day.year, day.month) == (month.year, month.month)


def _ways(day: date, span: str, whose: str) -> dict[str, str]:
    """Where one goes from here: before, after, and the other span."""
    first = day.replace(day=1)
    before, after = (
        (day - timedelta(days=7), day + timedelta(days=7))
        if span == WEEK
        else (first - timedelta(days=1), (first + timedelta(days=31)).replace(day=1))
    )

    def to(day: date, span: str) -> str:
        return "?" + urlencode({"span": span, "day": day.isoformat(), "of": whose})

    return {
        "before": to(before, span),
        "after": to(after, span),
        "week": to(day, WEEK),
        "month": to(day, MONTH),
    }
