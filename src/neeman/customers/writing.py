"""Writing to a customer from one's own WhatsApp: a link with the text for the reason, and what was sent passes the gate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import get_language

from neeman.channels.composing import Said, compose
from neeman.channels.gate import draft
from neeman.channels.kinds import Channel, Purpose
from neeman.channels.link.links import whatsapp
from neeman.channels.models.message import Message, State
from neeman.channels.queries.consents import refusing
from neeman.channels.queries.templates import Wording, find_wording
from neeman.channels.recipients import Recipient
from neeman.channels.services.messages import settle
from neeman.customers.directory import recipient_of
from neeman.customers.models import Customer
from neeman.lib.tokens import new_token
from neeman.orgs.access import Access
from neeman.orgs.roles import May

IN_TOUCH = "in_touch"
"""The text that suits whatever the reason: it names nothing but people."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A link that opens WhatsApp with a text; `wording` and `key` are what is told when it was sent."""

    link: str
    wording: str
    key: str


def offer(access: Access, customer: Customer, reason: str = IN_TOUCH) -> Offer | None:
    """What to write to a customer; None for whom WhatsApp does not reach, who refused, or who may not write."""
    if not access.may(May.SEND_MESSAGES):
        return None
    to = recipient_of(access, customer)
    address = to.address(Channel.WHATSAPP)
    if not address or refusing(access, [to.party]):
        return None
    wording, said = fitting(access, wordings_for(access, reason), to)
    return Offer(whatsapp(address, said.body), wording.reason, new_token()[:16])


def sent_by_hand(
    access: Access,
    customer: Customer,
    reason: str,
    *,
    key: str,
    now: datetime,
    sale: models.Model | None = None,
) -> Message:
    """Note a WhatsApp message that a person says they sent: judged and kept by the gate, and with it an interaction.

    `sale` is the deal that a text of that purpose rests on. The message is REFUSED, with `why`, where the gate would not
    have let it go. The same `key` is the same message.
    """
    to = recipient_of(access, customer)
    wording, said = fitting(access, wordings_for(access, reason), to)
    kept = draft(
        access,
        to,
        said,
        purpose=wording.purpose,
        channel=Channel.WHATSAPP,
        now=now,
        key=key,
        about=sale if wording.purpose == Purpose.DEAL else None,
    )
    return settle(access, kept, "sent", now=now) if kept.state == State.DRAFTED else kept


def wordings_for(access: Access, reason: str) -> list[Wording]:
    """The texts for a reason in the language of the page, the most fitting first; the last one always fits."""
    found = [wording_for(access, one) for one in dict.fromkeys((reason, IN_TOUCH))]
    return [one for one in found if one is not None]


def wording_for(access: Access, reason: str) -> Wording | None:
    """The text for a reason in the language of the page."""
    return find_wording(access, reason, get_language() or "he")


def fitting(access: Access, wordings: Iterable[Wording], to: Recipient) -> tuple[Wording, Said]:
    """The first text of which nothing is left to be filled in; where none is, the last one."""
    said = [(wording, compose(access, wording, to)) for wording in wordings]
    return next(((wording, words) for wording, words in said if not words.missing), said[-1])
