"""The worker: claims what is due, runs it in a child process under limits, and wakes the nightly jobs.

It polls: one indexed query twice a second is nothing, and works alike on SQLite and PostgreSQL. A job whose child
dies is tried again (jobs must be resumable or all-or-nothing) until its attempts are spent. What people wait for goes
before the machine's own work, which is stopped for it.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import datetime, timedelta
from multiprocessing.process import BaseProcess
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from neeman.jobs.child import do, prepare, start
from neeman.jobs.models import Job, State
from neeman.jobs.registry import JOBS, Registered
from neeman.jobs.services import enqueue
from neeman.jobs.work import end
from neeman.orgs.access import house_access
from neeman.orgs.models import Organization
from neeman.orgs.wall import across_organizations, organization_scope

POLL_SECONDS, LOOK_SECONDS = 0.5, 0.05
STOPPED, GAVE_WAY, TIME = "stopped", "gave way", "time"
NIGHT_HOUR = 3
logger = logging.getLogger(__name__)


def work_forever(stop: threading.Event) -> None:
    """Take one job after another until told to stop."""
    prepare()
    recover()
    last_night: datetime | None = None
    while not stop.is_set():
        now = timezone.now()
        if last_night is None or now - last_night > timedelta(minutes=10):
            queue_nightly(now)
            last_night = now
        job = claim(now)
        if job is None:
            stop.wait(POLL_SECONDS)
        else:
            run_in_child(job, stop)


def recover() -> None:
    """Jobs that ran when the worker died wait again: their children died with it."""
    with across_organizations():
        Job.objects.filter(state=State.RUNNING).update(state=State.WAITING)


def claim(now: datetime) -> Job | None:
    """Take the oldest job that is due, people's before the machine's, so that no other worker takes it; None when
    nothing waits."""
    with across_organizations():
        job = _of_people(now).first() or _due(now).first()
        if job is None:
            return None
        taken = Job.objects.filter(pk=job.pk, state=State.WAITING).update(
            state=State.RUNNING, attempts=job.attempts + 1, beat_at=now
        )
        return Job.objects.get(pk=job.pk) if taken else None


def _due(now: datetime) -> QuerySet[Job]:
    return Job.objects.filter(state=State.WAITING, due_at__lte=now).order_by("due_at", "pk")


def _of_people(now: datetime) -> QuerySet[Job]:
    return _due(now).exclude(name__in=[name for name, registered in JOBS.items() if registered.yields])


def queue_nightly(now: datetime) -> None:
    """Queue each nightly job once a night for each organization, in its own time zone."""
    for organization in Organization.objects.all():
        local = now.astimezone(ZoneInfo(organization.timezone))
        if local.hour < NIGHT_HOUR:
            continue
        night = f"night {local:%Y-%m-%d}"
        with organization_scope(organization.pk):
            for registered in JOBS.values():
                if registered.nightly and not Job.objects.filter(name=registered.name, key=night).exists():
                    enqueue(house_access(organization), registered.name, key=night)


def run_in_child(job: Job, stop: threading.Event) -> None:
    """Run the job in a process of its own and see to it that its end is recorded, however it ended."""
    registered = JOBS[job.name]
    connection.close()  # no open SQLite handle is shared with a child
    child = start(do, job.pk, seconds=registered.seconds, memory_mb=registered.memory_mb)
    gives_way = registered.yields and job.attempts < registered.attempts
    why = _watch(child, registered, stop, gives_way=gives_way)
    with across_organizations():
        now = Job.objects.get(pk=job.pk)
    if now.state == State.RUNNING:
        with organization_scope(job.organization_id):
            _record_death(now, registered, why or f"ended with {child.exitcode}")


def _watch(child: BaseProcess, registered: Registered, stop: threading.Event, *, gives_way: bool) -> str:
    """Wait for the child; kill it at the end of its time, when the worker stops, or for what people wait for. Returns
    why, if it did."""
    deadline = time.monotonic() + registered.seconds
    asks_at = time.monotonic() + POLL_SECONDS
    while child.is_alive():
        why, now = "", time.monotonic()
        if stop.is_set() or now > deadline:
            why = STOPPED if stop.is_set() else TIME
        elif gives_way and now > asks_at:
            asks_at = now + POLL_SECONDS
            why = GAVE_WAY if _somebody_waits() else ""
        if why:
            child.kill()
            child.join()
            return why
        child.join(LOOK_SECONDS)
    return ""


def _somebody_waits() -> bool:
    with across_organizations():
        return _of_people(timezone.now()).exists()


def _record_death(job: Job, registered: Registered, why: str) -> None:
    if why in (STOPPED, GAVE_WAY) or (job.attempts < registered.attempts and why != TIME):
        job.state = State.WAITING
        job.save(update_fields=["state"])
        return
    logger.error("job %s %s died: %s", job.pk, job.name, why)
    end(job, State.FAILED, error=why)
