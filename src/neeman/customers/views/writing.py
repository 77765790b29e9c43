"""What was sent to a customer from one's own WhatsApp."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from neeman.customers.queries.card import get_customer
from neeman.customers.views.parts import came_from
from neeman.customers.writing import not_noted, sent_by_hand
from neeman.orgs.access import with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.ui.toasts import toast


@needs(May.SEND_MESSAGES)
@require_POST
def customer_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """Noted through the gate, which says so where it should not have been sent; then back to where one wrote from."""
    access = with_access(request).access
    customer = get_customer(access, pk)
    wording, key, to = (request.POST.get(name, "")[:80] for name in ("wording", "key", "to"))
    message = sent_by_hand(access, customer, wording, key=key, now=timezone.now(), to=to)
    if why := not_noted(message):
        toast(request, why, tone="watch")
    else:
        toast(request, _("Sent by WhatsApp"))
    came = came_from(request, access)
    return redirect(came.address) if came else redirect("customer", org=access.organization.slug, pk=pk)
