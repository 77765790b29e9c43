"""Taking back one act of this room."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from neeman.customers.services.undoing import get_change_set, undo_act
from neeman.orgs.access import with_access
from neeman.orgs.changes import TooLateToUndo
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.sales.services.deals import ADDED
from neeman.ui.toasts import toast


@needs(May.EDIT_SALES)
@require_POST
def sales_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Put back what one act changed, then show the page that it was asked from."""
    access = with_access(request).access
    change_set = get_change_set(access, pk)
    try:
        outcome = undo_act(access, change_set, now=timezone.now())
    except TooLateToUndo:
        toast(request, _("It is too late to undo this, or it has been undone already."), tone="watch")
    else:
        kept = _("What was changed since then stays as it is.") if outcome.kept else ""
        toast(request, " ".join(filter(None, [_("Undone."), kept])))
    came = request.headers.get("Referer", "")
    if change_set.verb != ADDED and url_has_allowed_host_and_scheme(
        came, {request.get_host()}, require_https=request.is_secure()
    ):
        return redirect(came)
    return redirect("pipeline", org=access.organization.slug)
