"""What this room shows on a customer's card: the rhythm of purchases and what they brought over the years."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from neeman.customers.models import Customer
from neeman.customers.panels import Panel
from neeman.customers.queries.card import standing_of
from neeman.ledger.queries import contributions, punctuality_of, purchase_days
from neeman.orgs.access import Access
from neeman.orgs.roles import May
from neeman.ui.charts import rhythm
from neeman.ui.text import plain


def sales_panel(access: Access, customer: Customer) -> tuple[str, dict[str, Any]] | None:
    """Purchases on a line and the contribution over 1, 5 and 10 years; None for one who has not bought.

    Reckoned to the day of the standing, so that all figures of a card speak of one day.
    """
    standing = standing_of(customer)
    as_of = standing.as_of if standing else timezone.localdate()
    brought = contributions(access, customer.pk, as_of=as_of)
    if not brought:
        return None
    days = purchase_days(access, customer.pk, as_of=as_of)
    gap = standing.usual_gap_days if standing else None
    given = {
        "as_of": as_of,
        "brought": brought,
        "drawing": _drawing(days, gap, as_of) if len(days) > 1 else "",
        "currency": access.organization.currency,
    }
    return "ledger/_sales_panel.html", given


def payments_panel(access: Access, customer: Customer) -> tuple[str, dict[str, Any]] | None:
    """How punctually the customer pays (R28); None where no payment is known."""
    standing = standing_of(customer)
    as_of = standing.as_of if standing else timezone.localdate()
    found = punctuality_of(access, customer, as_of=as_of)
    if found is None:
        return None
    given = {
        "paid": found,
        "on_time": None if found.on_time_minor is None else found.on_time_minor / found.paid_minor,
        "terms": customer.payment_terms,
        "as_of": as_of,
        "currency": access.organization.currency,
    }
    return "ledger/_payments_panel.html", given


PAYMENTS = Panel(
    key="payments",
    title=gettext_lazy("Payments"),
    order=15,
    where="later",
    permission=May.VIEW_MONEY,
    render=payments_panel,
)

SALES = Panel(
    key="sales",
    title=gettext_lazy("Sales"),
    order=10,
    where="side",
    permission=May.VIEW_MONEY,
    render=sales_panel,
)


def _drawing(days: list[date], gap: float | None, as_of: date) -> str:
    ago = [(as_of - day).days for day in reversed(days)]
    last = ago[-1]
    due = (last - round(gap * 0.8), last - round(gap * 1.2)) if gap else None
    writer = plain(get_language() or "he")
    return rhythm(
        ago,
        due=due,
        today=_("%(days)s days") % {"days": writer.number(last)},
        expected=_("expected"),
        show=lambda value: writer.number(round(value)),
        title=_("The last purchases and the days between them"),
    )
