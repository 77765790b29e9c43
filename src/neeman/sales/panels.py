"""What this room shows on a customer's card: their deals, and what was sold and lost on their timeline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from neeman.activity.services.cadence import day_of
from neeman.customers.models import Customer
from neeman.customers.panels import Panel
from neeman.customers.timeline import Entry, Source
from neeman.orgs.access import Access
from neeman.orgs.roles import May
from neeman.sales.models import Deal
from neeman.sales.queries.deals import deals, deals_of
from neeman.sales.queries.steps import next_steps
from neeman.sales.signs import sign_of

MOST_SHOWN = 8
KIND = "deals"


def deals_panel(access: Access, customer: Customer) -> tuple[str, dict[str, Any]] | None:
    """Open deals with their next actions, then the latest that ended; None where there is nothing and nothing may be
    added."""
    rows = list(deals_of(access, customer).select_related(None).select_related("stage")[:MOST_SHOWN])
    may_edit = access.may(May.EDIT_SALES) and customer.archived_at is None
    if not rows and not may_edit:
        return None
    today = day_of(access, timezone.now())
    steps = next_steps(deal.pk for deal in rows) if rows else {}
    shown = [(deal, sign_of(steps.get(deal.pk), today)) for deal in rows if deal.is_open]
    given = {"open": shown, "ended": [deal for deal in rows if not deal.is_open], "may_edit": may_edit}
    return "sales/_deals_panel.html", {**given, "currency": access.organization.currency}


DEALS = Panel(
    key="deals",
    title=gettext_lazy("Deals"),
    order=10,
    where="main",
    permission=May.VIEW_SALES,
    render=deals_panel,
)


def entries(access: Access, customer_ids: list[int], until: datetime | None, most: int) -> Iterable[Entry]:
    """Deals that came, were won and were lost, as they stand: what was undone is not told."""
    rows = deals(access).filter(customer__in=customer_ids).select_related("lost_reason")
    slug = access.organization.slug
    told = [one for deal in rows for one in _events(deal, slug) if until is None or one.at <= until]
    return sorted(told, key=lambda entry: (entry.at, entry.href, entry.title), reverse=True)[:most]


def count(access: Access, customer_ids: list[int]) -> int:
    """How many entries there are."""
    ended = Q(won_at__isnull=False) | Q(lost_at__isnull=False)
    found = deals(access).filter(customer__in=customer_ids)
    sums = found.aggregate(every=Count("pk"), ended=Count("pk", filter=ended))
    return int(sums["every"] + sums["ended"])


SOURCE = Source(
    kind=KIND,
    title=gettext_lazy("Deals"),
    order=8,
    permission=May.VIEW_SALES,
    entries=entries,
    count=count,
)


def _events(deal: Deal, slug: str) -> Iterator[Entry]:
    href, who = deal.address(slug), deal.owner_id
    came = deal.arrived_at or deal.created_at
    began = _("Lead came in") if deal.arrived_at else _("Deal began")
    yield Entry(came, KIND, began, text=deal.title, icon="flag", member_id=who, href=href)
    if deal.won_at:
        amount = deal.value_minor
        yield Entry(
            deal.won_at, KIND, _("Deal won"), deal.title, amount, "trophy", "good", member_id=who, href=href
        )
    if deal.lost_at:
        why = deal.lost_reason.title if deal.lost_reason else ""
        text = " · ".join(filter(None, [deal.title, why]))
        yield Entry(
            deal.lost_at, KIND, _("Deal lost"), text, icon="thumb-down", tone="calm", member_id=who, href=href
        )
