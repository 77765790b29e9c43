"""Having the worker look: soon after something was switched on, and every two minutes while something is on."""

from __future__ import annotations

from datetime import datetime, timedelta

from neeman.jobs.services import enqueue
from neeman.orgs.access import Access, house_access

EVERY = timedelta(minutes=2)


def wake(access: Access, at: datetime) -> None:
    """One look waits at a time, whoever asks for it."""
    enqueue(house_access(access.organization), "automations.look", due_at=at, key="automations")
