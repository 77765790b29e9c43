"""What was written to a customer, or by them, is an interaction like any other: it stands on the card and resets the
cadence. What the product sends by itself to many stands there too, and resets nothing (R57)."""

from __future__ import annotations

from django.utils import timezone

from neeman.activity.models import Direction, Kind
from neeman.activity.services.interactions import Said, log_interaction
from neeman.channels.kinds import Channel
from neeman.channels.models.message import Message
from neeman.channels.rules import GENERAL
from neeman.customers.directory import find_customer
from neeman.orgs.access import Access, access_of, house_access

KINDS = {
    Channel.WHATSAPP: Kind.WHATSAPP,
    Channel.EMAIL: Kind.EMAIL,
    Channel.SMS: Kind.SMS,
    Channel.PHONE: Kind.CALL,
}


def hear(access: Access, message: Message) -> None:
    """Record a message that was sent or received, once; of those who are no customers nothing is recorded."""
    customer = find_customer(message.party)
    if customer is None:
        return
    writer = access_of(message.made_by) if message.made_by else house_access(access.organization)
    now = timezone.now()
    said = Said(
        kind=Kind.NEWS if _is_general(message) else KINDS[Channel(message.channel)],
        direction=Direction.IN if message.direction == "in" else Direction.OUT,
        at=min(message.sent_at or message.made_at, now),
        topic=message.subject,
        text=message.body,
        key=f"message:{message.pk}",
    )
    log_interaction(writer, customer, said, now=now)


def _is_general(message: Message) -> bool:
    """News, advertisements and greetings of automations and newsletters; what a person presses to send does not wait."""
    return message.direction == "out" and message.waits and message.purpose in GENERAL
