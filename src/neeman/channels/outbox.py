"""Delivering what waits: claim, send, record. Each step is committed before the next begins.

A process may die at any moment. Before the claim nothing happened; after the record all is known; in between nobody knows
whether the message left, so it is sent again by itself only where the provider drops a repeated key. Everywhere else
it becomes UNKNOWN, and a person decides.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from neeman.channels import removal
from neeman.channels.gate import judge, wake_the_outbox
from neeman.channels.kinds import ADVERTISING
from neeman.channels.marking import foot
from neeman.channels.models.connection import Connection
from neeman.channels.models.message import Message, State
from neeman.channels.queries.connections import find_connection, opened
from neeman.channels.queries.messages import last_heard, sending_rules
from neeman.channels.quiet import Hours
from neeman.channels.registry import tell
from neeman.channels.sealing import Unreadable
from neeman.channels.services.consents import hold_the_outbox
from neeman.channels.ways import WAYS, Fate, File, Letter, Outcome, Settings, Way
from neeman.orgs.access import Access

MOST = 200
"""Messages to one job; the rest is taken by the next."""
CUT_OFF = timedelta(minutes=2)
"""Every way gives up sooner, so whoever is still sending after this has died."""
AGAIN_AFTER = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
"""Between attempts of a message that a provider did not take; after the last it has failed."""
WINDOW = timedelta(hours=24)
"""So long after somebody wrote may they be answered freely on WhatsApp."""

Clock = Callable[[], datetime]
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Tally:
    """What one delivery did."""

    sent: int = 0
    refused: int = 0
    postponed: int = 0
    failed: int = 0
    unknown: int = 0


def deliver(access: Access, *, clock: Clock, hours: Hours, most: int = MOST) -> Tally:
    """Send what is due, the oldest first."""
    settle_cut_off(access, now=clock())
    tally = Tally()
    due = Message.objects.filter(state=State.WAITING, due_at__lte=clock()).order_by("due_at", "pk")
    for pk in list(due.values_list("pk", flat=True)[:most]):
        message = claim(access, pk, now=clock(), hours=hours)
        if message is None:
            state = Message.objects.values_list("state", flat=True).get(pk=pk)
            tally.refused += state == State.REFUSED
            tally.postponed += state == State.WAITING
            continue
        outcome = hand_over(access, message, now=clock())
        record(access, message, outcome, now=clock())
        tally.sent += outcome.fate is Fate.SENT
        tally.failed += outcome.fate is Fate.FAILED
        tally.postponed += outcome.fate is Fate.LATER
        tally.unknown += outcome.fate is Fate.UNKNOWN
    if Message.objects.filter(state=State.SENDING).exists():
        wake_the_outbox(access, clock() + CUT_OFF + timedelta(minutes=1))
    if due.exists():
        wake_the_outbox(access, clock())
    return tally


def claim(access: Access, pk: int, *, now: datetime, hours: Hours) -> Message | None:
    """Take a waiting message for sending, unless it may not leave any more or its hour has passed; then None.

    A refusal that is committed before this is honoured; one that comes after finds the message on its way.
    """
    with transaction.atomic():
        hold_the_outbox(access)
        message = Message.objects.select_for_update().filter(pk=pk, state=State.WAITING).first()
        if message is None:
            return None
        verdict = judge(
            access,
            message.to,
            purpose=message.purpose,
            channel=message.channel,
            at=now,
            has_deal=message.about_id is not None,
            by_hand=message.is_by_hand,
            message=message,
        )
        if not verdict.allowed:
            message.state, message.why = State.REFUSED, verdict.reason
        elif message.waits and not hours.is_open(now):
            message.due_at = hours.next_open(now)
            wake_the_outbox(access, message.due_at)
        else:
            message.state, message.handed_at, message.attempts = State.SENDING, now, message.attempts + 1
            message.reason, message.basis = verdict.reason, verdict.basis
        message.save()
        return message if message.state == State.SENDING else None


def hand_over(access: Access, message: Message, *, now: datetime) -> Outcome:
    """Give it to its way out, outside any transaction."""
    connection = find_connection(access, message.way)
    if connection is None or not connection.is_on or message.way not in WAYS:
        return Outcome(Fate.FAILED, why="not_connected")
    way = WAYS[message.way]
    try:
        settings = opened(connection)
    except Unreadable:
        return Outcome(Fate.FAILED, why="unreadable_secrets")
    letter = letter_of(access, message, way, settings, now=now)
    try:
        return way.hand_over(settings, letter)
    except Exception as fault:  # a fault of ours must not stop the others, nor be taken for "not sent"
        logger.exception("message %s by %s", message.pk, message.way)
        return Outcome(Fate.UNKNOWN, why=type(fault).__name__)


def letter_of(access: Access, message: Message, way: Way, settings: Settings, *, now: datetime) -> Letter:
    """The message with everything that marks it; for an advertisement, with a link of its own to be removed by."""
    advertises = message.purpose in ADVERTISING
    replies = way.takes_replies(settings)
    needs_link = advertises and (message.channel == "email" or not replies)
    link = removal.make_link(access, message, now=now) if needs_link else ""
    below = foot(
        message.purpose,
        message.body,
        business=access.organization.name,
        contact=sending_rules(access).contact,
        link=link,
        replies=replies,
    )
    heard = last_heard(access, message.channel, message.address)
    return Letter(
        number=message.pk,
        to=message.address,
        body=message.body + below,
        subject=message.subject,
        sender=access.organization.name,
        key=f"{access.organization.slug}-{message.pk}",
        removal=link,
        heard=heard is not None and now - heard < WINDOW,
        approved=message.approved,
        files=tuple(File(one.name, one.media_type, bytes(one.content)) for one in message.files.all()),
    )


def record(access: Access, message: Message, outcome: Outcome, *, now: datetime) -> None:
    """Write down what became of it. Only whoever claimed it may: a later claim has another moment of handing over."""
    with transaction.atomic():
        held = Message.objects.select_for_update().filter(pk=message.pk, state=State.SENDING).first()
        if held is None or held.handed_at != message.handed_at:
            return
        _apply(access, held, outcome, now=now)
        held.save()
        _note_connection(held, outcome, now=now)
        if held.state == State.SENT:
            tell(access, held)


def _apply(access: Access, message: Message, outcome: Outcome, *, now: datetime) -> None:
    message.why = outcome.why[:300]
    message.provider_id = outcome.provider_id or message.provider_id
    match outcome.fate:
        case Fate.SENT:
            message.state, message.sent_at = State.SENT, now
        case Fate.LATER if message.attempts <= len(AGAIN_AFTER):
            message.state, message.due_at = State.WAITING, now + AGAIN_AFTER[message.attempts - 1]
            wake_the_outbox(access, message.due_at)
        case Fate.UNKNOWN:
            message.state = State.UNKNOWN
        case _:
            message.state = State.FAILED


def _note_connection(message: Message, outcome: Outcome, *, now: datetime) -> None:
    """What the page of channels shows: when it last worked, and what was last wrong."""
    if outcome.fate is Fate.SENT:
        Connection.objects.filter(way=message.way).update(worked_at=now, fault="", fault_at=None)
    elif outcome.fate is Fate.LATER:
        Connection.objects.filter(way=message.way).update(fault=outcome.why[:300], fault_at=now)


def settle_cut_off(access: Access, *, now: datetime) -> int:
    """What was being sent when its process died: again where the provider drops a repeated key, else UNKNOWN."""
    settled = 0
    cut_off = Message.objects.filter(state=State.SENDING, handed_at__lte=now - CUT_OFF)
    for pk in list(cut_off.values_list("pk", flat=True)):
        with transaction.atomic():
            message = Message.objects.select_for_update().get(pk=pk)
            if message.state == State.SENDING and _drops_repeated(access, message):
                message.state, message.due_at = State.WAITING, now
            elif message.state == State.SENDING:
                message.state, message.why = State.UNKNOWN, "cut_off"
            message.save()
            settled += 1
    return settled


def _drops_repeated(access: Access, message: Message) -> bool:
    connection = find_connection(access, message.way)
    if connection is None or message.way not in WAYS:
        return False
    return WAYS[message.way].takes_key(connection.settings)
