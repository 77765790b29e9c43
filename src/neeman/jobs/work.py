"""Doing one job: called in the child process, and by tests directly."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field

from django.utils import timezone

from neeman.jobs.models import Job, State
from neeman.jobs.registry import JOBS
from neeman.orgs.access import Access, access_of, house_access
from neeman.orgs.entering import inside
from neeman.orgs.wall import across_organizations

BEAT_SECONDS = 0.5
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Run:
    """What a job's function gets besides its access: a way to say how far it is."""

    job: Job
    _told_at: float = field(default=0.0)

    def tell(self, step: str, done: int = 0, total: int = 0) -> None:
        """Show progress: `step` is a word known to the page, `done` of `total` in the step's own units."""
        job, now = self.job, time.monotonic()
        if step == job.progress_step and done < total and now - self._told_at < BEAT_SECONDS:
            return
        self._told_at = now
        job.progress_step, job.progress_done, job.progress_total = step, done, total
        job.beat_at = timezone.now()
        job.save(update_fields=["progress_step", "progress_done", "progress_total", "beat_at"])


def do_job(job_id: int) -> State:
    """Run one job that has been claimed, inside its organization's scope, and record how it ended."""
    with across_organizations():
        job = Job.objects.select_related("organization", "member__user").get(pk=job_id)
    with inside(job.organization):
        return _do(job)


def _do(job: Job) -> State:
    registered = JOBS[job.name]
    try:
        result = registered.work(_access(job), Run(job), **job.payload)
    except Exception as fault:
        logger.exception("job %s %s", job.pk, job.name)
        return end(job, State.FAILED, error=f"{type(fault).__name__}: {fault}"[:500])
    job.result = result or {}
    return end(job, State.DONE)


def end(job: Job, state: State, *, error: str = "") -> State:
    """Write how the job ended."""
    job.state, job.error, job.ended_at = state, error, timezone.now()
    job.save(update_fields=["state", "error", "ended_at", "result"])
    return state


def _access(job: Job) -> Access:
    return access_of(job.member) if job.member else house_access(job.organization)


def do_waiting() -> int:
    """Do everything that waits, here and now; for commands and tests. Returns how many jobs ran."""
    count = 0
    while True:
        with across_organizations():
            job = Job.objects.filter(state=State.WAITING, due_at__lte=timezone.now()).order_by("pk").first()
            if job is None:
                return count
            Job.objects.filter(pk=job.pk).update(state=State.RUNNING, attempts=job.attempts + 1)
        do_job(job.pk)
        count += 1
