"""What passes between opening a quote and deciding: openings, questions and answers."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from neeman.activity.models import Direction, Kind
from neeman.activity.services.interactions import Said, log_interaction
from neeman.customers.services.acting import Unfit
from neeman.orgs.access import Access
from neeman.orgs.log import log
from neeman.orgs.roles import May
from neeman.sales.models import Quote, QuoteLink, QuoteOpening, QuoteQuestion
from neeman.sales.queries.quotes import get_quote
from neeman.sales.services.quote_follow_ups import plan_follow_ups

OPENED, ASKED, ANSWERED = "sales.quote.opened", "sales.quote.asked", "sales.quote.answered"
ONE_LOOK = timedelta(minutes=10)
"""A page that is looked at twice within this was looked at once."""

MOST_QUESTIONS = 40
"""Of a customer on one quote: more is no talk any more."""


def note_opening(access: Access, link: QuoteLink, *, now: datetime) -> QuoteOpening | None:
    """The customer has the quote before their eyes; None for the same look as before, and for what is no longer out."""
    with transaction.atomic():
        quote = Quote.objects.select_for_update().get(pk=link.quote_id)
        lately = QuoteOpening.objects.filter(link=link, at__gt=now - ONE_LOOK)
        if quote.state == Quote.State.DRAFT or lately.exists():
            return None
        opening = QuoteOpening.objects.create(quote=quote, link=link, at=now)
        is_first = quote.opened_at is None
        if is_first:
            Quote.objects.filter(pk=quote.pk).update(opened_at=now)
        log(access, quote, OPENED, {"number": quote.full_number, "look": "first" if is_first else "again"})
        plan_follow_ups(access, quote, now=now)
    return opening


def ask(
    access: Access, link: QuoteLink, text: str, *, name: str = "", key: str = "", now: datetime
) -> QuoteQuestion:
    """The customer asks, or says something. A `key` seen before gives the first. Raises Unfit."""
    with transaction.atomic():
        quote = Quote.objects.select_for_update().get(pk=link.quote_id)
        known = QuoteQuestion.objects.filter(quote=quote, key=key).first() if key else None
        if known is not None:
            return known
        if not text.strip():
            raise Unfit(_("Please write a few words."), "text")
        if QuoteQuestion.objects.filter(quote=quote, from_customer=True).count() >= MOST_QUESTIONS:
            raise Unfit(_("That is a great deal of questions: please call us."), "text")
        question = QuoteQuestion.objects.create(
            quote=quote,
            at=now,
            from_customer=True,
            name=name.strip()[:120],
            text=text.strip()[:2_000],
            key=key[:80],
        )
        log(access, quote, ASKED, {"number": quote.full_number, "question": question.pk})
        _record(access, quote, question, now)
        plan_follow_ups(access, quote, now=now)
    return question


def answer(access: Access, quote: Quote, text: str, *, key: str = "", now: datetime) -> QuoteQuestion:
    """Our word in the talk, which the customer reads on the quote's page. A `key` seen before gives the first (R97).

    Raises Unfit.
    """
    access.require(May.EDIT_SALES)
    with transaction.atomic():
        get_quote(access, quote.pk)
        quote = Quote.objects.select_for_update().get(pk=quote.pk)
        known = QuoteQuestion.objects.filter(quote=quote, key=key).first() if key else None
        if known is not None:
            return known
        if not text.strip():
            raise Unfit(_("Please write a few words."), "text")
        said = QuoteQuestion.objects.create(
            quote=quote,
            at=now,
            from_customer=False,
            member=access.member,
            name=access.member.user.name if access.member else "",
            text=text.strip()[:2_000],
            key=key[:80],
        )
        log(access, quote, ANSWERED, {"number": quote.full_number, "question": said.pk})
        _record(access, quote, said, now)
        plan_follow_ups(access, quote, now=now)
    return said


def _record(access: Access, quote: Quote, turn: QuoteQuestion, now: datetime) -> None:
    """A word in either direction is an interaction: it stands on the timeline and resets the cadence."""
    number = _("Quote %(number)s") % {"number": quote.full_number}
    said = Said(
        kind=Kind.PAGE,
        direction=Direction.IN if turn.from_customer else Direction.OUT,
        at=now,
        topic=" · ".join(filter(None, [number, turn.name if turn.from_customer else ""])),
        text=turn.text,
        about=quote,
        key=f"quote talk:{turn.pk}",
    )
    log_interaction(access, quote.customer, said, now=now)
