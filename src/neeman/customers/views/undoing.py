"""Taking back one act, for whatever room wrote it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from neeman.customers.models import Customer
from neeman.customers.services.undoing import get_change_set, undo_act
from neeman.customers.views.parts import came_from
from neeman.orgs.access import Access, with_access
from neeman.orgs.changes import TooLateToUndo
from neeman.orgs.doors import needs
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import May
from neeman.ui.toasts import toast


@needs(May.EDIT_CUSTOMERS)
@require_POST
def customer_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an act on a customer, then show where it happened."""
    access = with_access(request).access
    change_set = get_change_set(access, pk)
    take_back(request, access, change_set)
    return redirect(_where(request, access, change_set.label.get("customer")))


def take_back(request: HttpRequest, access: Access, change_set: ChangeSet) -> None:
    """Undo an act and say so. Raises PermissionDenied."""
    try:
        outcome = undo_act(access, change_set, now=timezone.now())
    except TooLateToUndo:
        toast(request, _("It is too late to undo this, or it has been undone already."), tone="watch")
    else:
        kept = _("What was changed since then stays as it is.") if outcome.kept else ""
        toast(request, " ".join(filter(None, [_("Undone."), kept])))


def _where(request: HttpRequest, access: Access, customer_id: Any) -> str:
    """Where it was pressed, if that is a page of many; else the customer's card; else the list."""
    slug, came = access.organization.slug, came_from(request, access)
    if came is not None and not came.of_one:
        return came.address
    if isinstance(customer_id, int) and Customer.objects.filter(pk=customer_id).exists():
        return reverse("customer", kwargs={"org": slug, "pk": customer_id})
    return reverse("customers", kwargs={"org": slug})
