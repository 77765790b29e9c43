"""Writing the one log: the last line of every service."""

from __future__ import annotations

from typing import Any

from django.db import models

from neeman.orgs.access import Access
from neeman.orgs.models import LogEntry


def log(
    access: Access, subject: models.Model | None, verb: str, data: dict[str, Any] | None = None
) -> LogEntry:
    """Record that `access` did `verb` ("room.noun.done") to `subject`; `data` holds no secrets."""
    return LogEntry.objects.create(
        member=access.member,
        verb=verb,
        subject_table=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        data=data or {},
    )
