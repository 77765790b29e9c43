"""Reading what happened, and planning what follows from it. It can be cut off and repeated at any point: a run is one for
its automation, customer and happening, and how far was read moves on only after everything up to there was planned.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils.translation import override

from neeman.automations.acting import acting_access, reaching_hours
from neeman.automations.conditions import Asked, first_that_fails
from neeman.automations.facts import facts_of
from neeman.automations.models import Automation, Run, State
from neeman.automations.services.switching import hold
from neeman.automations.triggers import Happening, Span, Trigger, find_trigger
from neeman.automations.waits import due_after
from neeman.lib.calendar import WorkingHours
from neeman.orgs.access import Access
from neeman.orgs.changes import pages

OVERLAP = timedelta(minutes=15)
"""An entry of the log is dated when it is written and seen when its transaction ends: so far is read twice."""
FACTS_EVERY = timedelta(hours=1)
LATE = timedelta(days=14)
"""Facts become known late, when a file is brought in: so far back they are looked for."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What is to be done because of a happening, and when."""

    happening: Happening
    due_at: datetime


def read_all(access: Access, *, now: datetime) -> int:
    """Read for every automation that is on; returns how many runs were planned."""
    planned = 0
    for automation in switched_on():
        with override(automation.language):  # what happened is told in the language of the text
            planned += read(access, automation, now=now)
    return planned


def switched_on() -> Iterable[Automation]:
    """The automations that work, the most urgent first."""
    rows = Automation.objects.filter(is_on=True, archived_at=None)
    return rows.select_related("switched_by__user", "switched_by__organization").order_by("priority", "pk")


def read(access: Access, automation: Automation, *, now: datetime) -> int:
    """Plan what follows from what happened since the last reading."""
    trigger, acting = find_trigger(automation.trigger), acting_access(automation)
    if trigger is None or acting is None:
        hold(access, automation, now=now)
        return 0
    if not trigger.is_logged and automation.read_to and now - automation.read_to < FACTS_EVERY:
        return 0
    hours = reaching_hours(access.organization)
    planned = 0
    span = span_of(automation, trigger, hours, now)
    found = trigger.find(acting, trigger.with_defaults(automation.settings), span)
    for page in pages(found):
        runs = [
            Run(
                automation=automation,
                customer_id=one.happening.customer_id,
                key=one.happening.key,
                cause={"values": dict(one.happening.values), "amount_minor": one.happening.amount_minor},
                about_table=one.happening.about[0] if one.happening.about else "",
                about_id=one.happening.about[1] if one.happening.about else None,
                happened_at=one.happening.at,
                planned_at=one.due_at,
                due_at=max(one.due_at, now),
            )
            for one in _worth_doing(acting, automation, trigger, page, hours, now)
        ]
        with transaction.atomic():
            Run.objects.bulk_create(runs, ignore_conflicts=True)
        planned += len(runs)
    Automation.objects.filter(pk=automation.pk).update(read_to=now)
    return planned


def span_of(automation: Automation, trigger: Trigger, hours: WorkingHours, now: datetime) -> Span:
    """What is to be read: of the log what was not read yet, of facts what may have become known late."""
    start = automation.on_from or now
    if trigger.is_logged:
        since = max(start, automation.read_to - OVERLAP) if automation.read_to else start
        return Span(since, now, hours)
    first_day = datetime.combine(start.astimezone(hours.zone).date(), time.min, hours.zone)
    since = first_day if automation.read_to is None else max(first_day, now - LATE)
    return Span(since, now, hours)


def _worth_doing(
    acting: Access,
    automation: Automation,
    trigger: Trigger,
    page: list[Happening],
    hours: WorkingHours,
    now: datetime,
) -> Iterator[Planned]:
    """Those of a page that fit, are not known yet and not too late; not to one customer twice in `again_days`."""
    ids = {happening.customer_id for happening in page}
    runs = Run.objects.filter(automation=automation, customer__in=ids)
    known = set(runs.values_list("customer_id", "key"))
    lately = recent_runs(automation, ids)
    facts = facts_of(acting, ids, now=now)
    for happening in page:
        whose, key = happening.customer_id, happening.key
        if (whose, key) in known or whose not in facts:
            continue
        asked = Asked(facts[whose], happening.amount_minor, now)
        due_at = due_after(happening.at, automation.wait, automation.wait_unit, hours)
        if too_late(automation, trigger, happening, due_at, now) or had_it(automation, lately, happening):
            continue
        if first_that_fails(automation.conditions, asked) is None:
            known.add((whose, key))
            lately.setdefault(whose, []).append(happening.at)
            yield Planned(happening, due_at)


def recent_runs(automation: Automation, customer_ids: Iterable[int]) -> dict[int, list[datetime]]:
    """When what made this automation act happened, by customer."""
    found: dict[int, list[datetime]] = {}
    if automation.again_days and automation.pk:
        runs = Run.objects.filter(automation=automation, customer__in=customer_ids)
        for pk, at in runs.exclude(state=State.SKIPPED).values_list("customer_id", "happened_at"):
            found.setdefault(pk, []).append(at)
    return found


def had_it(automation: Automation, lately: dict[int, list[datetime]], happening: Happening) -> bool:
    """Whether the same went, or is to go, to this customer within `again_days` of it."""
    apart = timedelta(days=automation.again_days)
    return any(abs(happening.at - at) < apart for at in lately.get(happening.customer_id, ()))


def too_late(
    automation: Automation, trigger: Trigger, happening: Happening, due_at: datetime, now: datetime
) -> bool:
    """Whether its hour passed long before it became known. What somebody chose to catch up with is not too late."""
    if due_at + timedelta(days=trigger.good_for_days) >= now:
        return False
    caught_up = automation.switched_at is not None and happening.at < automation.switched_at
    return not (caught_up and trigger.good_for_days > 1)
