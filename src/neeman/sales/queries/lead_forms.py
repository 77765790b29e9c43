"""The public forms of a business, and the one that stands at an address."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, QuerySet
from django.http import Http404

from neeman.orgs.access import Access
from neeman.sales.models import LeadEntry, LeadForm

MOST_OF_ONE, MOST_OF_ALL = 5, 120
"""Entries an hour from one place, and on one form from all places."""

HOUR = timedelta(hours=1)


def lead_forms(access: Access) -> QuerySet[LeadForm]:
    """All forms with `received`, how many entries came by each; archived ones last."""
    return LeadForm.objects.annotate(received=Count("entries")).order_by("archived_at", "name", "pk")


def get_lead_form(access: Access, pk: int) -> LeadForm:
    """A form of this business, or 404."""
    form = LeadForm.objects.filter(pk=pk).first()
    if form is None:
        raise Http404
    return form


def get_form_at(access: Access, address: str) -> LeadForm:
    """The living form at an address, or 404."""
    form = LeadForm.objects.filter(address=address, archived_at=None).select_related("owner").first()
    if form is None:
        raise Http404
    return form


def is_too_much(form: LeadForm, sender: str, *, now: datetime) -> bool:
    """Whether so much came within the hour, from this sender or on this form, that no more is taken."""
    lately = LeadEntry.objects.filter(form=form, at__gt=now - HOUR)
    return lately.filter(sender=sender).count() >= MOST_OF_ONE or lately.count() >= MOST_OF_ALL
