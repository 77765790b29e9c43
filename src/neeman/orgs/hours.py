"""When an organization works, as it has said in its settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import islice
from zoneinfo import ZoneInfo

from neeman.lib.calendar import DayKind, WorkingHours, named_days
from neeman.lib.calendar.israel import FRIDAY, SATURDAY, SUNDAY
from neeman.orgs.models import Organization, Week

_WEEKS: dict[str, tuple[frozenset[int], frozenset[int]]] = {
    Week.FRIDAY_SHORT: (frozenset({FRIDAY}), frozenset({SATURDAY})),
    Week.FRIDAY_SATURDAY: (frozenset(), frozenset({FRIDAY, SATURDAY})),
    Week.SATURDAY_SUNDAY: (frozenset(), frozenset({SATURDAY, SUNDAY})),
    Week.FRIDAY: (frozenset(), frozenset({FRIDAY})),
    Week.SUNDAY: (frozenset(), frozenset({SUNDAY})),
}
"""Weekdays that are short, and weekdays of rest."""


def hours_of(organization: Organization) -> WorkingHours:
    """The hours of work, for proposed dates and for time counted in working hours. For what leaves to customers take
    `hours_of(organization).for_messages()`."""
    short, rest = _WEEKS[organization.week]
    return WorkingHours(
        zone=ZoneInfo(organization.timezone),
        start=organization.workday_start,
        end=organization.workday_end,
        eve_end=organization.eve_end,
        keeps_hebrew=organization.keeps_hebrew_calendar,
        short_days=short,
        rest_days=rest,
    )


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A named day that is not worked as others: `until` says to what hour it is, None for not at all."""

    date: date
    he: str
    en: str
    until: str | None


def closed_days(organization: Organization, *, today: date, count: int = 8) -> tuple[ClosedDay, ...]:
    """The next festivals, eves and days of mourning that change the hours, those on a weekly rest left out."""
    hours = hours_of(organization)
    if not hours.keeps_hebrew:
        return ()
    coming = (
        ClosedDay(day.date, day.he, day.en, f"{hours.eve_end:%H:%M}" if hours.window(day.date) else None)
        for year in (today.year, today.year + 1)
        for day in named_days(year)
        if day.date >= today and day.kind is not DayKind.WORK and day.date.weekday() not in hours.rest_days
    )
    return tuple(islice(coming, count))
