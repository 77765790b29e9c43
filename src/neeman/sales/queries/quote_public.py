"""What a customer reads behind the link of a quote, without signing in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404

from neeman.lib.tokens import token_hash
from neeman.orgs.access import Access
from neeman.sales.models import Quote, QuoteApproval, QuoteLine, QuoteLink, QuoteQuestion
from neeman.sales.queries.quotes import lines_of, settings_of
from neeman.sales.showing import ShownQuote, shown_quote

PURPOSE = "quote.public"
"""What the token of such a link is for; one of another purpose is unknown here."""


class LinkDead(Http404):
    """No such link: never made, of another purpose, ended, or too old. All the same to whoever asks."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A word in the talk about a quote."""

    text: str
    name: str
    at: datetime
    from_customer: bool


@dataclass(frozen=True, slots=True)
class PublicPage:
    """All that the customer's page knows."""

    quote: ShownQuote
    talk: tuple[Turn, ...]
    approval: QuoteApproval | None
    decided_at: datetime | None
    awaits: bool
    has_run_out: bool


def get_quote_link(access: Access, token: str, *, now: datetime) -> QuoteLink:
    """The living link of this token in this business, with its quote. Raises LinkDead."""
    link = (
        QuoteLink.objects.select_related(
            "quote__customer", "quote__contact", "quote__owner__user", "quote__approval"
        )
        .filter(token_hash=token_hash(PURPOSE, token), revoked_at=None, expires_at__gt=now)
        .exclude(quote__state=Quote.State.DRAFT)
        .first()
    )
    if link is None:
        raise LinkDead
    return link


def public_page(access: Access, quote: Quote, *, chosen: set[int], today: date) -> PublicPage:
    """The page of a quote; `chosen` are the options that are ticked on it while an answer is awaited."""
    lines = lines_of(quote)
    awaits = quote.awaits(today)
    if awaits:
        for line in lines:
            line.chosen = line.optional and line.pk in chosen
    turns = QuoteQuestion.objects.filter(quote=quote).order_by("at", "pk")
    return PublicPage(
        quote=as_shown(access, quote, lines=lines, today=today),
        talk=tuple(Turn(turn.text, turn.name, turn.at, turn.from_customer) for turn in turns),
        approval=getattr(quote, "approval", None),
        decided_at=quote.decided_at,
        awaits=awaits,
        has_run_out=quote.has_run_out(today),
    )


def as_shown(
    access: Access, quote: Quote, *, today: date, lines: list[QuoteLine] | None = None
) -> ShownQuote:
    """The quote as its customer sees it."""
    house = access.organization
    return shown_quote(
        quote,
        lines_of(quote) if lines is None else lines,
        settings_of(access),
        currency=house.currency,
        house=house.name,
        today=today,
    )
