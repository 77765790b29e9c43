"""What a card tells of whoever looks at it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from neeman.activity.services.seeing import mark_seen
from neeman.customers.queries.card import get_customer
from neeman.orgs.access import with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May


@needs(May.VIEW_CUSTOMERS)
@require_POST
def customer_seen(request: HttpRequest, pk: int) -> HttpResponse:
    """The card was looked at."""
    access = with_access(request).access
    mark_seen(access, get_customer(access, pk), now=timezone.now())
    return HttpResponse(status=204)
