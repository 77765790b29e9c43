"""Writes: putting work into the queue."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from neeman.jobs.models import Job, State
from neeman.jobs.registry import JOBS
from neeman.orgs.access import Access

AFTER_A_WHILE = timedelta(seconds=30)
"""So long what follows an act waits for the next of its kind, so that ten acts in a row are followed once."""


def tell_of(access: Access, what: str) -> None:
    """Queue the jobs that follow this; a room below them says so without knowing who listens."""
    for name, registered in JOBS.items():
        if what in registered.follows:
            enqueue(access, name, due_at=timezone.now() + AFTER_A_WHILE, key=f"after {what}")


def enqueue(
    access: Access,
    name: str,
    payload: dict[str, Any] | None = None,
    *,
    due_at: datetime | None = None,
    key: str = "",
) -> Job:
    """Queue a registered job; the worker takes it once the caller's transaction is committed.

    With a `key`, a job of that name and key that still waits is returned instead of a second one.
    Raises KeyError for a name that no room registered.
    """
    JOBS[name]
    if key:
        waiting = Job.objects.filter(name=name, key=key, state=State.WAITING).first()
        if waiting is not None:
            return waiting
    return Job.objects.create(
        name=name, payload=payload or {}, member=access.member, due_at=due_at or timezone.now(), key=key
    )
