"""Reads of the inbox: who talks with us, and what was said on all channels in one line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, CharField, F, Max, QuerySet, Value, When
from django.db.models.functions import Concat
from django.http import Http404

from neeman.channels.kinds import Channel
from neeman.channels.models.message import Direction, Message, State
from neeman.channels.outbox import WINDOW
from neeman.channels.queries.messages import last_heard, messages, with_files
from neeman.channels.recipients import Recipient
from neeman.channels.refusals import is_refusal
from neeman.channels.registry import find_directory
from neeman.orgs.access import Access

AT = "at:"
"""How somebody who is only an address is named: "at:+972501234567"."""
RECENT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Conversation:
    """One party and the last that was said."""

    who: str
    name: str
    last: Message

    @property
    def waits_for_us(self) -> bool:
        """Whether the last word is theirs, and not that they want no more."""
        return self.last.direction == Direction.IN and not is_refusal(self.last.body)


def conversations(access: Access, *, now: datetime) -> QuerySet[Message, Any]:
    """{who, last}: each party that was in touch in the last months, the latest first; `last` is the id of a message."""
    said = (
        messages(access)
        .filter(made_at__gt=now - RECENT)
        .exclude(state__in=(State.REFUSED, State.DROPPED, State.DRAFTED))
    )
    who = Case(
        When(party="", then=Concat(Value(AT), F("address"))), default=F("party"), output_field=CharField()
    )
    return said.annotate(who=who).values("who").annotate(last=Max("pk")).order_by("-last")


def with_last_words(access: Access, rows: list[dict[str, Any]]) -> list[Conversation]:
    """The same rows as conversations."""
    last = messages(access).in_bulk([row["last"] for row in rows])
    return [
        Conversation(
            str(row["who"]), last[row["last"]].to.name or last[row["last"]].address, last[row["last"]]
        )
        for row in rows
    ]


def heard_lately(access: Access, *, since: datetime, most: int) -> list[Message]:
    """The last that each known party wrote to us since then, of the latest `most` messages; no wishes to be removed."""
    came = messages(access).filter(state=State.RECEIVED, due_at__gte=since).exclude(party="")
    came = came.only("party", "body", "made_at", "due_at")
    found: dict[str, Message] = {}
    for message in came.order_by("-due_at", "-pk")[:most]:
        found.setdefault(message.party, message)
    return [message for message in found.values() if not is_refusal(message.body)]


def get_conversation(access: Access, who: str) -> tuple[Recipient, list[Message]]:
    """Whom one talks with, as they stand now, and what was said, the latest first; 404 for whom one does not see."""
    directory = find_directory()
    if who.startswith(AT):
        said = messages(access).filter(party="", address=who.removeprefix(AT))
    else:
        said = messages(access).filter(party=who)
    said = with_files(said.select_related("made_by__user", "template"))
    found = list(said.order_by("-made_at", "-pk")[:200])
    known = directory.get(access, who) if directory else None
    if known is None and not found:
        raise Http404
    return known or _as_written(found[0]), found


def _as_written(message: Message) -> Recipient:
    """Whoever is only an address can still be answered there."""
    if message.to.address_keys:
        return message.to
    known = {"email": message.address} if message.channel == Channel.EMAIL else {"phones": (message.address,)}
    return Recipient(party=message.party, name=message.address, **known)


def window_left(access: Access, who: Recipient, *, now: datetime) -> timedelta | None:
    """How long somebody may still be answered freely on WhatsApp; None when not at all."""
    heard = last_heard(access, Channel.WHATSAPP, who.address(Channel.WHATSAPP))
    left = heard + WINDOW - now if heard else timedelta()
    return left if left > timedelta() else None
