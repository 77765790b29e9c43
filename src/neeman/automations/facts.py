"""What is known of customers, gathered for many at once: what conditions are asked of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from neeman.activity.models import Interaction, Outcome, Pause
from neeman.activity.services.cadence import day_of
from neeman.channels.models.consent import Act as ConsentAct
from neeman.channels.models.consent import Consent
from neeman.channels.models.message import Direction, Message
from neeman.channels.rules import standing_refusal
from neeman.customers.models import Customer, CustomerTag, FollowUp, Standing
from neeman.customers.queries.visible import visible
from neeman.ledger.models import Document
from neeman.orgs.access import Access
from neeman.orgs.changes import pages

COMPLAINT_LASTS = timedelta(days=30)
TALKS = (Outcome.SPOKE, Outcome.WANTS_QUOTE, Outcome.CLOSED)
"""Outcomes that mean that somebody was reached."""


@dataclass(frozen=True, slots=True)
class Facts:
    """One customer as they stand today. Money in minor units; `paused_until` is the end of a rest for all reasons."""

    customer: Customer
    tags: frozenset[str] = frozenset()
    grade: str = ""
    revenue_minor: int = 0
    purchase_days: int = 0
    last_purchase: date | None = None
    last_touch_at: datetime | None = None
    complained_at: datetime | None = None
    paused_until: date | None = None
    agreed: bool = False


def facts_of(access: Access, customer_ids: Iterable[int], *, now: datetime) -> dict[int, Facts]:
    """The facts of those of these customers whom `access` sees and who are neither archived nor merged; eight queries
    for each 500."""
    found: dict[int, Facts] = {}
    for ids in pages(sorted(set(customer_ids))):
        rows = visible(access).filter(pk__in=ids, archived_at=None, merged_into=None)
        customers = list(rows.select_related("owner__user"))
        standings, touches = Standing.objects.in_bulk(ids), FollowUp.objects.in_bulk(ids)
        tags, complaints, pauses = _tags(ids), _complaints(ids, now), _pauses(access, ids, now)
        agreed = _agreed(ids)
        for customer in customers:
            standing, follow_up = standings.get(customer.pk), touches.get(customer.pk)
            found[customer.pk] = Facts(
                customer=customer,
                tags=frozenset(tags[customer.pk]),
                grade=standing.grade if standing else "",
                revenue_minor=standing.revenue_window_minor if standing else 0,
                purchase_days=standing.purchase_days if standing else 0,
                last_purchase=standing.last_purchase if standing else None,
                last_touch_at=follow_up.last_touch_at if follow_up else None,
                complained_at=complaints.get(customer.pk),
                paused_until=pauses.get(customer.pk),
                agreed=customer.pk in agreed,
            )
    return found


def party_of(customer_id: int) -> str:
    """The customer's name in the room of channels."""
    return f"customer:{customer_id}"


def answered_between(customer_id: int, since: datetime, until: datetime) -> bool:
    """Whether they wrote or spoke to us in that time, or we spoke with them."""
    spoke = Interaction.objects.filter(customer=customer_id, at__gt=since, at__lte=until)
    if spoke.filter(Q(direction="in") | Q(outcome__in=TALKS)).exists():
        return True
    heard = Message.objects.filter(party=party_of(customer_id), direction=Direction.IN)
    return heard.filter(made_at__gt=since, made_at__lte=until).exists()


def bought_between(customer_id: int, after: date, until: date) -> bool:
    """Whether they bought after that day and until the other."""
    bought = Document.objects.filter(customer=customer_id, day__gt=after, day__lte=until, total_minor__gt=0)
    return bought.exclude(kind=Document.Kind.CREDIT).exists()


def _tags(ids: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for pk, name in CustomerTag.objects.filter(customer__in=ids).values_list("customer", "tag__name"):
        found[pk].append(name)
    return found


def _complaints(ids: list[int], now: datetime) -> dict[int, datetime]:
    rows = Interaction.objects.filter(
        customer__in=ids, outcome=Outcome.COMPLAINT, at__gt=now - COMPLAINT_LASTS
    )
    return dict(rows.order_by("at").values_list("customer", "at"))


def _pauses(access: Access, ids: list[int], now: datetime) -> dict[int, date]:
    rows = Pause.objects.filter(customer__in=ids, signal="", until__gt=day_of(access, now))
    return dict(rows.order_by("until").values_list("customer", "until"))


def _agreed(ids: list[int]) -> set[int]:
    """Those who agreed to advertisements, on whatever channel, and have not taken it back since."""
    numbers = {party_of(pk): pk for pk in ids}
    lines: dict[int, list[Consent]] = defaultdict(list)
    for line in Consent.objects.filter(party__in=list(numbers)):
        lines[numbers[line.party]].append(line)
    return {
        pk
        for pk, told in lines.items()
        if standing_refusal(told) is None and any(line.act != ConsentAct.REFUSED for line in told)
    }
