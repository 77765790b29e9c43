"""The next action of a deal: an open deal has one, with a day (R80). It is an activity's task about the deal."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from neeman.activity.models import Outcome, Task
from neeman.activity.proposing import Proposal, propose
from neeman.activity.services.cadence import day_of, refresh
from neeman.activity.services.interactions import Logged, Said, log_interaction
from neeman.customers.services.acting import Act
from neeman.lib.calendar import proposed
from neeman.orgs.access import Access
from neeman.orgs.changes import Recorder, StaleWrite
from neeman.orgs.hours import hours_of
from neeman.orgs.log import log
from neeman.orgs.models import ChangeSet
from neeman.sales.clock import ANSWER_IN
from neeman.sales.models import Deal
from neeman.sales.queries.deals import get_deal
from neeman.sales.queries.steps import find_next_step
from neeman.sales.services.acting import act_on_deal
from neeman.sales.services.ending import WON, put_won

ORIGIN = "deal"
PLANNED, REPLIED = "sales.step.planned", "sales.lead.replied"
DAYS = {"lead": 1, "contact": 3, "meeting": 2, "quote": 2, "close": 1}
"""Days to the next action by stage; a stage of the business's own takes USUAL_DAYS."""

USUAL_DAYS = 3


def usual_step(access: Access, deal: Deal, *, now: datetime) -> Proposal:
    """What is proposed next for a deal: a call within two working hours for a lead that waits, else a call on a whole
    working day soon, sooner the nearer the order."""
    hours = hours_of(access.organization)
    if deal.arrived_at is not None and deal.first_reply_at is None:
        until = hours.add_working_time(max(deal.arrived_at, now - ANSWER_IN), ANSWER_IN)
        local = until.astimezone(hours.zone)
        return Proposal(Task.Kind.CALL, deal.title, local.date(), local.time().replace(second=0), urgent=True)
    days = timedelta(days=DAYS.get(deal.stage.code, USUAL_DAYS))
    return Proposal(Task.Kind.CALL, deal.title, proposed(day_of(access, now), days, hours))


def plan_step(
    access: Access, deal: Deal, step: Proposal, *, task_version: int, now: datetime
) -> ChangeSet | None:
    """Set the next action of an open deal, or change the one that there is, read at `task_version` (0: none was seen).

    Raises StaleWrite when another was set or changed meanwhile.
    """
    with act_on_deal(access, deal, PLANNED) as act:
        current = find_next_step(deal)
        if (current.version if current else 0) != task_version:
            raise StaleWrite(current or deal)
        if current is None:
            put_step(act, access, deal, step)
        else:
            wanted = {
                "kind": step.kind,
                "title": step.title[:200],
                "due_on": step.due_on,
                "due_at": step.due_at,
            }
            act.recorder.update([current], [wanted])
        refresh(access, [deal.customer_id], today=day_of(access, now))
    return act.change_set


def finish_step(
    access: Access, deal: Deal, said: Said, *, next_step: Proposal | None, now: datetime
) -> Logged:
    """The next action was done: what came of it is recorded, and another follows, the one given or the usual one.

    So no open deal is left without one; an outcome that says the deal was closed wins it instead. The first word to a
    lead stops its clock. Raises Unfit, PermissionDenied, Http404.
    """
    with transaction.atomic():
        held = get_deal(access, deal.pk)
        step = find_next_step(held)
        wins = held.is_open and said.outcome == Outcome.CLOSED
        if wins or not held.is_open:
            next_step = None
        elif next_step is None:
            next_step = _after(access, held, said.outcome, now)
        logged = log_interaction(access, held.customer, said, now=now, task=step, next_step=next_step)
        if logged.change_set is not None:
            act = Act(Recorder(access, REPLIED, continued=logged.change_set))
            note_reply(act.recorder, held, now)
            if wins:
                put_won(act, access, held, now)
                log(access, held, WON, {"value_minor": held.value_minor, "stage": held.stage_id})
    return logged


def keep_going(act: Act, access: Access, task: Task, now: datetime) -> None:
    """A task about a deal was done or dropped, on whatever page: while the deal is open, something follows."""
    deal = Deal.objects.select_related("stage", "owner", "customer").filter(pk=task.about_id or 0).first()
    if deal is None or not deal.is_open:
        return
    if task.done_at is not None:
        note_reply(act.recorder, deal, now)
    if find_next_step(deal) is None:
        put_step(act, access, deal, usual_step(access, deal, now=now))


def note_reply(recorder: Recorder, deal: Deal, now: datetime) -> None:
    """The first word to a lead: its clock stops. Nothing for whoever was answered before or never arrived as a lead."""
    if deal.arrived_at is not None and deal.first_reply_at is None:
        recorder.update([deal], [{"first_reply_at": now}])


def put_step(act: Act, access: Access, deal: Deal, step: Proposal) -> Task:
    """A task about the deal for whoever works on it, within an act."""
    task = Task(
        customer_id=deal.customer_id,
        member=deal.owner or access.member,
        made_by=access.member,
        kind=step.kind,
        title=step.title[:200],
        due_on=step.due_on,
        due_at=step.due_at,
        urgent=step.urgent,
        origin=ORIGIN,
        about_table=Deal._meta.label_lower,
        about_id=deal.pk,
    )
    act.create(task)
    return task


def _after(access: Access, deal: Deal, outcome: str, now: datetime) -> Proposal:
    hours = hours_of(access.organization)
    if outcome in {Outcome.NO_ANSWER, Outcome.WANTS_QUOTE, Outcome.COMPLAINT}:
        found = propose(outcome, now.astimezone(ZoneInfo(access.organization.timezone)), tries=1, hours=hours)
        if found is not None:
            return found
    return usual_step(access, deal, now=now)
