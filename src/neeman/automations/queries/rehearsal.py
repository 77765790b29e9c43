"""A rehearsal over the past: who would have received what and when, and who not and why. It writes nothing.

What happened is read as it happened; consents, grades and the like are those of today, since nobody kept those of then.
The queue of each customer, the cap and the day's most are played through in order.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils.translation import override

from neeman.automations.acting import reaching_hours
from neeman.automations.acts import reaching, reader_of, text_of, values_of
from neeman.automations.conditions import Asked, first_that_fails
from neeman.automations.facts import Facts, answered_between, bought_between, facts_of
from neeman.automations.models import Act, Automation, StopOn
from neeman.automations.services.doing import SPACE_DAYS
from neeman.automations.triggers import Happening, Span, Trigger, find_trigger
from neeman.automations.waits import at_morning, due_after
from neeman.channels.composing import compose
from neeman.channels.kinds import Channel
from neeman.channels.queries.connections import find_way
from neeman.channels.queries.consents import ledger_of
from neeman.channels.queries.messages import heard_moments, sending_rules
from neeman.channels.queries.templates import Wording
from neeman.channels.recipients import Recipient
from neeman.channels.rules import GENERAL, Question, may_send
from neeman.customers.models import Customer
from neeman.lib.calendar import WorkingHours
from neeman.orgs.access import Access

MOST = 1_000
"""Happenings to one rehearsal: more would take long and tell no more."""


@dataclass(frozen=True, slots=True)
class Imagined:
    """One customer: done at `at` where `why` is empty, else not, and why (a key of `reasons`). `planned_at` differs from
    `at` where it had to wait, `waited` says for what."""

    customer: Customer
    happened_at: datetime
    planned_at: datetime
    at: datetime
    why: str = ""
    waited: str = ""
    channel: str = ""
    words: str = ""

    @property
    def channel_name(self) -> str:
        """The channel as people call it."""
        return str(Channel(self.channel).label) if self.channel else ""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The whole: `done` and `not_done` in the order of time; `whys` counts the latter; `cut` where there was more."""

    done: list[Imagined]
    not_done: list[Imagined]
    whys: list[tuple[str, int]]
    cut: bool


@dataclass(slots=True)
class _Stage:
    """What a rehearsal has played so far."""

    access: Access
    automation: Automation
    trigger: Trigger
    hours: WorkingHours
    now: datetime
    wording: Wording | None
    facts: dict[int, Facts] = field(default_factory=dict)
    sent: dict[int, list[datetime]] = field(default_factory=dict)
    had: dict[int, list[datetime]] = field(default_factory=dict)
    by_day: Counter[date] = field(default_factory=Counter)
    connected: dict[str, bool] = field(default_factory=dict)


def rehearse(access: Access, automation: Automation, *, days: int, now: datetime) -> Rehearsal:
    """What it would have done in the last `days` with the customers whom this member sees."""
    trigger = find_trigger(automation.trigger)
    if trigger is None:
        return Rehearsal([], [], [], cut=False)
    hours = reaching_hours(access.organization)
    span = Span(now - timedelta(days=days), now, hours)
    with override(automation.language):
        found = list(trigger.find(access, trigger.with_defaults(automation.settings), span))
        found.sort(key=lambda happening: (happening.at, happening.customer_id))
        cut, found = len(found) > MOST, found[-MOST:]
        stage = _Stage(access, automation, trigger, hours, now, text_of(access, automation))
        stage.facts = facts_of(access, {one.customer_id for one in found}, now=now)
        stage.connected = {channel: bool(find_way(access, channel)) for channel in automation.channels}
        played = [_play(stage, one) for one in found if one.customer_id in stage.facts]
    done = [one for one in played if not one.why]
    not_done = [one for one in played if one.why]
    return Rehearsal(done, not_done, Counter(one.why for one in not_done).most_common(), cut)


