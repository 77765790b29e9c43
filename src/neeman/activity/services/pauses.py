"""Not now: a customer rests until a day, for every reason of contact or for one of them."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from neeman.activity.models import Pause, Task
from neeman.activity.services.cadence import day_of, refresh
from neeman.customers.models import Customer
from neeman.customers.services.acting import Unfit, act_on, hold
from neeman.orgs.access import Access
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import May

PAUSED = "activity.customer.paused"
RESUMED = "activity.customer.resumed"


def pause(
    access: Access,
    customer: Customer,
    until: date,
    *,
    now: datetime,
    reason: str = "",
    signal: str = "",
    task: Task | None = None,
) -> ChangeSet | None:
    """No contact before `until`; `signal` limits it to one reason, and a `task` behind it waits as well. A later pause
    takes the place of an earlier one.

    Raises Unfit for a day that is not to come and for an archived customer, StaleWrite.
    """
    today = day_of(access, now)
    if until <= today:
        raise Unfit(_("Until when? Choose a day to come."), "until")
    if customer.archived_at is not None:
        raise Unfit(_("An archived customer is not followed up."))
    with act_on(access, customer, PAUSED, permission=May.LOG_ACTIVITY, finds=False, until=until) as act:
        act.recorder.removed(list(Pause.objects.filter(customer=customer, signal=signal)))
        if task is not None:
            act.recorder.update([hold(task, task.version)], [{"due_on": until, "due_at": None}])
        act.create(
            Pause(customer=customer, until=until, reason=reason[:120], signal=signal, member=access.member)
        )
        refresh(access, [customer.pk], today=today)
    return act.change_set


def resume(access: Access, customer: Customer, *, now: datetime) -> ChangeSet | None:
    """End all pauses of a customer; None when there is none."""
    with act_on(access, customer, RESUMED, permission=May.LOG_ACTIVITY, finds=False) as act:
        act.recorder.removed(list(Pause.objects.filter(customer=customer)))
        refresh(access, [customer.pk], today=day_of(access, now))
    return act.change_set
