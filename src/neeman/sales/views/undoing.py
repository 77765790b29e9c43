"""Taking back one act of this room."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from neeman.customers.services.undoing import get_change_set
from neeman.customers.views.undoing import take_back
from neeman.orgs.access import with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.sales.services.deals import ADDED


@needs(May.EDIT_SALES)
@require_POST
def sales_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Put back what one act changed, then show the page that it was asked from."""
    access = with_access(request).access
    change_set = get_change_set(access, pk)
    take_back(request, access, change_set)
    came = request.headers.get("Referer", "")
    if change_set.verb != ADDED and url_has_allowed_host_and_scheme(
        came, {request.get_host()}, require_https=request.is_secure()
    ):
        return redirect(came)
    return redirect("pipeline", org=access.organization.slug)
