"""Days that ended with nothing left on the page, and how many of them in a row. What was missed is never spoken of."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from neeman.desk.models import FinishedDay
from neeman.lib.calendar import DayKind, WorkingHours
from neeman.orgs.access import Access

if TYPE_CHECKING:
    from neeman.desk.today.composing import Day

REACH = timedelta(days=400)
"""So far back a streak is counted."""


def finished_days(access: Access, today: date) -> set[date]:
    """The days that this member finished."""
    days = FinishedDay.objects.filter(member=access.member, day__range=(today - REACH, today))
    return set(days.values_list("day", flat=True))


def streak_of(finished: set[date], today: date, hours: WorkingHours) -> int:
    """How many finished days there are in a row, up to today or to the last day before it; only a whole working day that
    was not finished ends them, and today is not over yet."""
    count, day = 0, today
    while day > today - REACH:
        if day in finished:
            count += 1
        elif day < today and hours.kind(day) is DayKind.WORK:
            break
        day -= timedelta(days=1)
    return count


def note_end(access: Access, day: Day) -> None:
    """After an act: keep that the day is finished, where nothing is left of it."""
    if access.member is not None and not day.left:
        FinishedDay.objects.get_or_create(member=access.member, day=day.today)
        day.finished.add(day.today)


def take_back_end(access: Access, day: Day) -> None:
    """After an act was undone: the day is not finished any more, where something came back."""
    if day.left:
        FinishedDay.objects.filter(member=access.member, day=day.today).delete()
        day.finished.discard(day.today)
