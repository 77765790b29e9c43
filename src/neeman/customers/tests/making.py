"""Rows for the tests of this room, made as the services make them."""

from __future__ import annotations

from datetime import date
from typing import Any

from neeman.customers.models import Customer, Standing
from neeman.customers.services.customers import add_customer
from neeman.orgs.access import Access

TODAY = date(2026, 11, 22)


def make(access: Access, name: str = "רמון־לביא מכלולים בע״מ", **wanted: Any) -> Customer:
    """A customer, added by the service."""
    customer, _ = add_customer(access, {"name": name, **wanted}, today=TODAY)
    return customer


def stand(customer: Customer, **given: Any) -> Standing:
    """The verdicts on a customer who buys each twenty days and is a little late."""
    values = {
        "as_of": TODAY,
        "grade": "A",
        "revenue_window_minor": 41_260_000,
        "revenue_before_minor": 38_900_000,
        "revenue_minor": 120_000_000,
        "revenue_share": 0.084,
        "orders": 61,
        "purchase_days": 60,
        "first_purchase": date(2021, 1, 5),
        "last_purchase": date(2026, 10, 15),
        "usual_gap_days": 20.0,
        "overdue_ratio": 1.9,
        "clv_12m_minor": 39_000_000,
        "months": [1_000_000 + 50_000 * n for n in range(24)],
        **given,
    }
    return Standing.objects.create(customer=customer, **values)
