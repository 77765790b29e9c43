"""Recording what happened with a customer: one tap is enough, and the next step follows by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _

from neeman.activity.following import followed
from neeman.activity.models import Direction, Interaction, Kind, Task
from neeman.activity.proposing import Proposal, propose
from neeman.activity.services.cadence import day_of, refresh
from neeman.activity.services.tasks import finish
from neeman.customers.models import Contact, Customer, FollowUp
from neeman.customers.services.acting import Act, Unfit, act_on, hold
from neeman.orgs.access import Access
from neeman.orgs.changes import Values
from neeman.orgs.hours import hours_of
from neeman.orgs.models import ChangeSet, Member
from neeman.orgs.once import once
from neeman.orgs.roles import May

LOGGED = "activity.interaction.logged"
EDITED = "activity.interaction.edited"
AGAIN = "again"
"""The origin of a task that an outcome set: the talk that it asks for settles it, whoever began it."""
EDITABLE = frozenset(
    [
        "kind",
        "direction",
        "at",
        "minutes",
        "topic",
        "outcome",
        "channel",
        "text",
        "insights",
        "is_private",
        "contact_id",
        "member_id",
    ]
)


@dataclass(frozen=True, slots=True)
class Said:
    """What is told of an interaction. `about` is the record that it was about; `key` makes a repetition harmless."""

    kind: str = Kind.CALL
    direction: str = Direction.OUT
    outcome: str = ""
    at: datetime | None = None  # None: now
    minutes: int | None = None
    topic: str = ""
    text: str = ""
    insights: str = ""
    contact: Contact | None = None
    channel: str = ""
    member: Member | None = None  # who of us; None: oneself
    is_private: bool = False
    about: models.Model | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Logged:
    """What was recorded and what follows: the next step if one was set, and how to take it all back. `change_set` is
    None for a repetition of what was recorded before."""

    interaction: Interaction
    change_set: ChangeSet | None
    next_task: Task | None = None
    finished: list[Task] = field(default_factory=list)


def log_interaction(
    access: Access,
    customer: Customer,
    said: Said,
    *,
    now: datetime,
    task: Task | None = None,
    next_step: Proposal | None = None,
    steps: Sequence[Proposal] = (),
) -> Logged:
    """Record what happened; finish `task` by it, and set the next step: the one given, else what the outcome proposes.

    `steps` are what was agreed besides: one's own tasks, which no later talk settles. What the cadence proposes needs no
    task: the follow-up is reckoned anew. Raises Unfit for a time to come or a contact of somebody else, PermissionDenied,
    Http404.
    """

    def repeated() -> Logged | None:
        known = Interaction.objects.filter(key=said.key).first() if said.key else None
        return Logged(known, None) if known else None

    return once(repeated, lambda: _log(access, customer, said, now, task, next_step, steps))


def _log(
    access: Access,
    customer: Customer,
    said: Said,
    now: datetime,
    task: Task | None,
    next_step: Proposal | None,
    steps: Sequence[Proposal],
) -> Logged:
    _check(customer, said, now)
    with act_on(access, customer, LOGGED, permission=May.LOG_ACTIVITY, finds=False) as act:
        interaction = _record(access, customer, said, now, task)
        act.create(interaction)
        act.data.update(interaction=interaction.pk, kind=said.kind, outcome=said.outcome)
        finished = finish(act, _finished_by(customer, interaction, task, now), interaction, now=now)
        if next_step is None:
            next_step = _proposed(access, customer, interaction, now)
        next_task = _set(access, act, interaction, next_step, AGAIN) if next_step else None
        for step in steps:
            _set(access, act, interaction, step)
        followed(act, access, finished, now)
        refresh(access, [customer.pk], today=day_of(access, now))
    return Logged(interaction, act.change_set, next_task, finished)


def edit_interaction(
    access: Access, interaction: Interaction, wanted: Values, *, version: int, now: datetime
) -> ChangeSet | None:
    """Change what was recorded, read at `version`; None when nothing differs. Raises StaleWrite, Unfit."""
    unknown = wanted.keys() - EDITABLE
    if unknown:
        raise ValueError(f"no such columns to edit: {sorted(unknown)}")
    _check_moment(wanted.get("at"), now)
    customer = interaction.customer
    with act_on(access, customer, EDITED, permission=May.LOG_ACTIVITY, finds=False) as act:
        act.recorder.update([hold(interaction, version)], [wanted])
        act.data.update(interaction=interaction.pk, fields=sorted(wanted))
        refresh(access, [customer.pk], today=day_of(access, now))
    return act.change_set


def _check(customer: Customer, said: Said, now: datetime) -> None:
    _check_moment(said.at, now)
    if said.contact is not None and said.contact.customer_id != customer.pk:
        raise Unfit(_("This contact belongs to another customer."), "contact")


def _check_moment(at: datetime | None, now: datetime) -> None:
    if at is not None and at > now:
        raise Unfit(
            _("What has happened cannot lie in the future. For what is to come there are tasks."), "at"
        )


def _record(access: Access, customer: Customer, said: Said, now: datetime, task: Task | None) -> Interaction:
    """What was said in the course of a task is about what the task was about."""
    table, row = (said.about._meta.label_lower, said.about.pk) if said.about else ("", None)
    if task is not None and not table:
        table, row = task.about_table, task.about_id
    return Interaction(
        customer=customer,
        contact=said.contact,
        member=access.member if said.is_private else said.member or access.member,
        kind=said.kind,
        direction=said.direction,
        at=said.at or now,
        minutes=said.minutes,
        topic=said.topic.strip(),
        outcome=said.outcome,
        channel=said.channel,
        text=said.text.strip(),
        insights=said.insights.strip(),
        is_private=said.is_private,
        about_table=table,
        about_id=row,
        key=said.key,
    )


def _finished_by(
    customer: Customer, interaction: Interaction, task: Task | None, now: datetime
) -> list[Task]:
    """The task in whose course it happened; and of those that the product itself set, whatever a talk settles."""
    named = [task] if task is not None and task.is_open else []
    if not interaction.is_touch:
        return named
    talks = (Task.Kind.CALL, Task.Kind.WHATSAPP, Task.Kind.EMAIL)
    settled = Task.objects.filter(
        customer=customer, done_at=None, dropped_at=None, origin=AGAIN, kind__in=talks
    ).exclude(pk__in=[one.pk for one in named])
    return [*named, *settled]


def _proposed(access: Access, customer: Customer, interaction: Interaction, now: datetime) -> Proposal | None:
    before = FollowUp.objects.filter(customer=customer).first()
    tries = (before.unanswered if before else 0) + 1
    hours = hours_of(access.organization)
    return propose(interaction.outcome, now.astimezone(hours.zone), tries=tries, hours=hours)


def _set(access: Access, act: Act, interaction: Interaction, step: Proposal, origin: str = "") -> Task:
    owner = interaction.customer.owner_id if origin else None
    task = Task(
        customer_id=interaction.customer_id,
        member_id=owner or interaction.member_id,
        made_by=access.member,
        kind=step.kind,
        title=step.title,
        due_on=step.due_on,
        due_at=step.due_at,
        urgent=step.urgent,
        origin=origin,
        about_table=interaction.about_table,
        about_id=interaction.about_id,
    )
    act.create(task)
    return task
