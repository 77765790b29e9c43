"""Reads: the saved views that a member sees, and those that every business starts with."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from neeman.customers.models import SavedView
from neeman.orgs.access import Access
from neeman.orgs.roles import May

BUILT_IN: tuple[tuple[str | Promise, str], ...] = (
    (_("All customers"), ""),
    (_("Gold and silver"), "grade=A&grade=B"),
    (_("Late by their rhythm"), "late=yes"),
    (_("Leads"), "status=lead"),
)
"""Views that need no saving: (title, query)."""


def views_of(access: Access) -> QuerySet[SavedView]:
    """The member's own views and those that are everybody's, in their order."""
    return SavedView.objects.filter(Q(member=None) | Q(member=access.member)).order_by("position", "pk")


def get_view(access: Access, pk: int) -> SavedView:
    """A view that this member may change: their own, or a shared one for whoever may edit customers; else 404."""
    view = views_of(access).filter(pk=pk).first()
    if view is None or (view.member_id is None and not access.may(May.EDIT_CUSTOMERS)):
        raise Http404
    return view
