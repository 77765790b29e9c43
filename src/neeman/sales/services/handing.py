"""Handing a deal over to a colleague: with its open tasks and a word, so that nothing is lost."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from neeman.activity.models import Interaction, Task
from neeman.activity.models import Kind as TalkKind
from neeman.activity.services.cadence import day_of, refresh
from neeman.customers.queries.visible import visible
from neeman.orgs.access import Access, access_of
from neeman.orgs.models import ChangeSet, Member
from neeman.sales.models import Deal
from neeman.sales.queries.steps import open_steps
from neeman.sales.services.acting import Unfit, act_on_deal, hold

HANDED = "sales.deal.handed"


def hand_deal(
    access: Access, deal: Deal, to: Member, *, words: str, version: int, now: datetime
) -> ChangeSet | None:
    """`to` works on the deal from now on: its open tasks move along, and `words` are noted.

    Raises StaleWrite, and Unfit for a colleague who has it already, has left, or does not see the customer.
    """
    if not to.is_active or to.pk == deal.owner_id:
        raise Unfit(_("Choose a colleague who does not work on this deal yet."), "member")
    if not visible(access_of(to)).filter(pk=deal.customer_id).exists():
        raise Unfit(_("This colleague does not see the customer. Hand the customer over first."), "member")
    with act_on_deal(access, deal, HANDED, to=str(to)) as act:
        held = hold(deal, version)
        act.recorder.update([held], [{"owner_id": to.pk}])
        tasks: list[Task] = list(open_steps().filter(about_id=deal.pk))
        act.recorder.update(tasks, [{"member_id": to.pk}] * len(tasks))
        note = Interaction(customer_id=held.customer_id, member=access.member, kind=TalkKind.HANDED, at=now)
        note.topic, note.text = str(to)[:200], words.strip()
        note.about_table, note.about_id = Deal._meta.label_lower, held.pk
        act.create(note)
        refresh(access, [held.customer_id], today=day_of(access, now))
    return act.change_set
