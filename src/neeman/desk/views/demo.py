"""Loading the demo business into an empty organization, and forgetting it with one click."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from neeman.desk.demo.loading import NotDemo, NotEmpty, clear_demo, load_demo, today_of
from neeman.orgs.access import with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.ui.toasts import toast


@needs(May.MANAGE_ORGANIZATION)
@require_POST
def demo_load(request: HttpRequest) -> HttpResponse:
    """Fill an empty organization; one that holds customers stays as it is."""
    access = with_access(request).access
    try:
        load_demo(access, today=today_of(access))
    except NotEmpty:
        toast(request, _("There are customers here already; demo data are not mixed with them"), tone="watch")
    else:
        toast(request, _("The demo business is here; its figures are being computed"))
    return redirect("desk_home", org=access.organization.slug)


@needs(May.MANAGE_ORGANIZATION)
@require_POST
def demo_clear(request: HttpRequest) -> HttpResponse:
    """Forget the demo business. It can be loaded again, so nothing is asked; real data are never touched."""
    access = with_access(request).access
    slug = access.organization.slug
    try:
        clear_demo(access)
    except NotDemo:
        toast(request, _("These are no demo data; nothing was deleted"), tone="watch")
    else:
        toast(request, _("The demo data are deleted"), undo=reverse("demo_load", kwargs={"org": slug}))
    return redirect("desk_home", org=slug)
