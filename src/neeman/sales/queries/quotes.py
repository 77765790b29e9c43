"""Who sees which quotes, one quote with its lines, and what quotes come to. Every other query on quotes starts here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet, Sum
from django.http import Http404

from neeman.activity.models import Task
from neeman.channels.models.message import Message
from neeman.customers.models import Customer
from neeman.customers.queries.visible import visible
from neeman.orgs.access import Access
from neeman.sales.models import Quote, QuoteLine, QuoteSettings
from neeman.sales.sums import Sums, add_up

State = Quote.State


@dataclass(frozen=True, slots=True)
class Tally:
    """Quotes that were sent, each number once: how many, their net value, and what became of them. Money in minor
    units; `approval_share` is of those that were decided or have run out, None before there are any (R96)."""

    sent: int
    sent_minor: int
    approved: int
    approved_minor: int
    closed: int

    @property
    def approval_share(self) -> float | None:
        """Approved among those whose fate is known."""
        return self.approved / self.closed if self.closed else None


def quotes(access: Access) -> QuerySet[Quote]:
    """The quotes of the customers whom this member sees, without those that were put away."""
    rows = Quote.objects.filter(archived_at=None)
    return rows if access.sees_all else rows.filter(customer__in=visible(access))


def get_quote(access: Access, pk: int) -> Quote:
    """A quote with its customer, deal, contact and owner; the same 404 for one that is missing and one not yours."""
    rows = Quote.objects.all() if access.sees_all else Quote.objects.filter(customer__in=visible(access))
    quote = (
        rows.select_related("customer__standing", "contact", "deal", "owner__user", "previous")
        .filter(pk=pk)
        .first()
    )
    if quote is None:
        raise Http404
    return quote


def lines_of(quote: Quote) -> list[QuoteLine]:
    """The lines in order."""
    return list(QuoteLine.objects.filter(quote=quote).order_by("position", "pk"))


def sums_of(quote: Quote, lines: Iterable[QuoteLine]) -> Sums:
    """What a quote of these lines comes to."""
    items = [line.item for line in lines if line.counts]
    return add_up(items, discount=quote.discount, vat_bp=quote.vat_rate_bp, consumer=quote.consumer)


def tasks_of(quote: Quote) -> QuerySet[Task]:
    """Every task that the quote set, done and dropped ones too. They are about its deal, whose next actions they are."""
    return Task.objects.filter(key__startswith=f"quote:{quote.pk}:")


def message_key(quote: Quote) -> str:
    """What the key of each message begins with that carries this quote, and of no other."""
    return f"quote:{quote.pk}:"


def messages_of(quote: Quote) -> QuerySet[Message]:
    """The messages that carry the quote, whatever became of them, the latest first."""
    return Message.objects.filter(key__startswith=message_key(quote)).order_by("-made_at", "-pk")


def quotes_of(access: Access, customer: Customer) -> QuerySet[Quote]:
    """The quotes of one customer, all versions, the latest first (R89)."""
    return quotes(access).filter(customer=customer).order_by("-made_at", "-pk")


def narrowed(rows: QuerySet[Quote], name: str, today: date) -> QuerySet[Quote]:
    """Drafts, those `waiting` for an answer, of these the `opened`, the approved, declined, expired; any other word
    leaves all but the replaced versions."""
    return rows.filter(_conditions(today).get(name, ~Q(state=State.REPLACED)))


def counts(rows: QuerySet[Quote], today: date) -> dict[str, int]:
    """How many there are of each kind that `narrowed` knows: one query."""
    asked = {name: Count("pk", filter=condition) for name, condition in _conditions(today).items()}
    return dict(rows.order_by().aggregate(**asked))


def tally(rows: QuerySet[Quote], *, since: datetime | None = None, today: date) -> Tally:
    """What was sent since a moment (ever, without one) and what became of it. A replaced version counts as nothing: its
    successor does (R92, R96)."""
    sent = rows.filter(sent_at__isnull=False).exclude(state__in=(State.REPLACED, State.WITHDRAWN))
    if since is not None:
        sent = sent.filter(sent_at__gte=since)
    # added up here by state and last day: an expression for each figure takes a card three times as long to build
    alike = list(sent.order_by().values_list("state", "valid_until").annotate(Count("pk"), Sum("net_minor")))
    approved = [row for row in alike if row[0] == State.APPROVED]
    return Tally(
        sent=sum(row[2] for row in alike),
        sent_minor=sum(row[3] for row in alike),
        approved=sum(row[2] for row in approved),
        approved_minor=sum(row[3] for row in approved),
        closed=sum(row[2] for row in alike if _is_closed(row[0], row[1], today)),
    )


def settings_of(access: Access) -> QuoteSettings:
    """What quotes of this business have in common; unsaved defaults before anybody changed them."""
    return QuoteSettings.objects.first() or QuoteSettings()


def _is_closed(state: str, valid_until: date | None, today: date) -> bool:
    run_out = state == State.SENT and valid_until is not None and valid_until < today
    return run_out or state in (State.APPROVED, State.DECLINED)


def _conditions(today: date) -> dict[str, Q]:
    run_out = Q(state=State.SENT, valid_until__lt=today)
    waits = Q(state=State.SENT) & ~run_out
    return {
        "draft": Q(state=State.DRAFT),
        "waiting": waits,
        "opened": waits & Q(opened_at__isnull=False),
        "approved": Q(state=State.APPROVED),
        "declined": Q(state__in=(State.DECLINED, State.WITHDRAWN)),
        "expired": run_out,
    }
