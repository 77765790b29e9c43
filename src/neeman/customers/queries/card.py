"""Reads for one customer: the row behind its card, and what hangs on it.

Each function answers with one query, so that the card's number of queries does not depend on the customer.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from neeman.customers.models import (
    Attachment,
    Contact,
    Customer,
    CustomerTag,
    CustomField,
    Preference,
    Standing,
)
from neeman.customers.queries.visible import visible
from neeman.orgs.access import Access

TOLD_OF_COMPANIES = ("grade", "revenue_window_minor", "revenue_share")
"""What the card tells of the standing of each company of a group."""


class MovedTo(Http404):
    """The customer was merged into another; `pk` is the one to go to. Without a catcher it is a plain 404."""

    def __init__(self, pk: int) -> None:
        super().__init__()
        self.pk = pk


@dataclass(frozen=True, slots=True)
class Group:
    """Companies under one parent, `customers` by revenue; money in minor units, `share` 0..1 of the portfolio's."""

    head: Customer
    customers: list[Customer]
    revenue_window_minor: int
    share: float


def get_customer(access: Access, pk: int) -> Customer:
    """The customer with its owner, standing and organization; few have a parent or a referrer, which are read when asked for.

    Raises MovedTo for one that was merged, and the same Http404 for one that is missing and one that is not yours.
    """
    customer = get_object_or_404(visible(access).select_related("owner__user", "standing"), pk=pk)
    if customer.merged_into_id is not None:
        raise MovedTo(customer.merged_into_id)
    customer.organization = access.organization
    return customer


def standing_of(customer: Customer) -> Standing | None:
    """The verdicts on a customer, or None before the first computation; no query after `get_customer`."""
    return getattr(customer, "standing", None)


def contacts_of(access: Access, customer: Customer) -> QuerySet[Contact]:
    """The people of a customer: those still there first, the main one leading."""
    return Contact.objects.filter(customer=customer).order_by("left_at", "-is_main", "name", "pk")


def tags_of(access: Access, customer: Customer) -> QuerySet[CustomerTag]:
    """The tags on a customer, by name."""
    return CustomerTag.objects.filter(customer=customer).select_related("tag").order_by("tag__name")


def preferences_of(access: Access, customer: Customer) -> QuerySet[Preference]:
    """How the customer likes things, the latest note of each kind first."""
    return Preference.objects.filter(customer=customer).order_by("what", "-noted_on", "-pk")


def attachments_of(access: Access, customer: Customer) -> QuerySet[Attachment]:
    """The files kept with a customer, latest first, without archived ones."""
    return (
        Attachment.objects.filter(customer=customer, archived_at=None)
        .select_related("member__user")
        .order_by("-added_at", "-pk")
    )


def custom_fields(access: Access, *, archived: bool = False) -> QuerySet[CustomField]:
    """The fields that this business added, in its own order."""
    return CustomField.objects.filter(archived_at__isnull=not archived).order_by("position", "pk")


def referred_by(access: Access, customer: Customer) -> list[Customer]:
    """The visible living customers whom this one brought (R26), latest first.

    Who is archived is sorted out here: asked of the database, it would tempt it to walk all living customers.
    """
    columns = ("name", "customer_since", "archived_at")
    found = visible(access).filter(referrer=customer).only(*columns).order_by("-customer_since", "-pk")
    return [one for one in found if one.archived_at is None]


def find_group(access: Access, customer: Customer) -> Group | None:
    """The parent company with all its visible companies, or None for a customer that stands alone (X18)."""
    head = customer.parent or customer
    told = (
        visible(access)
        .select_related("standing")
        .only("name", "archived_at", "parent", *(f"standing__{name}" for name in TOLD_OF_COMPANIES))
    )
    companies = [one for one in told.filter(parent=head) if one.archived_at is None]
    if customer.parent_id is not None:
        companies += told.filter(pk=head.pk, archived_at=None)
    elif companies:
        companies.append(customer)
    if len(companies) < 2:
        return None
    standings = [standing for standing in map(standing_of, companies) if standing]
    return Group(
        head=head,
        customers=sorted(companies, key=_revenue, reverse=True),
        revenue_window_minor=sum(standing.revenue_window_minor for standing in standings),
        share=sum(standing.revenue_share for standing in standings),
    )


def absorbed_ids(access: Access, customer: Customer) -> list[int]:
    """The customers that were merged into this one: their history is its history."""
    return list(Customer.objects.filter(merged_into=customer).values_list("pk", flat=True))


def get_contact(access: Access, pk: int) -> Contact:
    """A contact of a visible customer, or 404."""
    contact = (
        Contact.objects.filter(pk=pk, customer__in=visible(access).filter(merged_into=None))
        .select_related("customer")
        .first()
    )
    if contact is None:
        raise Http404
    return contact


def get_preference(access: Access, pk: int) -> Preference:
    """A preference of a visible customer, or 404."""
    preference = (
        Preference.objects.filter(pk=pk, customer__in=visible(access).filter(merged_into=None))
        .select_related("customer")
        .first()
    )
    if preference is None:
        raise Http404
    return preference


def get_attachment(access: Access, pk: int) -> Attachment:
    """A file of a visible customer, or 404."""
    attachment = (
        Attachment.objects.filter(
            pk=pk, archived_at=None, customer__in=visible(access).filter(merged_into=None)
        )
        .select_related("customer")
        .first()
    )
    if attachment is None:
        raise Http404
    return attachment


def get_custom_field(access: Access, pk: int) -> CustomField:
    """A field of this business, archived or not, or 404."""
    field = CustomField.objects.filter(pk=pk).first()
    if field is None:
        raise Http404
    return field


def _revenue(customer: Customer) -> tuple[int, int]:
    standing = standing_of(customer)
    return (standing.revenue_window_minor if standing else 0, -customer.pk)
