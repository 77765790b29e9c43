"""The desk in the background: reports by e-mail."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from neeman.desk.reports.mailing import send_waiting, write_down
from neeman.jobs.registry import job
from neeman.jobs.work import Run
from neeman.orgs.access import Access


@job("desk.reports", nightly=True)
def mail_reports(access: Access, run: Run) -> dict[str, Any]:
    """Each report that somebody asked for, once a period; what the server did not take is tried the next night."""
    now = timezone.now()
    return {"made": write_down(timezone.localdate(now)), **send_waiting(access, now)}
