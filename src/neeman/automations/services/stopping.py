"""Stopping by hand: one run, or all that waits for a customer. Undone like every other act."""

from __future__ import annotations

from datetime import datetime

from neeman.automations.models import Run, State
from neeman.customers.models import Customer
from neeman.customers.services.acting import act_on
from neeman.orgs.access import Access
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import May

STOPPED = "automations.run.stopped"


def stop_run(access: Access, run: Run, *, now: datetime) -> ChangeSet | None:
    """One thing is not done; None where it was done or stopped meanwhile."""
    return _stop(access, run.customer, [run.pk], "by_hand", now)


def stop_customer(access: Access, customer: Customer, *, now: datetime) -> ChangeSet | None:
    """Nothing that waits for this customer is done; None where nothing waits."""
    waiting = Run.objects.filter(customer=customer, state=State.WAITING)
    return _stop(access, customer, list(waiting.values_list("pk", flat=True)), "customer", now)


def _stop(access: Access, customer: Customer, ids: list[int], why: str, now: datetime) -> ChangeSet | None:
    permission = May.LOG_ACTIVITY
    with act_on(access, customer, STOPPED, permission=permission, finds=False, count=len(ids)) as act:
        runs = list(Run.objects.select_for_update().filter(pk__in=ids, state=State.WAITING))
        member = access.member.pk if access.member else None
        stopped = {"state": State.STOPPED, "why": why, "ended_at": now, "stopped_by_id": member}
        act.recorder.update(runs, [stopped] * len(runs))
    return act.change_set
