"""Which deals and quotes speak up by themselves: leads that wait, quotes that are being read, questions, what renews."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, Max, Q, QuerySet

from neeman.activity.models import Task
from neeman.customers.queries.visible import owned_by, visible
from neeman.orgs.access import Access
from neeman.orgs.models import Member
from neeman.sales.models import Deal, Quote, QuoteOpening, QuoteQuestion
from neeman.sales.models.deal import Kind
from neeman.sales.queries.deals import open_deals
from neeman.sales.queries.steps import next_of_outer, words_since

MOST = 12
ANSWER = "quote.answer"
"""The origin of the task that a question sets (`services.quote_follow_ups`)."""

Owners = Sequence[Member | None]


@dataclass(frozen=True, slots=True)
class Looked:
    """A quote that is out and was looked at: how often since the moment that was asked about, and when last. Money in
    minor units of the organization."""

    quote_id: int
    number: str
    customer_id: int
    deal_id: int | None
    total_minor: int
    times: int
    at: datetime


def leads_without_a_word(access: Access, owners: Owners, *, since: datetime, most: int = MOST) -> list[Deal]:
    """Leads that arrived since then and to whom nobody has turned, the longest waiting first (R81)."""
    rows = open_deals(access).filter(owned_by(owners), arrived_at__gte=since, first_reply_at=None)
    found = list(rows.order_by("arrived_at", "pk")[:most])
    said = words_since(found) if found else {}
    return [deal for deal in found if deal.pk not in said]


def deals_without_a_step(access: Access, owners: Owners) -> QuerySet[Deal]:
    """Open deals for which nothing is planned (R80). Acts of sales leave none; what comes in otherwise may."""
    return open_deals(access).filter(owned_by(owners), ~Exists(next_of_outer())).order_by("stage_since", "pk")


def renewals(access: Access, owners: Owners, days: Collection[date]) -> QuerySet[Deal]:
    """Open deals of renewal that are expected on these days, the nearest first (R82)."""
    rows = open_deals(access).filter(owned_by(owners), kind=Kind.RENEWAL, expected_on__in=days)
    return rows.select_related("customer").order_by("expected_on", "pk")


def quotes_looked_at(
    access: Access, owners: Owners, *, since: datetime, today: date, most: int = MOST
) -> list[Looked]:
    """Quotes that their customers opened since then and may still approve, the latest look first (R90)."""
    awaits = Q(quote__state=Quote.State.SENT, quote__archived_at=None)
    lasts = Q(quote__valid_until=None) | Q(quote__valid_until__gte=today)
    rows = QuoteOpening.objects.filter(awaits, lasts, owned_by(owners, "quote__owner"), at__gte=since)
    if not access.sees_all:
        rows = rows.filter(quote__customer__in=visible(access))
    looks = rows.order_by().values_list("quote").annotate(times=Count("pk"), last=Max("at"))
    seen = {pk: (times, at) for pk, times, at in looks.order_by("-last")[:most]}
    quotes = Quote.objects.only("number", "version_no", "customer", "deal", "total_minor").in_bulk(seen)
    return [
        Looked(pk, quote.full_number, quote.customer_id, quote.deal_id, quote.total_minor, *seen[pk])
        for pk in seen
        if (quote := quotes.get(pk))
    ]


def questions_behind(tasks: Iterable[Task]) -> dict[int, QuoteQuestion]:
    """Task id -> the question that waits behind it, for the tasks that a question on a quote has set (R97)."""
    asked = {task.pk: int(task.key.split(":")[1]) for task in tasks if task.origin == ANSWER and task.key}
    if not asked:
        return {}
    turns = QuoteQuestion.objects.filter(quote__in=asked.values(), from_customer=True)
    last = {turn.quote_id: turn for turn in turns.select_related("quote").order_by("at", "pk")}
    return {pk: last[quote_id] for pk, quote_id in asked.items() if quote_id in last}
