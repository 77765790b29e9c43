"""That a member has looked at a card: told by the page after a few seconds, never by opening it."""

from __future__ import annotations

from datetime import datetime

from neeman.activity.models import Seen
from neeman.customers.models import Customer
from neeman.customers.queries.card import get_customer
from neeman.orgs.access import Access
from neeman.orgs.roles import May


def mark_seen(access: Access, customer: Customer, *, now: datetime) -> None:
    """Whatever happens from now on is new to this member. It is nobody else's business, so no log tells of it.

    Raises PermissionDenied, Http404.
    """
    access.require(May.VIEW_CUSTOMERS)
    if access.member is not None:
        Seen.objects.update_or_create(
            member=access.member, customer=get_customer(access, customer.pk), defaults={"at": now}
        )
