"""The card's one sentence compares a year with a year only when the customer has been buying through both."""

from __future__ import annotations

from datetime import timedelta

import pytest

from neeman.customers.conclusion import conclude, revenue_change
from neeman.customers.tests.making import TODAY, make, stand
from neeman.orgs.access import Access


@pytest.mark.parametrize(("days", "compared"), [(720, True), (500, False), (100, False)])
def test_growth_needs_two_whole_years(inside: Access, days: int, *, compared: bool) -> None:
    customer = make(inside)
    bought = {"first_purchase": TODAY - timedelta(days=days), "last_purchase": TODAY, "overdue_ratio": 0.1}
    standing = stand(customer, revenue_window_minor=3_000_000, revenue_before_minor=10_000, **bought)
    assert (revenue_change(standing) is not None) == compared
    assert ("29900" in conclude(customer, standing).sentence) == compared
