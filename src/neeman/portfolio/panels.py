"""What this room shows on a customer's card: how the customer stands, why, and what is expected."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, gettext_lazy

from neeman.customers.models import Customer
from neeman.customers.panels import Panel, Rendering
from neeman.customers.queries.card import standing_of
from neeman.orgs.access import Access
from neeman.orgs.roles import May
from neeman.portfolio.explaining import explain
from neeman.portfolio.queries import find_grade_set
from neeman.ui.text import plain


def standing_panel(access: Access, customer: Customer) -> Rendering | None:
    """The verdict in words, the forecasts, the grade by hand; None before the first computation."""
    standing = standing_of(customer)
    if standing is None:
        return None
    currency = access.organization.currency
    given: dict[str, Any] = {
        "standing": standing,
        "sentences": explain(standing.explanation or {}, plain(get_language() or "he"), currency),
        "held": find_grade_set(access, customer.pk),
        "currency": currency,
        "may_edit": access.may(May.EDIT_PORTFOLIO),
    }
    return "portfolio/_standing_panel.html", given


STANDING = Panel(
    key="standing",
    title=gettext_lazy("Standing"),
    order=20,
    where="side",
    permission=May.VIEW_PORTFOLIO,
    render=standing_panel,
)
