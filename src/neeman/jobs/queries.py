"""Reads: one job, and the latest of a kind."""

from __future__ import annotations

from django.http import Http404

from neeman.jobs.models import Job
from neeman.orgs.access import Access


def get_job(access: Access, pk: int) -> Job:
    """The job, or 404."""
    job = Job.objects.filter(pk=pk).first()
    if job is None:
        raise Http404
    return job


def find_latest(access: Access, name: str) -> Job | None:
    """The job of this name that was queued last, or None."""
    return Job.objects.filter(name=name).order_by("-pk").first()
