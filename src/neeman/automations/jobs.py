"""What the room does later: a look every two minutes while something is on, and one each night in case it fell asleep."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from neeman.automations.models import Automation, Run, State
from neeman.automations.services.doing import do_due
from neeman.automations.services.reading import read_all
from neeman.automations.waking import EVERY, wake
from neeman.customers.services.standings import STANDINGS
from neeman.jobs.registry import job
from neeman.jobs.work import Run as JobRun
from neeman.orgs.access import Access


@job("automations.look", seconds=300, attempts=1_000)
def look(access: Access, run: JobRun) -> dict[str, Any]:
    """Read what happened and do what is due. It may die at any moment: each run knows by itself how far it came."""
    if not _anything():
        return {}
    wake(access, timezone.now() + EVERY)
    planned = read_all(access, now=timezone.now())
    return {"planned": planned, "looked_at": do_due(access, clock=timezone.now)}


@job("automations.night", nightly=True, follows=(STANDINGS,))
def look_again(access: Access, run: JobRun) -> dict[str, Any]:
    """After new figures, and each night in case it fell asleep."""
    if _anything():
        wake(access, timezone.now())
    return {}


def _anything() -> bool:
    on = Automation.objects.filter(is_on=True, archived_at=None)
    return on.exists() or Run.objects.filter(state=State.WAITING).exists()
