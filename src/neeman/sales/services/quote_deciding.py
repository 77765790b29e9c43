"""The customer's yes or no, said on the quote's page or to one of us. Said twice it counts once; a yes makes an order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from neeman.customers.services.acting import Unfit
from neeman.ledger.services import OrderLine, add_order
from neeman.orgs.access import Access
from neeman.orgs.changes import Recorder
from neeman.orgs.log import log
from neeman.orgs.models import ChangeSet, LogEntry
from neeman.orgs.roles import May
from neeman.sales.models import Deal, Quote, QuoteApproval, QuoteLine
from neeman.sales.queries.quotes import get_quote, lines_of, sums_of
from neeman.sales.services.deals import reopen_deal, win_deal
from neeman.sales.services.quote_drafts import add_up_again, label_of
from neeman.sales.services.quote_follow_ups import ask_why, plan_follow_ups
from neeman.sales.services.quote_sending import call_back
from neeman.sales.sums import Sums, net_of_lines

APPROVED, DECLINED, RAN_OUT = "sales.quote.approved", "sales.quote.declined", "sales.quote.ran_out"
MOST_STROKES, MOST_POINTS, WIDTH, HEIGHT = 200, 6_000, 1_000, 300

Strokes = Sequence[Sequence[Sequence[int]]]


class Closed(Exception):
    """The quote takes no answer any more: decided otherwise, replaced, taken back or run out. `quote` says which."""

    def __init__(self, quote: Quote) -> None:
        super().__init__(quote.state)
        self.quote = quote


class SumChanged(Exception):
    """What was seen is not what stands here now; `total_minor` is."""

    def __init__(self, total_minor: int) -> None:
        super().__init__(total_minor)
        self.total_minor = total_minor


@dataclass(frozen=True, slots=True)
class Yes:
    """An approval as it is given. `seen_total_minor` is the total that stood before their eyes, with the options that
    they `chose` (ids of lines); None: nobody saw a page."""

    name: str
    wording: str
    job_title: str = ""
    strokes: Strokes = ()
    chosen: Collection[int] = field(default_factory=tuple)
    seen_total_minor: int | None = None


def approve_quote(
    access: Access, quote: Quote, yes: Yes, *, now: datetime, by_customer: bool
) -> tuple[QuoteApproval, ChangeSet | None]:
    """The yes: the quote is approved, its deal is won, an order stands in the ledger. A second one gives the first, and
    no change set.

    Raises Closed, SumChanged, or Unfit without a name or for a drawing that is none.
    """
    access.require(May.EDIT_SALES)
    if not yes.name.strip():
        raise Unfit(_("Please write your name."), "name")
    _check_strokes(yes.strokes)
    with transaction.atomic():
        held = _hold(access, quote)
        if held.state == Quote.State.APPROVED:
            return held.approval, None
        if held.state != Quote.State.SENT or (by_customer and not held.awaits(timezone.localdate(now))):
            raise Closed(held)
        recorder = Recorder(access, APPROVED, label_of(held))
        lines, sums = _choose(recorder, held, yes.chosen)
        if yes.seen_total_minor is not None and yes.seen_total_minor != sums.total_minor:
            raise SumChanged(sums.total_minor)
        approval = QuoteApproval.objects.create(
            quote=held,
            at=now,
            name=yes.name.strip()[:120],
            job_title=yes.job_title.strip()[:120],
            strokes=[[list(point) for point in stroke] for stroke in yes.strokes],
            wording=yes.wording[:400],
            total_minor=sums.total_minor,
            content_hash=content_hash(held, lines),
            member=None if by_customer else access.member,
        )
        recorder.created([approval])
        recorder.update([held], [_as_approved(sums, now)])
        _order(access, recorder, held, lines, sums, now)
        _win(access, held, now)
        plan_follow_ups(access, held, now=now)
        told = {"number": held.full_number, "name": approval.name, "net_minor": sums.net_minor}
        log(
            access, held, APPROVED, {**told, "change_set": recorder.change_set.pk, "by_customer": by_customer}
        )
    return approval, recorder.change_set


def decline_quote(
    access: Access, quote: Quote, reason: str, *, now: datetime, by_customer: bool
) -> ChangeSet | None:
    """The no, with its reason. None when it was declined before: the first reason stands. Raises Closed."""
    access.require(May.EDIT_SALES)
    with transaction.atomic():
        held = _hold(access, quote)
        if held.state == Quote.State.DECLINED:
            return None
        if held.state != Quote.State.SENT:
            raise Closed(held)
        recorder = Recorder(access, DECLINED, label_of(held))
        said = {"state": Quote.State.DECLINED, "decided_at": now, "decline_reason": reason.strip()[:2_000]}
        recorder.update([held], [said])
        plan_follow_ups(access, held, now=now)
        if by_customer:
            ask_why(access, held, now=now)
        told = {"number": held.full_number, "change_set": recorder.change_set.pk, "by_customer": by_customer}
        log(access, held, DECLINED, told)
    return recorder.change_set


def note_run_out(access: Access, quote: Quote, *, now: datetime) -> bool:
    """Note in the log, once, that a quote ran out unanswered; whether it was noted now."""
    with transaction.atomic():
        held = _hold(access, quote)
        if not held.has_run_out(timezone.localdate(now)):
            return False
        noted = LogEntry.objects.filter(
            subject_table=Quote._meta.label_lower, subject_id=held.pk, verb=RAN_OUT
        )
        if noted.exists():
            return False
        log(access, held, RAN_OUT, {"number": held.full_number})
    return True


def settle_undone(access: Access, change_set: ChangeSet, *, now: datetime) -> None:
    """After an act on a quote was taken back: its sums, its follow-ups and its deal as they belong to what it is now.

    An order that was made is gone with the act; a deal that was won by it is open again.
    """
    quote = Quote.objects.filter(pk=change_set.label.get("quote") or 0).first()
    if quote is None:
        return
    if quote.is_draft:
        add_up_again(quote, now=now)
        call_back(access, quote, now=now)
    deal = Deal.objects.filter(pk=quote.deal_id or 0).first() if change_set.verb == APPROVED else None
    if deal is not None and deal.won_at is not None and quote.state == Quote.State.SENT:
        reopen_deal(access, deal, version=deal.version, now=now)
    plan_follow_ups(access, quote, now=now, revive=quote.state == Quote.State.SENT)


def content_hash(quote: Quote, lines: Sequence[QuoteLine]) -> str:
    """SHA-256 of what was approved: number, terms, discount, tax and each line that counts. 64 hexadecimal digits."""
    content = {
        "number": quote.full_number,
        "terms": quote.terms,
        "valid_until": quote.valid_until,
        "discount": [quote.discount_bp, quote.discount_minor],
        "vat": [quote.vat_rate_bp, quote.consumer],
        "lines": [
            [line.name, line.detail, line.quantity_milli, line.unit_price_minor, line.item.amount_minor]
            for line in lines
            if line.counts
        ],
    }
    return hashlib.sha256(json.dumps(content, default=str, ensure_ascii=False).encode()).hexdigest()


def _hold(access: Access, quote: Quote) -> Quote:
    """The quote, locked: of two answers at once the second sees what the first made of it."""
    get_quote(access, quote.pk)
    return Quote.objects.select_for_update(of=("self",)).select_related("customer").get(pk=quote.pk)


def _check_strokes(strokes: Strokes) -> None:
    points = [point for stroke in strokes for point in stroke]
    fits = len(strokes) <= MOST_STROKES and len(points) <= MOST_POINTS and all(strokes)
    drawn = all(
        len(point) == 2
        and all(type(number) is int for number in point)
        and 0 <= point[0] <= WIDTH
        and 0 <= point[1] <= HEIGHT
        for point in points
    )
    if not fits or not drawn:
        raise Unfit(_("This signature could not be read: please sign again, or type your name."), "strokes")


def _choose(recorder: Recorder, quote: Quote, chosen: Collection[int]) -> tuple[list[QuoteLine], Sums]:
    """The lines with the options that were taken, and what they come to."""
    lines = lines_of(quote)
    options = [line for line in lines if line.optional and not line.is_section]
    recorder.update(options, [{"chosen": line.pk in chosen} for line in options])
    return lines, sums_of(quote, lines)


def _as_approved(sums: Sums, now: datetime) -> dict[str, object]:
    return {
        "state": Quote.State.APPROVED,
        "decided_at": now,
        "net_minor": sums.net_minor,
        "vat_minor": sums.vat_minor,
        "total_minor": sums.total_minor,
        "cost_minor": None if sums.uncosted else sums.cost_minor,
    }


def _order(
    access: Access, recorder: Recorder, quote: Quote, lines: Sequence[QuoteLine], sums: Sums, now: datetime
) -> None:
    counted = [line for line in lines if line.counts]
    products = dict(counted_products(counted))
    net = net_of_lines([line.item for line in counted], sums)
    add_order(
        access,
        recorder,
        quote.customer,
        key=f"quote:{quote.pk}",
        number=quote.full_number,
        day=timezone.localdate(now),
        lines=[
            OrderLine(
                name=line.name,
                product=line.code or line.name,
                category=products.get(line.pk, ""),
                quantity_milli=line.quantity_milli,
                unit_price_minor=None if quote.consumer else line.unit_price_minor,
                amount_minor=amount,
                discount_minor=None if quote.consumer else line.item.gross_minor - amount,
                direct_cost_minor=line.item.cost_minor,
            )
            for line, amount in zip(counted, net, strict=True)
        ],
        channel=str(_("Quote")),
    )


def counted_products(lines: Sequence[QuoteLine]) -> list[tuple[int, str]]:
    """(line, category of its product) of lines that came from the catalogue."""
    rows = QuoteLine.objects.filter(pk__in=[line.pk for line in lines], product__isnull=False)
    return list(rows.values_list("pk", "product__category"))


def _win(access: Access, quote: Quote, now: datetime) -> None:
    """The deal is won; one that was given up comes back first."""
    deal = Deal.objects.select_for_update().filter(pk=quote.deal_id or 0).first()
    if deal is None or deal.won_at is not None:
        return
    if deal.lost_at is not None:
        reopen_deal(access, deal, version=deal.version, now=now)
        deal = Deal.objects.get(pk=deal.pk)
    win_deal(access, deal, version=deal.version, now=now)
