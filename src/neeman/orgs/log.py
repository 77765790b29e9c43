"""Writing the one log: the last line of every service."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from neeman.orgs.access import Access
from neeman.orgs.models import LogEntry

ENTRIES = 500
"""Of many at once, so many to a statement."""


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


def log_each(
    access: Access, model: type[models.Model], verb: str, told: Iterable[tuple[int, dict[str, Any]]]
) -> None:
    """The same of many rows of a table at once, an entry each: what was done to many was done to each. `told` is
    (id of the row, data)."""
    table = model._meta.label_lower
    entries = (
        LogEntry(member=access.member, verb=verb, subject_table=table, subject_id=pk, data=data)
        for pk, data in told
    )
    LogEntry.objects.bulk_create(entries, batch_size=ENTRIES)
