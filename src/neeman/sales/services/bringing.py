"""What many deals that come in at once bring with them, within the caller's change set: next actions and customers who
bought. Nothing of it is an act of today, so nothing is logged deal by deal and no automation begins."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from neeman.activity.models import Task
from neeman.customers.models import Customer, Status
from neeman.orgs.access import Access
from neeman.orgs.changes import PAGE, Recorder
from neeman.sales.models import Deal
from neeman.sales.queries.steps import ABOUT, open_steps
from neeman.sales.services.next_steps import ORIGIN, usual_step


def put_steps(access: Access, recorder: Recorder, deals: Sequence[Deal], *, now: datetime) -> None:
    """The usual next action for each of these open deals, for whoever works on it or else for whoever brings them in."""
    usual, mine = {}, access.member.pk if access.member else None
    for deal in deals:
        if deal.stage_id not in usual:
            usual[deal.stage_id] = usual_step(access, deal, now=now)
    tasks = [
        Task(
            customer_id=deal.customer_id,
            member_id=deal.owner_id or mine,
            made_by=access.member,
            kind=usual[deal.stage_id].kind,
            title=deal.title,
            due_on=usual[deal.stage_id].due_on,
            origin=ORIGIN,
            about_table=ABOUT,
            about_id=deal.pk,
        )
        for deal in deals
    ]
    recorder.created(Task.objects.bulk_create(tasks, batch_size=PAGE))


def drop_steps_of(recorder: Recorder, deal_ids: Collection[int], *, now: datetime) -> None:
    """Deals that have ended need no next action."""
    if deal_ids:
        tasks = list(open_steps().filter(about_id__in=list(deal_ids)).select_for_update())
        recorder.update(tasks, [{"dropped_at": now}] * len(tasks))


def give_steps(recorder: Recorder, owners: Mapping[int, int]) -> None:
    """Deals (id -> member) that somebody works on from now on: their open tasks are that member's."""
    if owners:
        tasks = list(open_steps().filter(about_id__in=list(owners)).select_for_update())
        recorder.update(tasks, [{"member_id": owners[task.about_id or 0]} for task in tasks])


def note_buyers(recorder: Recorder, since: Mapping[int, date]) -> None:
    """Leads of these ids who bought are leads no more; `since` is the day of their first won deal."""
    if since:
        leads = list(Customer.objects.select_for_update().filter(pk__in=list(since), status=Status.LEAD))
        wanted = [
            {"status": Status.ACTIVE, "customer_since": lead.customer_since or since[lead.pk]}
            for lead in leads
        ]
        recorder.update(leads, wanted)
