"""Reads: one job, and the latest of a kind."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import Http404

from neeman.jobs.models import Job, State
from neeman.orgs.access import Access
from neeman.orgs.wall import across_organizations


def get_job(access: Access, pk: int) -> Job:
    """The job, or 404."""
    job = Job.objects.filter(pk=pk).first()
    if job is None:
        raise Http404
    return job


def find_latest(access: Access, name: str) -> Job | None:
    """The job of this name that was queued last, or None."""
    return Job.objects.filter(name=name).order_by("-pk").first()


def health(now: datetime, *, patience: timedelta) -> tuple[int, int]:
    """(jobs that were due longer ago than `patience` and still wait, jobs that failed in the last day); all houses."""
    with across_organizations():
        late = Job.objects.filter(state=State.WAITING, due_at__lt=now - patience).count()
        failed = Job.objects.filter(state=State.FAILED, ended_at__gt=now - timedelta(days=1)).count()
    return late, failed
