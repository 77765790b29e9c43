"""What people decide about messages: it was sent, send it again, drop it; and what providers tell of their fate."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from neeman.channels.gate import wake_the_outbox
from neeman.channels.models.message import Message, State
from neeman.channels.registry import tell
from neeman.orgs.access import Access
from neeman.orgs.log import log
from neeman.orgs.roles import May

SETTLED_BY = {
    "sent": frozenset({State.DRAFTED, State.UNKNOWN}),
    "again": frozenset({State.FAILED, State.UNKNOWN}),
    "drop": frozenset({State.DRAFTED, State.WAITING, State.FAILED, State.UNKNOWN}),
}
"""Decision -> the states in which it can be taken."""

RANK = {State.UNKNOWN: 0, State.SENDING: 0, State.SENT: 1, State.DELIVERED: 2, State.READ: 3}
"""Receipts come in any order and more than once: only what is further than what is known counts."""


class TooLate(Exception):
    """The message has moved on since it was shown; `message` is how it stands."""

    def __init__(self, message: Message) -> None:
        super().__init__(f"{message} cannot be settled so")
        self.message = message


def settle(access: Access, message: Message, decision: str, *, now: datetime) -> Message:
    """Take a decision of SETTLED_BY. "again" is a person's own risk of saying it twice. Raises TooLate, KeyError."""
    access.require(May.SEND_MESSAGES)
    with transaction.atomic():
        held = Message.objects.select_for_update().get(pk=message.pk)
        if held.state not in SETTLED_BY[decision]:
            raise TooLate(held)
        before = held.state
        if decision == "sent":
            held.state, held.sent_at = State.SENT, now
        elif decision == "again":
            held.state, held.due_at, held.attempts, held.why = State.WAITING, now, 0, ""
            wake_the_outbox(access, now)
        else:
            held.state = State.DROPPED
        held.save()
        if decision == "sent":
            tell(access, held)
        log(access, held, "channels.message.settled", {"from": before, "to": held.state})
        return held


def note_receipt(
    access: Access,
    *,
    way: str,
    state: State,
    at: datetime,
    provider_id: str = "",
    number: int | None = None,
    why: str = "",
) -> bool:
    """A provider tells how far a message came; by its own id, or by ours (`number`). False when we know of no such message.

    A receipt also settles what was UNKNOWN. A failure that is told after delivery is not believed.
    """
    with transaction.atomic():
        found = Message.objects.select_for_update().filter(way=way, direction="out")
        by_id = found.filter(provider_id=provider_id).first() if provider_id else None
        message = by_id or (found.filter(pk=number).first() if number else None)
        if message is None or message.state not in RANK:
            return message is not None
        rank = RANK[State(message.state)]
        if state == State.FAILED:
            if rank <= RANK[State.SENT]:
                message.state, message.why = State.FAILED, why[:300]
        elif RANK[state] > rank:
            _advance(message, state, at)
            if rank == 0:
                tell(access, message)
        message.provider_id = message.provider_id or provider_id
        message.save()
        return True


def _advance(message: Message, state: State, at: datetime) -> None:
    message.state = state
    message.sent_at = message.sent_at or at
    if state in (State.DELIVERED, State.READ):
        message.delivered_at = message.delivered_at or at
    if state == State.READ:
        message.read_at = at
