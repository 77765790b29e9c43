"""The text that a card offers for WhatsApp, by the reason to write; what was sent by hand goes through the gate as well."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import get_language

from neeman.activity.models import Task
from neeman.activity.services.tasks import done
from neeman.channels.composing import Said, compose
from neeman.channels.gate import draft
from neeman.channels.kinds import Channel, Purpose
from neeman.channels.link.links import whatsapp
from neeman.channels.models.message import Message, State
from neeman.channels.queries.consents import refusing
from neeman.channels.queries.templates import Wording, find_wording
from neeman.channels.recipients import Recipient
from neeman.channels.services.messages import settle
from neeman.customers.directory import party_of, recipient_of
from neeman.customers.models import Customer
from neeman.desk.today.cards import Card, Part
from neeman.orgs.access import Access
from neeman.orgs.roles import May
from neeman.sales.models import Deal
from neeman.sales.queries.deals import open_deals

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
    wordings = _Wordings(access)
    for card in known:
        assert card.customer is not None
        if party_of(card.customer) in silent or not access.may(May.SEND_MESSAGES):
            card.whatsapp = ""
            continue
        for reason in _wordings_of(card):
            said = wordings.said(card, reason)
            if said is not None:
                card.wording, card.message_link = reason, whatsapp(card.whatsapp, said)
                break


def _wordings_of(card: Card) -> list[str]:
    """Which texts suit the card, the most fitting first."""
    fitting = [card.reason.wording]
    if card.follow_up and card.follow_up.unanswered >= TRIES:
        fitting.insert(0, NO_ANSWER)
    return [*filter(None, fitting), WORDING_OF[card.reason.part]]


@dataclass(slots=True)
class _Wordings:
    """The texts of one page: each is looked up once."""

    access: Access
    known: dict[str, Wording | None] = field(default_factory=dict)

    def said(self, card: Card, reason: str) -> str | None:
        """The text for this card; None where something of it is not known here, or where no deal allows it."""
        if reason not in self.known:
            self.known[reason] = find_wording(self.access, reason, get_language() or "he")
        wording = self.known[reason]
        if wording is None or card.customer is None:
            return None
        if wording.purpose == Purpose.DEAL and not card.reason.is_sale:
            return None
        name = card.contact.name if card.contact else card.customer.name
        to = Recipient(
            party_of(card.customer), card.customer.name, first_name=name.split()[0] if name.split() else ""
        )
        said = compose(self.access, wording, to)
        return None if said.missing else said.body


def sent_by_hand(
    access: Access, customer: Customer, wording: str, *, key: str, task: Task | None, now: datetime
) -> Message:
    """Note a WhatsApp message that a person says they sent: judged and kept by the gate, and with it an interaction.

    The message is REFUSED, with `why`, where the gate would not have let it go; the task stays open then.
    """
    found = find_wording(access, wording, get_language() or "he") or find_wording(access, "in_touch", "he")
    assert found is not None
    to = recipient_of(access, customer)
    said = compose(access, found, to)
    kept = draft(
        access,
        to,
        Said(said.body, said.subject, template_id=said.template_id, template_version=said.template_version),
        purpose=found.purpose,
        channel=Channel.WHATSAPP,
        now=now,
        key=key,
        about=_sale_of(access, customer) if found.purpose == Purpose.DEAL else None,
    )
    if kept.state == State.DRAFTED:
        kept = settle(access, kept, "sent", now=now)
        if task is not None and task.is_open:
            done(access, task, version=task.version, now=now)
    return kept


def _sale_of(access: Access, customer: Customer) -> Deal | None:
    """The living deal that the text follows up."""
    return open_deals(access).filter(customer=customer).order_by("-stage_since", "-pk").first()