def _play(stage: _Stage, happening: Happening) -> Imagined:
    automation, customer = stage.automation, stage.facts[happening.customer_id].customer
    planned = due_after(happening.at, automation.wait, automation.wait_unit, stage.hours)
    why = _needless(stage, happening, planned)
    at, waited = (planned, "") if why or not automation.reaches_out else _free(stage, happening, planned)
    if not why and at > planned + timedelta(days=min(stage.trigger.good_for_days, 14)):
        why = "late"
    channel, words = "", ""
    if not why and automation.act == Act.MESSAGE:
        why, channel, words = _at_the_gate(stage, happening, customer, at)
    if not why:
        stage.had.setdefault(customer.pk, []).append(happening.at)
        stage.sent.setdefault(customer.pk, []).append(at)
        stage.by_day[at.astimezone(stage.hours.zone).date()] += 1
    return Imagined(customer, happening.at, planned, at, why, waited, channel, words)


def _needless(stage: _Stage, happening: Happening, planned: datetime) -> str:
    automation, whose = stage.automation, happening.customer_id
    asked = Asked(stage.facts[whose], happening.amount_minor, stage.now)
    if first_that_fails(automation.conditions, asked) is not None:
        return "condition"
    apart = timedelta(days=automation.again_days)
    if any(abs(happening.at - other) < apart for other in stage.had.get(whose, ())):
        return "again"
    until = min(planned, stage.now)
    if StopOn.ANSWERED in automation.stops and answered_between(whose, happening.at, until):
        return "answered"
    first, last = (moment.astimezone(stage.hours.zone).date() for moment in (happening.at, until))
    if StopOn.BOUGHT in automation.stops and bought_between(whose, first, last):
        return "bought"
    return ""


def _free(stage: _Stage, happening: Happening, planned: datetime) -> tuple[datetime, str]:
    """When the customer's queue and the day's most let it go, and what it waited for."""
    zone, at, waited = stage.hours.zone, planned, ""
    before = stage.sent.get(happening.customer_id, [])
    if before:
        free = before[-1].astimezone(zone).date() + timedelta(days=SPACE_DAYS)
        if at.astimezone(zone).date() < free:
            at, waited = at_morning(free, stage.hours), "queue"
    while stage.by_day[at.astimezone(zone).date()] >= max(1, stage.automation.most_a_day):
        at = at_morning(at.astimezone(zone).date() + timedelta(days=1), stage.hours)
        waited = "day_full"
    return at, waited


def _at_the_gate(
    stage: _Stage, happening: Happening, customer: Customer, at: datetime
) -> tuple[str, str, str]:
    """(why not, channel, text)."""
    reader, wording = reader_of(stage.access, customer.pk), stage.wording
    if wording is None:
        return "no_text", "", ""
    reached = reaching(stage.automation.channels, reader) if reader else []
    if reader is None or not reached:
        return "no_address", "", ""
    today = at.astimezone(stage.hours.zone).date()
    said = compose(
        stage.access, wording, reader, values_of(stage.automation, happening.values, customer, today=today)
    )
    if said.missing:
        return "missing_values", "", ""
    why = ""
    for channel in [one for one in reached if stage.connected[one]] or reached[:1]:
        verdict = may_send(_question(stage, happening, reader, wording.purpose, channel, at))
        if verdict.allowed:
            return "", channel, said.body
        why = why or verdict.reason
    return why, "", ""


def _question(
    stage: _Stage, happening: Happening, reader: Recipient, purpose: str, channel: str, at: datetime
) -> Question:
    """What the gate would be asked: by the consents of today, and by what reached them in the days before that moment."""
    rules = sending_rules(stage.access)
    since = at - timedelta(days=rules.cap_days)
    heard = heard_moments(stage.access, [reader], since=since, planned=False)[reader.party]
    imagined = stage.sent.get(happening.customer_id, []) if purpose in GENERAL else []
    before = [moment for moment in (*heard, *imagined) if since < moment <= at]
    return Question(
        purpose=purpose,
        channel=channel,
        at=stage.now,
        ledger=ledger_of(stage.access, reader),
        has_deal=happening.about is not None,
        is_business=reader.is_business,
        sent=[stage.now - (at - moment) for moment in before],
        cap=rules.cap,
    )
