"""What was sent to a customer from one's own WhatsApp."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from neeman.channels.models.message import State
from neeman.channels.whys import why_words
from neeman.customers.queries.card import get_customer
from neeman.customers.writing import sent_by_hand
from neeman.orgs.access import with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.ui.toasts import toast


@needs(May.SEND_MESSAGES)
@require_POST
def customer_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """Noted through the gate, which says so where it should not have been sent."""
    access = with_access(request).access
    customer = get_customer(access, pk)
    wording, key = request.POST.get("wording", "")[:40], request.POST.get("key", "")[:80]
    message = sent_by_hand(access, customer, wording, key=key, now=timezone.now())
    if message.state == State.SENT:
        toast(request, _("Sent by WhatsApp"))
    else:
        toast(request, f"{_('This was not noted as sent.')} {why_words(message.why)}", tone="watch")
    return redirect("customer", org=access.organization.slug, pk=pk)
