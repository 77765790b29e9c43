"""The portfolio's work in the background: after an import, and each night."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from neeman.jobs.registry import job
from neeman.jobs.work import Run
from neeman.orgs.access import Access
from neeman.portfolio.services import RECOMPUTE

STEPS = ("reading", "customers", "portfolio", "writing")


@job(RECOMPUTE, nightly=True)
def recompute_portfolio(access: Access, run: Run) -> dict[str, Any]:
    """Measure everything as of today in the organization's zone."""
    from neeman.portfolio.computing import recompute  # the engine is loaded in the child process only

    today = timezone.now().astimezone(ZoneInfo(access.organization.timezone)).date()

    def tell(step: str) -> None:
        run.tell(step, STEPS.index(step) if step in STEPS else 0, len(STEPS))

    snapshot = recompute(access, today=today, tell=tell)
    return {"as_of": snapshot.as_of.isoformat() if snapshot else None}
