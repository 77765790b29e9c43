"""A clock that a test moves: the product reads the time by `django.utils.timezone.now` and in no other way."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from neeman.jobs.models import Job, State
from neeman.jobs.work import do_waiting
from neeman.jobs.worker import NIGHT_HOUR, queue_nightly
from neeman.orgs.wall import across_organizations

ZONE = ZoneInfo("Asia/Jerusalem")
LAST_LOOK = timedelta(minutes=3)
"""Longer than the automations and the outbox put off their next look."""


class Clock:
    """Goes on by itself from wherever it was put, so that what happens later has a later time."""

    def __init__(self) -> None:
        self.at(datetime.now(ZONE))

    def __call__(self) -> datetime:
        """What `timezone.now` answers."""
        return self._put + timedelta(seconds=time.monotonic() - self._since)

    @property
    def today(self) -> date:
        """The day where the business is."""
        return self().astimezone(ZONE).date()

    def at(self, moment: datetime) -> None:
        """Put it there."""
        self._put, self._since = moment.astimezone(ZoneInfo("UTC")), time.monotonic()

    def to(self, hour: str) -> None:
        """Later on the same day: "14:30"."""
        at = datetime.strptime(hour, "%H:%M").time()
        moment = datetime.combine(self.today, at, ZONE)
        assert moment > self(), f"the clock goes forward only: {hour}"
        self.at(moment)

    def sleep(self) -> None:
        """Over to the next morning, through a night in which the scheduler queues its work and the worker does it."""
        tomorrow = self.today + timedelta(days=1)
        self.at(
            datetime.combine(tomorrow, datetime.min.time(), ZONE) + timedelta(hours=NIGHT_HOUR, minutes=5)
        )
        queue_nightly(self())
        self.work()
        self.to("08:30")
        self.work()

    def work(self) -> None:
        """What waits for the worker is done, and what it left for its next look."""
        do_waiting()
        self.at(self() + LAST_LOOK)
        do_waiting()
        with across_organizations():
            failed = list(Job.objects.filter(state=State.FAILED).values_list("name", "error"))
        assert failed == []


@contextmanager
def moved_clock() -> Iterator[Clock]:
    """Puts the clock in the place of the real one, for this process: the live server's threads and the jobs."""
    clock = Clock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", clock)
        yield clock
