"""Handing a customer over to a colleague: with its open tasks and a word, and nothing is lost (R33)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from neeman.activity.models import Interaction, Kind, Task
from neeman.activity.services.cadence import day_of, refresh
from neeman.customers.models import Customer
from neeman.customers.services.acting import Unfit, act_on, hold
from neeman.orgs.access import Access
from neeman.orgs.models import ChangeSet, Member
from neeman.orgs.roles import May

HANDED = "activity.customer.handed"


def hand_over(
    access: Access, customer: Customer, to: Member, *, words: str, version: int, now: datetime
) -> ChangeSet | None:
    """`to` answers for the customer from now on: the open tasks of the one before move along, and `words` are noted.

    Raises Unfit when it is theirs already or they have left, StaleWrite.
    """
    if not to.is_active or to.pk == customer.owner_id:
        raise Unfit(_("Choose a colleague who does not look after this customer yet."), "member")
    access.require(May.EDIT_CUSTOMERS)
    with act_on(access, customer, HANDED, permission=May.LOG_ACTIVITY, to=str(to)) as act:
        held = hold(customer, version)
        tasks = list(Task.objects.filter(customer=customer, member=held.owner, done_at=None, dropped_at=None))
        act.recorder.update([held], [{"owner_id": to.pk}])
        act.recorder.update(tasks, [{"member_id": to.pk}] * len(tasks))
        note = Interaction(
            customer=customer, member=access.member, kind=Kind.HANDED, at=now, text=words.strip()
        )
        note.topic = str(to)[:200]
        act.create(note)
        refresh(access, [customer.pk], today=day_of(access, now))
    return act.change_set
