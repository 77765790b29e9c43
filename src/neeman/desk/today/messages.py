"""The text that a card offers for WhatsApp, by the reason to write; what was sent by hand goes through the gate as well."""

from __future__ import annotations

from datetime import datetime

from neeman.activity.models import Task
from neeman.activity.services.tasks import done
from neeman.channels.kinds import Purpose
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
from neeman.sales.models import Deal
from neeman.sales.queries.deals import open_deals

WORDING_OF = {Part.KEEP: "late_order"}
NO_ANSWER = "no_answer"
TRIES = 3


def offer_messages(access: Access, cards: list[Card]) -> None:
    """Put onto each card the link that opens WhatsApp with a text for its reason; none for who asked to be removed."""
    known = [card for card in cards if card.customer and card.whatsapp]
    silent = refusing(access, [party_of(card.customer) for card in known if card.customer])
    texts: dict[str, Wording | None] = {}
    for card in known:
        assert card.customer is not None
        if party_of(card.customer) in silent or not access.may(May.SEND_MESSAGES):
            card.whatsapp = ""
            continue
        for reason in _reasons_of(card):
            if reason not in texts:
                texts[reason] = writing.wording_for(access, reason)
        _put_text(access, [texts[reason] for reason in _reasons_of(card)], card, card.customer)


def _reasons_of(card: Card) -> list[str]:
    """For what to write, the most fitting first; the last one always fits."""
    tried = card.follow_up is not None and card.follow_up.unanswered >= TRIES
    found = [NO_ANSWER if tried else "", card.reason.wording, WORDING_OF.get(card.reason.part, "")]
    return [*filter(None, found), writing.IN_TOUCH]


def _put_text(access: Access, texts: list[Wording | None], card: Card, customer: Customer) -> None:
    """From what the card knows already: nothing is looked up for a dozen of them."""
    name = card.contact.name if card.contact else customer.name
    first = name.split()[0] if name.split() else ""
    to = Recipient(party_of(customer), customer.name, first_name=first)
    may = [one for one in texts if one and (one.purpose != Purpose.DEAL or card.reason.is_sale)]
    wording, said = writing.fitting(access, may, to)
    card.wording, card.message_link = wording.reason, whatsapp(card.whatsapp, said.body)


def sent_by_hand(
    access: Access, customer: Customer, wording: str, *, key: str, task: Task | None, now: datetime
) -> Message:
    """Note a WhatsApp message that a person says they sent, with its interaction; a task that asked for it is done.

    The message is REFUSED, with `why`, where the gate would not have let it go; the task stays open then.
    """
    sale = _sale_of(access, customer)
    kept = writing.sent_by_hand(access, customer, wording, key=key, now=now, sale=sale)
    if kept.state == State.SENT and task is not None and task.is_open:
        done(access, task, version=task.version, now=now)
    return kept


def _sale_of(access: Access, customer: Customer) -> Deal | None:
    """The living deal that a text may follow up."""
    return open_deals(access).filter(customer=customer).order_by("-stage_since", "-pk").first()
