"""What the room does later: a look every two minutes while something is on, and one each night in case it fell asleep."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from neeman.automations.models import Automation, Run, State
from neeman.automations.queries.newsletters import get_newsletter
from neeman.automations.services.doing import do_due
from neeman.automations.services.newsletters import count, hand_all
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


@job("automations.count", seconds=1_800, attempts=20)
def count_readers(access: Access, run: JobRun, pk: int) -> dict[str, Any]:
    """Who gets a newsletter, and who not and why."""
    newsletter = get_newsletter(access, pk)
    count(access, newsletter, now=timezone.now(), tell=lambda done, total: run.tell("counting", done, total))
    return {}


@job("automations.send_newsletter", seconds=3_600, attempts=1_000)
def send_newsletter(access: Access, run: JobRun, pk: int) -> dict[str, Any]:
    """Hand it over, one by one; it may die at any moment."""
    newsletter = get_newsletter(access, pk)
    hand_all(
        access, newsletter, clock=timezone.now, tell=lambda done, total: run.tell("sending", done, total)
    )
    return {}


def _anything() -> bool:
    on = Automation.objects.filter(is_on=True, archived_at=None)
    return on.exists() or Run.objects.filter(state=State.WAITING).exists()
