"""When something that waits is due: pure, in the hours in which people are reached."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from neeman.automations.models import WaitUnit
from neeman.lib.calendar import Months, WorkingHours, later

MORNING = time(10)
"""What waits for days is done at this hour of its day: early enough to be answered, late enough to be welcome."""


def due_after(happened_at: datetime, wait: int, unit: str, hours: WorkingHours) -> datetime:
    """When it is due (UTC): never in a closed hour, and after days or more at 10:00 of a whole working day.

    >>> from zoneinfo import ZoneInfo
    >>> zone = ZoneInfo("Asia/Jerusalem")
    >>> hours = WorkingHours(zone=zone).for_messages()
    >>> due_after(datetime(2026, 3, 5, 21, 0, tzinfo=zone), 0, "days", hours).astimezone(zone).isoformat()
    '2026-03-06T09:00:00+02:00'
    >>> due_after(datetime(2026, 3, 5, 21, 0, tzinfo=zone), 1, "days", hours).astimezone(zone).isoformat()
    '2026-03-08T10:00:00+02:00'
    """
    if not wait:
        return hours.next_open(happened_at)
    if unit == WaitUnit.HOURS:
        return hours.next_open(hours.add_working_time(happened_at, timedelta(hours=wait)))
    day = happened_at.astimezone(hours.zone).date()
    return at_morning(_day(day, wait, unit, hours), hours)


def at_morning(day: date, hours: WorkingHours) -> datetime:
    """The morning of that day (UTC), or the next open hour after it."""
    return hours.next_open(datetime.combine(day, MORNING, hours.zone))


def last_open_day(day: date, hours: WorkingHours) -> date:
    """That day, or the last one before it on which people are reached in the morning: what is for a day comes no later."""
    while not hours.is_open(datetime.combine(day, MORNING, hours.zone)):
        day -= timedelta(days=1)
    return day


def _day(day: date, wait: int, unit: str, hours: WorkingHours) -> date:
    match unit:
        case WaitUnit.WORKDAYS:
            return hours.add_working_days(day, wait)
        case WaitUnit.MONTHS:
            then = later(day, Months(wait))
        case WaitUnit.WEEKS:
            then = day + timedelta(weeks=wait)
        case _:
            then = day + timedelta(days=wait)
    return hours.add_working_days(then, 0)
