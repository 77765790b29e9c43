"""The text that a card offers for WhatsApp, by the reason to write; what was sent by hand goes through the gate as well."""

from __future__ import annotations

from datetime import datetime

from neeman.activity.models import Task
from neeman.activity.services.tasks import done
from neeman.channels.link.links import whatsapp
from neeman.channels.models.message import Message, State
from neeman.channels.queries.consents import refusing
from neeman.channels.queries.templates import Wording
from neeman.channels.recipients import Recipient
from neeman.customers import writing
from neeman.customers.directory import party_of
from neeman.customers.models import Customer
from neeman.desk.today.cards import Card, Part
from neeman.orgs.access import Access
from neeman.orgs.roles import May

WORDING_OF = {
    Part.NOW: "in_touch",
    Part.KEEP: "late_order",
    Part.CADENCE: "in_touch",
    Part.CHANCE: "in_touch",
}
NO_ANSWER = "no_answer"
TRIES = 3


def offer_messages(access: Access, cards: list[Card]) -> None:
    """Put onto each card the link that opens WhatsApp with a text for its reason; none for who asked to be removed."""
    known = [card for card in cards if card.customer and card.whatsapp]
    silent = refusing(access, [party_of(card.customer) for card in known if card.customer])
    wordings: dict[str, list[Wording]] = {}
    for card in known:
        assert card.customer is not None
        if party_of(card.customer) in silent or not access.may(May.SEND_MESSAGES):
            card.whatsapp = ""
            continue
        reason = wording_of(card)
        if reason not in wordings:
            wordings[reason] = writing.wordings_for(access, reason)
        _put_text(access, wordings[reason], card, card.customer)


def wording_of(card: Card) -> str:
    """Which text suits the card: a task of a quote names its own."""
    task = card.reason.task
    if task is not None and task.origin.startswith("quote.day"):
        return task.origin.replace(".", "_")
    if card.follow_up and card.follow_up.unanswered >= TRIES:
        return NO_ANSWER
    return WORDING_OF[card.reason.part]


def sent_by_hand(
    access: Access, customer: Customer, wording: str, *, key: str, task: Task | None, now: datetime
) -> Message:
    """Note a WhatsApp message that a person says they sent (`customers.writing`), and end the task that it was for.

    The message is REFUSED, with `why`, where the gate would not have let it go; the task stays open then.
    """
    kept = writing.sent_by_hand(access, customer, wording, key=key, now=now)
    if kept.state == State.SENT and task is not None and task.is_open:
        done(access, task, version=task.version, now=now)
    return kept


def _put_text(access: Access, wordings: list[Wording], card: Card, customer: Customer) -> None:
    """From what the card knows already: nothing is looked up for a dozen of them."""
    name = card.contact.name if card.contact else customer.name
    first = name.split()[0] if name.split() else ""
    to = Recipient(party_of(customer), customer.name, first_name=first)
    wording, said = writing.fitting(access, wordings, to)
    card.wording, card.message_link = wording.reason, whatsapp(card.whatsapp, said.body)
