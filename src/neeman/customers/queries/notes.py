"""The notes of one member, and of nobody else."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from neeman.customers.models import Customer, PrivateNote
from neeman.customers.queries.visible import visible
from neeman.orgs.access import Access


def notes_of(access: Access, customer: Customer) -> QuerySet[PrivateNote]:
    """What this member wrote on a customer, latest first."""
    return _own(access).filter(customer=customer, removed_at=None).order_by("-written_at", "-pk")


def get_note(access: Access, pk: int) -> PrivateNote:
    """A note of this member, removed or not, on a visible customer, or 404."""
    seen = visible(access).filter(merged_into=None)
    note = _own(access).filter(pk=pk, customer__in=seen).select_related("customer").first()
    if note is None:
        raise Http404
    return note


def _own(access: Access) -> QuerySet[PrivateNote]:
    return PrivateNote.objects.filter(member=access.member) if access.member else PrivateNote.objects.none()
