"""What is to be done next: proposed by an outcome, the hour and the days of rest alone, or read from what was typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from neeman.activity.models import Outcome, Task
from neeman.lib.calendar import WorkingHours, parse_day
from neeman.lib.dates import DateError

TRIES = 3
"""After so many calls without an answer a message is proposed instead."""

MORNING, AFTERNOON = time(10), time(16)
QUOTE_BY = time(17)
"""A quote goes out on the day of the talk (S2:238)."""

BY_WHEN = re.compile(r"(?P<what>.*\S)(?:\s+(?:עד|by)\s+|\s*,\s*)(?P<when>[^,]+)")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A step to come."""

    kind: str
    title: str
    due_on: date
    due_at: time | None = None
    urgent: bool = False


def propose(outcome: str, now: datetime, *, tries: int, hours: WorkingHours) -> Proposal | None:
    """The next step after `outcome` at `now` (in the business's zone); None where the cadence is enough."""
    today = now.date()
    if outcome == Outcome.NO_ANSWER:
        tomorrow = hours.next_workday(today)
        if tries >= TRIES:
            return Proposal(Task.Kind.WHATSAPP, _("Write instead: no answer to several calls"), tomorrow)
        other_hour = AFTERNOON if now.time() < time(13) and not _is_short(tomorrow, hours) else MORNING
        return Proposal(Task.Kind.CALL, _("Call again"), tomorrow, other_hour)
    if outcome == Outcome.WANTS_QUOTE:
        by_today = now.time() < QUOTE_BY and _first_workday(today, hours) == today
        day = today if by_today else hours.next_workday(today)
        return Proposal(Task.Kind.QUOTE, _("Send a quote"), day, QUOTE_BY if by_today else None, urgent=True)
    if outcome == Outcome.COMPLAINT:
        return Proposal(Task.Kind.CALL, _("Answer the complaint"), _first_workday(today, hours), urgent=True)
    return None


def read_steps(lines: str, today: date, hours: WorkingHours) -> list[Proposal]:
    """Tasks as people write them down, one a line and perhaps with a day: "לשלוח מחירון עד 14.10" (S2:192).

    Without a day that can be read the whole line is the task, for the next working day.
    """
    return [_read_step(line, today, hours) for line in map(str.strip, lines.splitlines()) if line]


def _read_step(line: str, today: date, hours: WorkingHours) -> Proposal:
    found = BY_WHEN.fullmatch(line)
    if found is not None:
        try:
            return Proposal(Task.Kind.OTHER, found["what"], parse_day(found["when"], today))
        except DateError:
            pass
    return Proposal(Task.Kind.OTHER, line, hours.next_workday(today))


def _first_workday(day: date, hours: WorkingHours) -> date:
    """The day itself, or the first after it on which people work."""
    return hours.next_workday(day - timedelta(days=1))


def _is_short(day: date, hours: WorkingHours) -> bool:
    return hours.add_working_days(day, 0) != day
