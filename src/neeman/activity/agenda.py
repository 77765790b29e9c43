"""What is to come, put in order: open tasks by urgency, and the days of a month or a week. No query, no clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from neeman.activity.models import Task
from neeman.activity.signs import TASKS
from neeman.customers.models import FollowUp
from neeman.lib.calendar import DayKind, NamedDay, WorkingHours, hebrew_date, named_on

DAYS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Band:
    """Tasks of one urgency, each with its icon."""

    key: str
    title: str | Promise
    tone: str
    tasks: list[tuple[Task, str]]


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar: its tasks, the customers that the cadence asks for (`due` names a few of `count`), and what
    day it is."""

    date: date
    tasks: list[tuple[Task, str]]
    due: list[FollowUp]
    count: int
    kind: DayKind
    hebrew: str
    named: NamedDay | None

    @property
    def more(self) -> int:
        """How many customers of the day are not named."""
        return self.count - len(self.due)

    @property
    def holds(self) -> int:
        """How much is to be done."""
        return len(self.tasks) + self.count


def days_of(
    days: Sequence[date],
    *,
    tasks: Sequence[Task],
    counts: Mapping[date, int],
    due: Mapping[date, list[FollowUp]],
    hours: WorkingHours,
) -> list[Day]:
    """These days with what falls on each."""
    by_day: dict[date, list[tuple[Task, str]]] = {day: [] for day in days}
    for task in tasks:
        by_day[task.due_on].append((task, TASKS[task.kind]))
    return [
        Day(
            date=day,
            tasks=by_day[day],
            due=due.get(day, []),
            count=counts.get(day, 0),
            kind=hours.kind(day),
            hebrew=hebrew_date(day),
            named=named_on(day),
        )
        for day in days
    ]


def bands_of(tasks: Sequence[Task], today: date) -> list[Band]:
    """Late, today, this week (up to Saturday), later; bands without a task are left out."""
    saturday = week_of(today)[-1]
    found: dict[str, list[tuple[Task, str]]] = {"late": [], "today": [], "week": [], "later": []}
    for task in tasks:
        found[_urgency(task.due_on, today, saturday)].append((task, TASKS[task.kind]))
    said = {
        "late": (_("Late"), "lose"),
        "today": (_("Today"), "watch"),
        "week": (_("This week"), "good"),
        "later": (_("Later"), "calm"),
    }
    return [Band(key, *said[key], rows) for key, rows in found.items() if rows]


def _urgency(day: date, today: date, saturday: date) -> str:
    if day <= today:
        return "late" if day < today else "today"
    return "week" if day <= saturday else "later"


def week_of(day: date) -> list[date]:
    """The seven days of its week, which begins on Sunday."""
    sunday = day - timedelta(days=(day.weekday() + 1) % 7)
    return [sunday + DAYS * n for n in range(7)]


def weeks_of(month: date) -> list[list[date]]:
    """The whole weeks in which the days of a month lie."""
    first = month.replace(day=1)
    weeks = [week_of(first)]
    while (following := weeks[-1][-1] + DAYS).month == first.month:
        weeks.append(week_of(following))
    return weeks
