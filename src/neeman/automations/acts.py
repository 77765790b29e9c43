"""The acts: a message through the gate, a task, a tag, a status. Each is done once, by the run's own key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.apps import apps
from django.db import models
from django.http import Http404
from django.utils.translation import gettext as _

from neeman.activity.models import Task
from neeman.activity.services.cadence import day_of
from neeman.activity.services.tasks import add_task
from neeman.automations.facts import Facts, party_of
from neeman.automations.models import Act, Automation, Run, State
from neeman.channels.composing import Said, compose
from neeman.channels.gate import draft, judge, send
from neeman.channels.kinds import Channel
from neeman.channels.models.message import Message
from neeman.channels.models.message import State as MessageState
from neeman.channels.queries.connections import find_way
from neeman.channels.queries.templates import Wording, get_wording
from neeman.channels.recipients import Recipient
from neeman.channels.registry import find_directory
from neeman.channels.wording.filling import fill
from neeman.customers.models import Customer
from neeman.customers.services.acting import Unfit
from neeman.customers.services.customers import edit_customer
from neeman.customers.services.labels import tag_customer
from neeman.lib.calendar import WorkingHours
from neeman.orgs.access import Access
from neeman.orgs.hours import hours_of
from neeman.orgs.models import Member
from neeman.ui.text import plain

ORIGIN = "automation"
OFFER_HOLDS = timedelta(days=30)
"""Until when an offer holds that says no other date."""
BY_LINK = {
    Channel.WHATSAPP: Task.Kind.WHATSAPP,
    Channel.SMS: Task.Kind.WHATSAPP,
    Channel.EMAIL: Task.Kind.EMAIL,
}


@dataclass(frozen=True, slots=True)
class Done:
    """It was done; `why` says how where that is not plain."""

    message: Message | None = None
    task: Task | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class NotDone:
    """It was not done and will not be."""

    state: State
    why: str


@dataclass(frozen=True, slots=True)
class Later:
    """It waits for another moment."""

    why: str
    due_at: datetime


def do(acting: Access, run: Run, facts: Facts, hours: WorkingHours, now: datetime) -> Done | NotDone:
    """Do what the automation says, to this customer, in the caller's transaction."""
    customer, automation = facts.customer, run.automation
    try:
        match automation.act:
            case Act.MESSAGE:
                return _message(acting, run, customer, hours, now)
            case Act.TASK:
                return Done(task=_task(acting, run, customer, now))
            case Act.TAG:
                tag_customer(acting, customer, automation.tag)
            case Act.STATUS:
                edit_customer(acting, customer, {"status": automation.status}, version=customer.version)
    except Unfit:
        return NotDone(State.SKIPPED, "unfit")
    return Done()


def text_of(access: Access, automation: Automation) -> Wording | None:
    """The text that it sends, as it stands; None where somebody put it away."""
    try:
        return get_wording(access, automation.text, automation.language)
    except Http404:
        return None


def reader_of(access: Access, customer_id: int) -> Recipient | None:
    """The customer as the channels know them."""
    directory = find_directory()
    return directory.get(access, party_of(customer_id)) if directory else None


def values_of(
    automation: Automation, told: Mapping[str, str], customer: Customer, *, today: date
) -> dict[str, str]:
    """What fills the text besides the reader's name: who sends, until when an offer holds, what happened, and what was said
    of this automation."""
    sender = {"sender": str(customer.owner)} if customer.owner else {}
    until = {"date": plain(automation.language).day(today + OFFER_HOLDS)}
    said = {key: value for key, value in automation.values.items() if value}
    return {**sender, **until, **told, **said}


