"""Doing what is due: each run in one transaction that holds the decision, what was made, and the new state.

So a process that dies leaves a run either untouched or done, and nobody gets a thing twice. The customer's row is held
meanwhile, and after something reached a customer the next waits: one queue for each of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import override

from neeman.automations.acting import acting_access, reaching_hours
from neeman.automations.acts import Done, Later, NotDone, about_of, do
from neeman.automations.conditions import Asked, first_that_fails
from neeman.automations.facts import Facts, answered_between, bought_between, facts_of
from neeman.automations.models import Act, Automation, Run, State, StopOn
from neeman.automations.reasons import PASSING, STOPPING
from neeman.automations.triggers import find_trigger
from neeman.automations.waits import at_morning
from neeman.customers.models import Customer
from neeman.lib.calendar import WorkingHours
from neeman.orgs.access import Access
from neeman.orgs.log import log

MOST = 300
"""Runs to one job; the rest is taken by the next."""
SPACE_DAYS = 2
"""Between two things that automations send to one customer."""
PATIENCE_DAYS = 14
"""So long a run may be put off by others before it is given up."""

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Case:
    """A run with everything that is asked before it is done."""

    run: Run
    acting: Access
    facts: Facts
    hours: WorkingHours
    now: datetime

    @property
    def automation(self) -> Automation:
        """What is to be done."""
        return self.run.automation


Verdict = Done | Later | NotDone


def do_due(access: Access, *, clock: Clock, most: int = MOST) -> int:
    """Do what is due, the most urgent first; returns how many runs were looked at."""
    due = Run.objects.filter(state=State.WAITING, due_at__lte=clock())
    ids = list(due.order_by("automation__priority", "planned_at", "pk").values_list("pk", flat=True)[:most])
    for pk in ids:
        do_one(access, pk, now=clock())
    return len(ids)


def do_one(access: Access, pk: int, *, now: datetime) -> Run | None:
    """Do, stop, skip or put off one run that is due; None where it is not waiting any more."""
    with transaction.atomic():
        run = Run.objects.select_for_update().filter(pk=pk, state=State.WAITING, due_at__lte=now).first()
        if run is None:
            return None
        Customer.objects.select_for_update().get(pk=run.customer_id)
        verdict = _decide(access, run, now)
        match verdict:
            case Later():
                run.due_at, run.why = max(verdict.due_at, now + timedelta(minutes=1)), verdict.why
            case NotDone():
                run.state, run.why, run.ended_at = verdict.state, verdict.why, now
            case Done():
                run.state, run.why, run.ended_at = State.DONE, verdict.why, now
                run.message, run.task = verdict.message, verdict.task
        run.save()
        if run.state == State.DONE:
            told = {"automation": run.automation_id, "name": run.automation.name, "run": run.pk}
            log(access, run.customer, "automations.run.done", told)
        return run


def _decide(access: Access, run: Run, now: datetime) -> Verdict:
    automation = run.automation
    acting = acting_access(automation)
    if not automation.is_on or automation.archived_at or acting is None:
        return NotDone(State.STOPPED, "off")
    facts = facts_of(acting, [run.customer_id], now=now).get(run.customer_id)
    if facts is None:
        return NotDone(State.STOPPED, "unseen")
    case = Case(run, acting, facts, reaching_hours(access.organization), now)
    waits_or_not = _needless(case) or _not_yet(case)
    if waits_or_not is not None:
        return waits_or_not
    with override(automation.language):
        return _settled(case, do(acting, run, facts, case.hours, now))


def _needless(case: Case) -> NotDone | None:
    """Why it is not to be done at all."""
    run, automation = case.run, case.automation
    if run.about_id is not None and about_of(run) is None:
        return NotDone(State.STOPPED, "gone")
    since, day = run.happened_at, run.happened_at.astimezone(case.hours.zone).date()
    if StopOn.ANSWERED in automation.stops and answered_between(run.customer_id, since, case.now):
        return NotDone(State.STOPPED, "answered")
    today = case.now.astimezone(case.hours.zone).date()
    if StopOn.BOUGHT in automation.stops and bought_between(run.customer_id, day, today):
        return NotDone(State.STOPPED, "bought")
    asked = Asked(case.facts, run.cause.get("amount_minor"), case.now)
    if first_that_fails(automation.conditions, asked) is not None:
        return NotDone(State.SKIPPED, "condition")
    trigger = find_trigger(automation.trigger)
    good_for = min(trigger.good_for_days if trigger else 0, PATIENCE_DAYS)
    if case.now > max(run.planned_at, run.made_at) + timedelta(days=good_for):
        return NotDone(State.SKIPPED, "late")
    return None


def _not_yet(case: Case) -> Later | None:
    """What it still has to wait for; only what reaches the customer waits."""
    if not case.automation.reaches_out:
        return None
    if case.facts.paused_until is not None:
        return Later("paused", at_morning(case.facts.paused_until, case.hours))
    if not case.hours.is_open(case.now):
        return Later("quiet", case.hours.next_open(case.now))
    sent = Run.objects.filter(state=State.DONE, automation__act=Act.MESSAGE)
    last = sent.filter(customer=case.run.customer_id).order_by("-ended_at").first()
    today = case.now.astimezone(case.hours.zone).date()
    if last is not None and last.ended_at is not None:
        free = last.ended_at.astimezone(case.hours.zone).date() + timedelta(days=SPACE_DAYS)
        if today < free:
            return Later("queue", at_morning(free, case.hours))
    begun = datetime.combine(today, datetime.min.time(), case.hours.zone)
    if sent.filter(automation=case.automation, ended_at__gte=begun).count() >= case.automation.most_a_day:
        return Later("day_full", at_morning(today + timedelta(days=1), case.hours))
    return None


def _settled(case: Case, verdict: Verdict) -> Verdict:
    """What the gate refused: stopped where it is the customer's word, put off where another day may change it."""
    if isinstance(verdict, NotDone) and verdict.why in STOPPING:
        return NotDone(State.STOPPED, verdict.why)
    if isinstance(verdict, NotDone) and verdict.why in PASSING:
        tomorrow = case.now.astimezone(case.hours.zone).date() + timedelta(days=1)
        return Later(verdict.why, at_morning(tomorrow, case.hours))
    return verdict
