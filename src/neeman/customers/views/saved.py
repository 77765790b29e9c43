"""Saved views: keeping the list at hand under a name, and the page that puts the names in order."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from neeman.customers.queries.saved_views import get_view, views_of
from neeman.customers.services.acting import Unfit
from neeman.customers.services.saved_views import move_view, remove_view, rename_view, restore_view, save_view
from neeman.customers.views.listing import open_desk
from neeman.customers.views.parts import mays
from neeman.orgs.access import Access, with_access
from neeman.orgs.changes import TooLateToUndo
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.ui.toasts import toast


@needs(May.VIEW_CUSTOMERS)
@require_safe
def customer_views(request: HttpRequest) -> HttpResponse:
    """All views of this member, to rename, move and delete."""
    access = with_access(request).access
    context = {"views": views_of(access), "may": mays(access)}
    return render(request, "customers/customer_views.html", context)


@needs(May.VIEW_CUSTOMERS)
@require_POST
def view_add(request: HttpRequest) -> HttpResponse:
    """Keep the list that is shown under a name."""
    access = with_access(request).access
    query = open_desk(access, QueryDict(request.POST.get("query", "")[:2_000])).asked.query()
    shared = bool(request.POST.get("shared")) and access.may(May.EDIT_CUSTOMERS)
    try:
        save_view(access, name=request.POST.get("name", ""), query=query, shared=shared)
    except Unfit as unfit:
        toast(request, str(unfit.sentence), tone="lose")
    else:
        toast(request, _("The view is kept."))
    return _list(access, query)


@needs(May.VIEW_CUSTOMERS)
@require_POST
def view_rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name."""
    access = with_access(request).access
    try:
        rename_view(access, get_view(access, pk), request.POST.get("name", ""))
    except Unfit as unfit:
        toast(request, str(unfit.sentence), tone="lose")
    return redirect("customer_views", org=access.organization.slug)


@needs(May.VIEW_CUSTOMERS)
@require_POST
def view_move(request: HttpRequest, pk: int) -> HttpResponse:
    """One place earlier, or later."""
    access = with_access(request).access
    move_view(access, get_view(access, pk), earlier=request.POST.get("to") == "earlier")
    return redirect("customer_views", org=access.organization.slug)


@needs(May.VIEW_CUSTOMERS)
@require_POST
def view_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of the row; the toast brings it back."""
    access = with_access(request).access
    change_set = remove_view(access, get_view(access, pk))
    slug = access.organization.slug
    undo = reverse("customer_view_restore", kwargs={"org": slug, "pk": change_set.pk})
    toast(request, _("The view is deleted."), undo=undo)
    return redirect("customer_views", org=slug)


@needs(May.VIEW_CUSTOMERS)
@require_POST
def view_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a deletion; `pk` is that of the act."""
    access = with_access(request).access
    try:
        restore_view(access, pk, now=timezone.now())
    except TooLateToUndo:
        toast(request, _("It is too late to undo this, or it has been undone already."), tone="watch")
    else:
        toast(request, _("Undone."))
    return redirect("customer_views", org=access.organization.slug)


def _list(access: Access, query: str) -> HttpResponseRedirect:
    address = reverse("customers", kwargs={"org": access.organization.slug})
    return HttpResponseRedirect(f"{address}?{query}" if query else address)
