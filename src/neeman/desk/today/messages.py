"""The text that a card offers for WhatsApp, by the reason to write; what was sent by hand goes through the gate as well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from neeman.activity.models import Task
from neeman.activity.services.tasks import done
from neeman.channels.models.message import Message, State
from neeman.customers import writing
from neeman.customers.models import Contact, Customer
from neeman.customers.writing import Pen
from neeman.desk.today.cards import Card, Part
from neeman.orgs.access import Access
from neeman.sales.models import Deal
from neeman.sales.queries.deals import open_deals

WORDING_OF = {Part.KEEP: "late_order"}
NO_ANSWER = "no_answer"
TRIES = 3


def offer_messages(
    access: Access, cards: list[Card], people: Mapping[int, Sequence[Contact]], *, now: datetime
) -> None:
    """Put onto each card what may be written by WhatsApp for its reason, or why nothing may."""
    known = [card for card in cards if card.customer]
    pen = Pen(access, [card.customer for card in known if card.customer], now=now, people=people)
    for card in known:
        assert card.customer is not None
        card.write = pen.offer(card.customer, card.dials, _reasons_of(card), has_deal=card.reason.is_sale)


def _reasons_of(card: Card) -> list[str]:
    """For what to write, the most fitting first."""
    tried = card.follow_up is not None and card.follow_up.unanswered >= TRIES
    found = [NO_ANSWER if tried else "", card.reason.wording, WORDING_OF.get(card.reason.part, "")]
    return list(filter(None, found))


def sent_by_hand(
    access: Access,
    customer: Customer,
    wording: str,
    *,
    key: str,
    now: datetime,
    task: Task | None = None,
    to: str = "",
) -> Message:
    """Note a WhatsApp message that a person says they sent, with its interaction; a task that asked for it is done.

    The message is REFUSED, with `why`, where the gate would not have let it go; the task stays open then.
    """
    sale = _sale_of(access, customer)
    kept = writing.sent_by_hand(access, customer, wording, key=key, now=now, to=to, sale=sale)
    if kept.state == State.SENT and task is not None and task.is_open:
        done(access, task, version=task.version, now=now)
    return kept


def _sale_of(access: Access, customer: Customer) -> Deal | None:
    """The living deal that a text may follow up."""
    return open_deals(access).filter(customer=customer).order_by("-stage_since", "-pk").first()
