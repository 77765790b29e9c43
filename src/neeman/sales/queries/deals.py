"""Who sees which deals, and one deal. Every other query on deals starts here."""

from __future__ import annotations

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404

from neeman.customers.models import Customer
from neeman.customers.queries.visible import visible
from neeman.orgs.access import Access
from neeman.sales.models import Deal


def deals(access: Access) -> QuerySet[Deal]:
    """All deals of the customers whom this member sees: a deal is never seen without its customer."""
    rows = Deal.objects.all()
    return rows if access.sees_all else rows.filter(customer__in=visible(access))


def open_deals(access: Access) -> QuerySet[Deal]:
    """The visible deals that are neither won nor lost."""
    return deals(access).filter(won_at=None, lost_at=None)


def get_deal(access: Access, pk: int) -> Deal:
    """The deal with its customer, stage and owner; the same 404 for one that is missing and one that is not yours."""
    deal = (
        deals(access)
        .select_related("customer__standing", "stage", "owner__user", "lost_reason")
        .filter(pk=pk)
        .first()
    )
    if deal is None:
        raise Http404
    return deal


def deals_of(access: Access, customer: Customer) -> QuerySet[Deal]:
    """The deals of one customer: open ones first, the latest leading."""
    return (
        deals(access)
        .filter(customer=customer)
        .select_related("stage", "owner__user", "lost_reason")
        .annotate(ended=Coalesce("won_at", "lost_at"))
        .order_by(F("ended").desc(nulls_first=True), "-created_at", "-pk")
    )
