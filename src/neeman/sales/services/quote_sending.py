"""A quote goes out and what follows: links, new versions, copies, taking it back. What carries the link to the customer is
a message (`quote_messages`)."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from neeman.channels.models.message import State
from neeman.channels.services.messages import TooLate, settle
from neeman.customers.services.acting import Unfit, hold
from neeman.lib.tax import vat_rate
from neeman.lib.tokens import new_token, token_hash
from neeman.orgs.access import Access, house_access
from neeman.orgs.addresses import absolute_url
from neeman.orgs.changes import Recorder
from neeman.orgs.log import log
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import May
from neeman.sales.models import Deal, Quote, QuoteLine, QuoteLink
from neeman.sales.queries.quote_public import PURPOSE
from neeman.sales.queries.quotes import get_quote, lines_of, messages_of, settings_of
from neeman.sales.services.deals import add_deal, edit_deal, move_deal
from neeman.sales.services.quote_drafts import add_up_again, label_of
from neeman.sales.services.quote_follow_ups import adopt_step, plan_follow_ups, settle_requests
from neeman.sales.services.quote_numbers import take_number
from neeman.sales.services.stages import keep_stages

LINK_AFTER = timedelta(days=60)
"""How long after its last day a quote can still be looked at."""

SENT, LINKED, REVOKED = "sales.quote.sent", "sales.quote.linked", "sales.quote.links_revoked"
WITHDRAWN, DISCARDED = "sales.quote.withdrawn", "sales.quote.discarded"
COPIED, UPGRADED = "sales.quote.copied", "sales.quote.upgraded"
COPIED_COLUMNS = (
    *("customer_id", "contact_id", "deal_id", "language", "title", "intro", "terms", "internal_note"),
    *("consumer", "valid_days", "discount_bp", "discount_minor"),
)
LINE_COLUMNS = (
    *("kind", "position", "product_id", "name", "code", "detail", "unit", "quantity_milli"),
    *("unit_price_minor", "discount_bp", "discount_minor", "unit_cost_minor", "optional"),
)


@dataclass(frozen=True, slots=True)
class Sent:
    """A quote that went out: its link, shown this once, and what undoes the sending (None: it was out already)."""

    quote: Quote
    url: str
    change_set: ChangeSet | None


def send_quote(access: Access, quote: Quote, *, version: int, now: datetime) -> Sent:
    """Make a draft final and give it a link. Its deal comes to the stage of quotes, an older version is replaced, the
    follow-ups are set. One that is out already, after a double tap, gets one more link and nothing else.

    Raises StaleWrite, or Unfit for a quote of nothing.
    """
    access.require(May.EDIT_SALES)
    with transaction.atomic():
        get_quote(access, quote.pk)
        as_it_is = Quote.objects.select_for_update().get(pk=quote.pk)
        if as_it_is.state == Quote.State.SENT:
            return Sent(as_it_is, make_link(access, as_it_is, now=now), None)
        held = hold(quote, version)
        _fit_to_send(held)
        today = timezone.localdate(now)
        recorder = Recorder(access, SENT, label_of(held))
        out = {
            "state": Quote.State.SENT,
            "sent_at": now,
            "valid_until": today + timedelta(days=held.valid_days),
        }
        recorder.update([held], [out])
        _replace_previous(recorder, held)
        _bring_deal_along(access, recorder, held, now)
        url = make_link(access, held, now=now)
        plan_follow_ups(access, held, now=now)
        settle_requests(access, held, now=now)
        told = {"number": held.full_number, "net_minor": held.net_minor, "change_set": recorder.change_set.pk}
        log(access, held, SENT, told)
    return Sent(held, url, recorder.change_set)


def make_link(access: Access, quote: Quote, *, now: datetime) -> str:
    """One more way in for the customer; the earlier ones go on working. The address is shown this once. Unfit for a
    draft and for what was taken back."""
    access.require(May.EDIT_SALES)
    if quote.state in (Quote.State.DRAFT, Quote.State.WITHDRAWN):
        raise Unfit(_("Only a quote that was sent has a link."))
    last_day = quote.valid_until or timezone.localdate(now)
    until = timezone.make_aware(datetime.combine(last_day + LINK_AFTER, datetime.min.time()))
    token = new_token()
    with transaction.atomic():
        QuoteLink.objects.create(
            quote=quote,
            token_hash=token_hash(PURPOSE, token),
            made_by=access.member,
            made_at=now,
            expires_at=max(until, now + timedelta(days=1)),
        )
        log(access, quote, LINKED, {"number": quote.full_number})
    return absolute_url(reverse("quote_public", kwargs={"house": access.organization.slug, "token": token}))


def revoke_links(access: Access, quote: Quote, *, now: datetime) -> int:
    """End every link of a quote, and drop the messages that would carry one; how many links there were."""
    access.require(May.EDIT_SALES)
    with transaction.atomic():
        get_quote(access, quote.pk)
        ended = QuoteLink.objects.filter(quote=quote, revoked_at=None).update(revoked_at=now)
        if ended:
            log(access, quote, REVOKED, {"number": quote.full_number, "links": ended})
        call_back(access, quote, now=now)
    return ended


def call_back(access: Access, quote: Quote, *, now: datetime) -> int:
    """Drop the messages that were to carry a quote and have not left yet; how many. The product does this, whoever took
    the quote back."""
    waiting = messages_of(quote).filter(state__in=(State.WAITING, State.DRAFTED))
    house = house_access(access.organization)
    dropped = 0
    for message in waiting:
        with suppress(TooLate):  # it left this very moment
            settle(house, message, "drop", now=now)
            dropped += 1
    return dropped


def withdraw_quote(access: Access, quote: Quote, *, version: int, now: datetime) -> ChangeSet | None:
    """Take back a quote that waits for an answer: its links say so, its follow-ups end. None when it was taken back
    before. Raises StaleWrite, or Unfit once the customer has decided."""
    return _put_away(access, quote, WITHDRAWN, version=version, now=now)


def discard_quote(access: Access, quote: Quote, *, version: int, now: datetime) -> ChangeSet | None:
    """Put a draft away, with its number. None when it lies there already. Raises StaleWrite, Unfit for no draft."""
    return _put_away(access, quote, DISCARDED, version=version, now=now)


def copy_quote(access: Access, quote: Quote, *, now: datetime, key: str = "") -> Quote:
    """The same once more as a new draft with a number of its own, at today's rate of VAT."""
    return _again(access, quote, COPIED, now=now, key=key)


