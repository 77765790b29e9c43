"""The portfolio's work in the background: after an import, after grades were approved, and each night."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from neeman.customers.services.merging import MERGED
from neeman.jobs.registry import job
from neeman.jobs.work import Run
from neeman.orgs.access import Access
from neeman.portfolio.services import APPROVED, HISTORY, RECOMPUTE

STEPS = ("reading", "customers", "portfolio", "models", "writing")

# Address space, not use: DuckDB keeps to its own limit but reserves stacks and arenas far beyond it.
MEMORY_MB = 6_144


@job(RECOMPUTE, memory_mb=MEMORY_MB, nightly=True, follows=(MERGED, APPROVED), yields=True)
def recompute_portfolio(access: Access, run: Run) -> dict[str, Any]:
    """Measure everything as of today in the organization's zone."""
    from neeman.portfolio.computing import recompute  # the engine is loaded in the child process only

    def tell(step: str) -> None:
        run.tell(step, STEPS.index(step) if step in STEPS else 0, len(STEPS))

    snapshot = recompute(access, today=_today(access), tell=tell)
    return {"as_of": snapshot.as_of.isoformat() if snapshot else None}


@job(HISTORY, seconds=3_600, memory_mb=MEMORY_MB, yields=True)
def look_back(access: Access, run: Run) -> dict[str, Any]:
    """Fill in the quarters that ended before the first computation, and thin out the days of long ago."""
    from neeman.portfolio.history import fill_history, thin_history

    filled = fill_history(access, tell=run.tell)
    return {"filled": [day.isoformat() for day in filled], "thinned": thin_history(access, _today(access))}


def _today(access: Access) -> date:
    return timezone.now().astimezone(ZoneInfo(access.organization.timezone)).date()
