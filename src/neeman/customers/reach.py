"""How a customer may be reached, on the card."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from neeman.channels.panels import reach_of
from neeman.customers.directory import recipient_of
from neeman.customers.models import Customer
from neeman.customers.panels import Panel, Rendering
from neeman.orgs.access import Access
from neeman.orgs.roles import May


def render_reach(access: Access, customer: Customer) -> Rendering | None:
    """What they agreed to, and writing to them."""
    if customer.archived_at is not None:
        return None
    return reach_of(access, recipient_of(access, customer), now=timezone.now())


REACH = Panel("reach", _("Messages"), 40, "later", May.SEND_MESSAGES, render_reach)