def upgrade_quote(access: Access, quote: Quote, *, now: datetime, key: str = "") -> Quote:
    """A new version of the same number (R94); the old one holds until this one is sent. A draft of the next version
    that lies there already is taken up. Unfit for a draft and for what was approved."""
    if quote.state in (Quote.State.DRAFT, Quote.State.APPROVED):
        raise Unfit(_("A draft is edited, and what was approved stays: copy it instead."))
    waiting = quote.later.filter(state=Quote.State.DRAFT, archived_at=None).first()
    return waiting or _again(access, quote, UPGRADED, now=now, key=key)


def _again(access: Access, quote: Quote, verb: str, *, now: datetime, key: str) -> Quote:
    access.require(May.EDIT_SALES)
    with transaction.atomic():
        original = get_quote(access, quote.pk)
        known = Quote.objects.filter(key=key).first() if key else None
        if known is not None:
            return known
        today, charges = timezone.localdate(now), settings_of(access).charges_vat
        made = Quote(**{name: getattr(original, name) for name in COPIED_COLUMNS})
        made.owner, made.key, made.made_at, made.saved_at = access.member, key, now, now
        made.vat_rate_bp, made.tax_day = vat_rate(today).bp if charges else 0, today
        if verb == UPGRADED:
            versions = Quote.objects.select_for_update().filter(number=original.number)
            made.number, made.previous = original.number, original
            made.version_no = max(versions.values_list("version_no", flat=True)) + 1
        else:
            made.number = take_number(access, today.year)
        made.save()
        copies = [
            QuoteLine(quote=made, **{name: getattr(line, name) for name in LINE_COLUMNS})
            for line in lines_of(original)
        ]
        QuoteLine.objects.bulk_create(copies)
        add_up_again(made, now=now)
        log(access, made, verb, {"number": made.full_number, "of": original.full_number})
    return made


def _put_away(access: Access, quote: Quote, verb: str, *, version: int, now: datetime) -> ChangeSet | None:
    access.require(May.EDIT_SALES)
    before = Quote.State.SENT if verb == WITHDRAWN else Quote.State.DRAFT
    wanted = (
        {"state": Quote.State.WITHDRAWN, "decided_at": now} if verb == WITHDRAWN else {"archived_at": now}
    )
    with transaction.atomic():
        now_so = get_quote(access, quote.pk)
        if now_so.state == Quote.State.WITHDRAWN or now_so.archived_at is not None:
            return None
        held = hold(quote, version)
        if held.state != before:
            raise Unfit(_("It is too late for that: this quote is no longer where it was."))
        recorder = Recorder(access, verb, label_of(held))
        recorder.update([held], [wanted])
        plan_follow_ups(access, held, now=now)
        call_back(access, held, now=now)
        log(access, held, verb, {"number": held.full_number, "change_set": recorder.change_set.pk})
    return recorder.change_set


def _fit_to_send(quote: Quote) -> None:
    if not quote.is_draft or quote.archived_at is not None:
        raise Unfit(_("This quote is no draft any more."))
    if not any(not line.is_section and line.name.strip() for line in lines_of(quote)):
        raise Unfit(_("There is nothing in this quote yet: add a line."))
    if quote.total_minor < 0:
        raise Unfit(_("The quote comes to less than nothing: look at its lines."))


def _replace_previous(recorder: Recorder, quote: Quote) -> None:
    """Of one number the customer can say yes to one version only."""
    older = Quote.objects.filter(number=quote.number, state=Quote.State.SENT).exclude(pk=quote.pk)
    rows = list(older.select_for_update())
    recorder.update(rows, [{"state": Quote.State.REPLACED}] * len(rows))
    for row in rows:
        at = quote.sent_at or quote.saved_at
        plan_follow_ups(recorder.access, row, now=at)
        call_back(recorder.access, row, now=at)


def _bring_deal_along(access: Access, recorder: Recorder, quote: Quote, now: datetime) -> None:
    """The deal is worth what was offered and stands at least at the stage of quotes; without one, one begins."""
    stage = next((one for one in keep_stages(access) if one.code == "quote"), None)
    if quote.deal is None:
        title = quote.title or str(_("Quote %(number)s") % {"number": quote.number})
        deal, _made = add_deal(
            access, quote.customer, {"title": title, "value_minor": quote.net_minor}, now=now, stage=stage
        )
        adopt_step(quote, deal)
        recorder.update([quote], [{"deal_id": deal.pk}])
        return
    deal = Deal.objects.select_for_update().get(pk=quote.deal.pk)
    if not deal.is_open:
        return
    edit_deal(access, deal, {"value_minor": max(quote.net_minor, 0)}, version=deal.version)
    deal = Deal.objects.select_related("stage").get(pk=deal.pk)
    if stage is not None and deal.stage.position < stage.position:
        move_deal(access, deal, stage, version=deal.version, now=now)
