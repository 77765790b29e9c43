"""A quote leaves the house: a message with its link, written and judged by the one gate, with the PDF where it goes by mail."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from neeman.channels.composing import Said, compose
from neeman.channels.gate import draft, judge, send
from neeman.channels.kinds import Channel, Purpose
from neeman.channels.models.message import Message
from neeman.channels.queries.connections import find_way
from neeman.channels.queries.messages import find_by_key
from neeman.channels.queries.templates import find_wording
from neeman.channels.recipients import Recipient, address_key
from neeman.channels.suggesting import BY_PURPOSE, suggested
from neeman.channels.ways import File
from neeman.channels.whys import why_words
from neeman.customers.directory import GENDERS, recipient_of
from neeman.customers.services.acting import Unfit
from neeman.orgs.access import Access
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import May
from neeman.sales.models import Quote
from neeman.sales.paper import quote_pdf
from neeman.sales.queries.quote_public import as_shown
from neeman.sales.queries.quotes import get_quote, message_key
from neeman.sales.services.quote_sending import send_quote
from neeman.ui.text import plain


@dataclass(frozen=True, slots=True)
class Handed:
    """The message that carries a quote, and what undoes the sending of the quote (None: it was out already)."""

    message: Message
    change_set: ChangeSet | None


def reader_of(access: Access, quote: Quote) -> Recipient:
    """Whom a quote is written to: its customer, by the addresses of its contact first."""
    to, contact = recipient_of(access, quote.customer), quote.contact
    if contact is None:
        return to
    phone = address_key(Channel.SMS, contact.phone)
    return replace(
        to,
        phones=tuple(dict.fromkeys(filter(None, (phone, *to.phones)))),
        email=address_key(Channel.EMAIL, contact.email) or to.email,
        first_name=contact.name.split()[0] if contact.name.split() else to.first_name,
        gender=GENDERS[contact.gender],
    )


def ways_out(to: Recipient) -> list[Channel]:
    """The channels by which a link reaches this reader, the most fitting first."""
    first = suggested(to, Purpose.DEAL)
    reaching = [one for one in BY_PURPOSE[Purpose.DEAL] if to.address(one)]
    return sorted(reaching, key=lambda one: one != first)


def send_by(access: Access, quote: Quote, channel: str, *, version: int, key: str, now: datetime) -> Handed:
    """Send a quote to its customer by a channel: a draft goes out by it, one that is out is sent once more. Where the
    channel is connected the message waits for an hour in which people are reached; else it is DRAFTED for a person to
    send from their own telephone or mailbox. The same `key` again gives the first message and no second link.

    Nothing is written where the gate would not let it go. Raises StaleWrite, Unfit, PermissionDenied, Http404.
    """
    access.require(May.SEND_MESSAGES)
    mark = f"{message_key(quote)}{key}"
    with transaction.atomic():
        Quote.objects.select_for_update().get(pk=get_quote(access, quote.pk).pk)
        if (known := find_by_key(access, mark)) is not None:
            return Handed(known, None)
        to = reader_of(access, quote)
        _let_go(access, to, channel, now)
        sent = send_quote(access, quote, version=version, now=now)
        fresh = get_quote(access, quote.pk)
        connected = bool(find_way(access, channel))
        said = _said(access, fresh, to, sent.url, with_paper=connected and channel == Channel.EMAIL)
        give = send if connected else draft
        message = give(
            access, to, said, purpose=Purpose.DEAL, channel=channel, now=now, key=mark, about=fresh
        )
    return Handed(message, sent.change_set)


def _let_go(access: Access, to: Recipient, channel: str, now: datetime) -> None:
    if channel not in ways_out(to):
        raise Unfit(_("There is no address for this channel."))
    verdict = judge(access, to, purpose=Purpose.DEAL, channel=channel, at=now, has_deal=True)
    if not verdict.allowed:
        raise Unfit(why_words(verdict.reason))


def _said(access: Access, quote: Quote, to: Recipient, url: str, *, with_paper: bool) -> Said:
    """The text for a quote in its own language; whatever a business may have put into it has a value."""
    written = plain(quote.language)
    with translation.override(quote.language):
        wording = find_wording(access, "quote_sent", quote.language)
        assert wording is not None
        values = {
            "number": quote.full_number,
            "subject": _subject(quote) or str(_("what we talked about")),
            "link": url,
            "date": written.day(quote.valid_until) if quote.valid_until else "",
            "amount": written.money(quote.total_minor, access.organization.currency),
        }
        said = compose(access, wording, to, values)
    if said.missing:
        raise Unfit(_("Something in the text was not filled in."))
    return replace(said, files=(_paper(access, quote),)) if with_paper else said


def _subject(quote: Quote) -> str:
    """What a quote is about: its own title, else that of its deal; empty where neither has one."""
    return quote.title or (quote.deal.title if quote.deal else "")


def _paper(access: Access, quote: Quote) -> File:
    shown = as_shown(access, quote, today=timezone.localdate(quote.sent_at))
    made_at = quote.decided_at or quote.sent_at or quote.saved_at
    content = quote_pdf(shown, getattr(quote, "approval", None), made_at=made_at)
    return File(f"{quote.full_number.replace('/', '-')}.pdf", "application/pdf", content)