def _message(
    acting: Access, run: Run, customer: Customer, hours: WorkingHours, now: datetime
) -> Done | NotDone:
    automation = run.automation
    wording, reader = text_of(acting, automation), reader_of(acting, customer.pk)
    if wording is None:
        return NotDone(State.SKIPPED, "no_text")
    if reader is None:
        return NotDone(State.SKIPPED, "no_address")
    said = compose(
        acting,
        wording,
        reader,
        values_of(automation, run.cause.get("values", {}), customer, today=day_of(acting, now)),
    )
    if said.missing:
        return NotDone(State.SKIPPED, "missing_values")
    about = about_of(run)
    way = choose(acting, automation.channels, reader, wording.purpose, has_deal=about is not None, now=now)
    if not way.channel:
        return NotDone(State.SKIPPED, way.why)
    key = f"automation {run.pk}"
    if way.by_hand:
        return _by_hand(acting, run, customer, said, reader, wording, way.channel, now)
    message = send(
        acting,
        reader,
        said,
        purpose=wording.purpose,
        channel=way.channel,
        now=now,
        key=key,
        about=about,
        hours=hours,
    )
    if message.state == MessageState.REFUSED:
        return NotDone(State.SKIPPED, message.why)
    return Done(message=message)


@dataclass(frozen=True, slots=True)
class Way:
    """By which channel, or why by none. `by_hand`: it is not connected, so a person sends it with one tap."""

    channel: str = ""
    why: str = ""
    by_hand: bool = False


def choose(
    access: Access, channels: Sequence[str], reader: Recipient, purpose: str, *, has_deal: bool, now: datetime
) -> Way:
    """The first of the chosen channels that is connected, reaches them and is allowed; else the first reached by hand."""
    reached = reaching(channels, reader)
    if not reached:
        return Way(why="no_address")
    connected = [channel for channel in reached if find_way(access, channel)]
    why = ""
    for channel in connected or reached[:1]:
        verdict = judge(access, reader, purpose=purpose, channel=channel, at=now, has_deal=has_deal)
        if verdict.allowed:
            return Way(channel, by_hand=not connected)
        why = why or verdict.reason
    return Way(why=why)


def reaching(channels: Sequence[str], reader: Recipient) -> list[str]:
    """Those of the chosen channels that reach them, the one that they prefer first."""
    reached = [channel for channel in channels if reader.address(channel)]
    return sorted(reached, key=lambda channel: channel != reader.prefers)


def _by_hand(
    acting: Access,
    run: Run,
    customer: Customer,
    said: Said,
    reader: Recipient,
    wording: Wording,
    channel: str,
    now: datetime,
) -> Done | NotDone:
    """No channel is connected: the text is written, and a task says whom to send it to."""
    key = f"automation {run.pk}"
    message = draft(
        acting, reader, said, purpose=wording.purpose, channel=channel, now=now, key=key, about=about_of(run)
    )
    if message.state == MessageState.REFUSED:
        return NotDone(State.SKIPPED, message.why)
    title = _("Send: %(name)s") % {"name": run.automation.name}
    task = _add(acting, run, customer, title, BY_LINK[Channel(channel)], now)
    return Done(message=message, task=task, why="by_link")


def _task(acting: Access, run: Run, customer: Customer, now: datetime) -> Task:
    told = values_of(run.automation, run.cause.get("values", {}), customer, today=day_of(acting, now))
    values = {**told, "name": customer.name}
    title = fill(run.automation.task_title, values).text
    return _add(acting, run, customer, title, run.automation.task_kind, now)


def _add(acting: Access, run: Run, customer: Customer, title: str, kind: str, now: datetime) -> Task:
    today = day_of(acting, now)
    task, _change = add_task(
        acting,
        customer,
        title=title,
        due_on=hours_of(acting.organization).add_working_days(today, 0),
        now=now,
        kind=kind,
        member=_whose(customer, acting),
        origin=ORIGIN,
        key=f"automation {run.pk}",
    )
    return task


def _whose(customer: Customer, acting: Access) -> Member | None:
    """The account manager while there is one, else whoever switched it on."""
    owner = customer.owner
    return owner if owner is not None and owner.is_active else acting.member


def about_of(run: Run) -> models.Model | None:
    """The row that set it off, as it stands; None where it is gone, or where there is none."""
    if run.about_id is None:
        return None
    found: models.Model | None = (
        apps.get_model(run.about_table)._default_manager.filter(pk=run.about_id).first()
    )
    return found
