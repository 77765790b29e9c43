"""The two hours in which a lead is answered (R81), counted in working time from its arrival."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from neeman.lib.calendar import WorkingHours

ANSWER_IN = timedelta(hours=2)


class Waiting(StrEnum):
    """How a lead's clock stands."""

    RUNNING = "running"
    PASSED = "passed"
    IN_TIME = "in_time"
    TOO_LATE = "too_late"


@dataclass(frozen=True, slots=True)
class Clock:
    """One lead's clock. `deadline` is UTC; `took` is the working time until the reply, or until now."""

    state: Waiting
    deadline: datetime
    took: timedelta

    @property
    def left(self) -> timedelta:
        """What is left of the two hours, none once they have passed."""
        return max(ANSWER_IN - self.took, timedelta())


def clock_of(
    arrived_at: datetime, replied_at: datetime | None, *, now: datetime, hours: WorkingHours
) -> Clock:
    """The clock of a lead as seen at `now`. A lead of the night waits from the morning on.

    >>> from datetime import UTC
    >>> from zoneinfo import ZoneInfo
    >>> hours = WorkingHours(zone=ZoneInfo("Asia/Jerusalem"))
    >>> sunday = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)  # nine o'clock
    >>> clock_of(sunday, None, now=sunday + timedelta(minutes=30), hours=hours).left
    datetime.timedelta(seconds=5400)
    """
    took = hours.working_time(arrived_at, replied_at or now)
    deadline = hours.add_working_time(arrived_at, ANSWER_IN)
    if replied_at is None:
        return Clock(Waiting.PASSED if now > deadline else Waiting.RUNNING, deadline, took)
    return Clock(Waiting.TOO_LATE if replied_at > deadline else Waiting.IN_TIME, deadline, took)
