"""When a quote is followed up (R91): on days 2, 5 and 10, moved by what the customer does. Pure: no clock, no database."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

STEPS = (2, 5, 10)
"""Days after sending (S2:174)."""

REST = timedelta(days=2)
"""Nobody is followed up within two days of a talk, or of the follow-up before."""


@dataclass(frozen=True, slots=True)
class Event:
    """What happened on a day: the customer `opened` the quote or `asked`, we `answered` or `spoke` with them."""

    what: Literal["opened", "asked", "answered", "spoke"]
    on: date


def follow_up_days(
    sent_on: date,
    events: Collection[Event],
    *,
    workday: Callable[[date], date],
    done: Collection[int] = (),
    until: date | None = None,
) -> dict[int, date]:
    """Step (2, 5, 10) -> the day of each follow-up still to come. `workday` gives the first working day from a day on.

    - A question that nobody answered stops them all: the answer comes first.
    - After an answer or a talk there are two days of rest, and two between one follow-up and the next.
    - Once the customer opens the quote, the next one comes on the day after, if it would have come later.
    - None comes after `until`, the last day on which the customer can say yes: it comes on that day's eve at the
      latest, and what does not fit any more is left out.
    """
    last = {what: max((event.on for event in events if event.what == what), default=None) for what in _KINDS}
    if _after(last["asked"], last["answered"]):
        return {}
    talked = [day for day in (last["answered"], last["spoke"]) if day is not None]
    earliest = max([sent_on, *(day + REST for day in talked)])
    opened = last["opened"]
    found: dict[int, date] = {}
    for step in STEPS:
        if step in done:
            continue
        due = max(sent_on + timedelta(days=step), earliest)
        if not found and opened is not None and not any(opened <= day for day in talked):
            due = max(min(due, opened + timedelta(days=1)), earliest)
        due = workday(due)
        if until is not None and due > until:
            eve = workday(until - timedelta(days=1))
            if found or eve > until or eve < earliest:
                break
            due = eve
        found[step] = due
        earliest = due + REST
    return found


_KINDS = ("opened", "asked", "answered", "spoke")


def _after(asked: date | None, answered: date | None) -> bool:
    """Whether a question still waits. One that was asked and answered on the same day does not."""
    return asked is not None and (answered is None or answered < asked)
