"""Writing to a customer from one's own WhatsApp: a link with the text for the reason, shown where the gate would let it go,
and what was sent passes the gate itself. Every link to WhatsApp on every page comes from here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from neeman.channels.composing import Said, compose
from neeman.channels.gate import draft
from neeman.channels.judging import Judging
from neeman.channels.kinds import Channel, Purpose
from neeman.channels.link.links import whatsapp
from neeman.channels.models.message import Message, State
from neeman.channels.queries.templates import Wording, find_wording
from neeman.channels.recipients import Recipient, address_key
from neeman.channels.services.messages import settle
from neeman.channels.whys import why_words
from neeman.customers.directory import aimed, people_of, recipient_of, recipients_of
from neeman.customers.models import Contact, Customer
from neeman.lib.tokens import new_token
from neeman.orgs.access import Access
from neeman.orgs.roles import May

IN_TOUCH = "in_touch"
"""The text that suits whatever the reason: it names nothing but people."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A `link` that opens WhatsApp with a text; empty where the gate would not let it go, and `why` says so in words.

    `wording`, `to` (E.164) and `key` are what is told at the address `tells` when it was sent; `name` is whose it is.
    """

    name: str
    link: str = ""
    why: str = ""
    wording: str = ""
    to: str = ""
    key: str = ""
    tells: str = ""

    @property
    def opens(self) -> SafeString:
        """The attributes of the link on a page: where it leads, and what the frame's question is to tell afterwards."""
        return format_html(
            'href="{}" target="_blank" rel="noopener noreferrer" data-asks="was-it-sent"'
            ' data-tells="{}" data-with="{}" data-whom="{}"',
            self.link,
            self.tells,
            urlencode({"wording": self.wording, "to": self.to, "key": self.key}),
            self.name,
        )


class Pen:
    """What may be written to these customers now, judged by the gate's own rules when it is first asked for: as many queries
    for many as for one. `people` are theirs, where whoever asks has read them already (`directory.people_of`)."""

    def __init__(
        self,
        access: Access,
        customers: Sequence[Customer],
        *,
        now: datetime,
        people: Mapping[int, Sequence[Contact]] | None = None,
    ) -> None:
        self.access, self._customers, self._now, self._given = access, customers, now, people
        self._wordings: dict[str, Wording | None] = {}

    def offer(
        self, customer: Customer, phone: str = "", reasons: Iterable[str] = (), *, has_deal: bool = False
    ) -> Offer | None:
        """The first text of these reasons that may go, for this number of theirs, as people write it, or for their first.

        None for a number that WhatsApp does not reach, and for who may not write. A text that follows up a deal goes only
        where there is one.
        """
        if not self.access.may(May.SEND_MESSAGES):
            return None
        to = self._readers[customer.pk]
        if phone:
            number = address_key(Channel.WHATSAPP, phone)
            to = aimed(to, number, self.people_of(customer))
            if number != to.address(Channel.WHATSAPP):
                return None
        if not to.address(Channel.WHATSAPP):
            return None
        return self._offer(customer, to, reasons, has_deal=has_deal)

    def _offer(self, customer: Customer, to: Recipient, reasons: Iterable[str], *, has_deal: bool) -> Offer:
        known = [wording for reason in (*reasons, IN_TOUCH) if (wording := self._wording(reason))]
        verdicts = [
            self._judging.judge(
                to, purpose=one.purpose, channel=Channel.WHATSAPP, has_deal=has_deal, by_hand=True
            )
            for one in known
        ]
        may = [wording for wording, verdict in zip(known, verdicts, strict=True) if verdict.allowed]
        if not may:
            return Offer(to.name, why=verdicts[-1].words)
        wording, said = fitting(self.access, may, to)
        address = to.address(Channel.WHATSAPP)
        return Offer(
            name=to.first_name or to.name,
            link=whatsapp(address, said.body),
            wording=wording.reason,
            to=address,
            key=new_token()[:16],
            tells=reverse("customer_sent", args=[self.access.organization.slug, customer.pk]),
        )

    def people_of(self, customer: Customer) -> Sequence[Contact]:
        """The people of one of them, as they were read for it."""
        return self._people.get(customer.pk, ())

    @cached_property
    def _people(self) -> Mapping[int, Sequence[Contact]]:
        return people_of([one.pk for one in self._customers]) if self._given is None else self._given

    @cached_property
    def _readers(self) -> dict[int, Recipient]:
        return recipients_of(self.access, self._customers, self._people)

    @cached_property
    def _judging(self) -> Judging:
        return Judging(self.access, list(self._readers.values()), at=self._now)

    def _wording(self, reason: str) -> Wording | None:
        if reason not in self._wordings:
            self._wordings[reason] = wording_for(self.access, reason) if reason else None
        return self._wordings[reason]


def sent_by_hand(
    access: Access,
    customer: Customer,
    reason: str,
    *,
    key: str,
    now: datetime,
    to: str = "",
    sale: models.Model | None = None,
) -> Message:
    """Note a WhatsApp message that a person says they sent: judged and kept by the gate, and with it an interaction.

    `to` is the number of theirs that it went to (E.164; else their first), `sale` the deal that a text of that purpose rests
    on. The message is REFUSED, with `why`, where the gate would not have let it go. The same `key` is the same message.
    """
    reader = aimed(recipient_of(access, customer), to, people_of([customer.pk]).get(customer.pk, ()))
    wording, said = fitting(access, wordings_for(access, reason), reader)
    kept = draft(
        access,
        reader,
        said,
        purpose=wording.purpose,
        channel=Channel.WHATSAPP,
        now=now,
        key=key,
        about=sale if wording.purpose == Purpose.DEAL else None,
    )
    return settle(access, kept, "sent", now=now) if kept.state == State.DRAFTED else kept


def not_noted(message: Message) -> str:
    """What is said of a message that the gate did not let be noted as sent; empty where it did."""
    if message.state == State.SENT:
        return ""
    return " ".join([_("This was not noted as sent."), why_words(message.why)])


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
