"""What the ledger tells the customer card: contributions over the years, the rhythm, documents and payments."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from neeman.customers.models import Customer
from neeman.customers.tests.making import TODAY, make, stand
from neeman.ledger.models import Document
from neeman.ledger.panels import sales_panel
from neeman.ledger.queries import Contribution, contributions, purchase_days
from neeman.ledger.timeline import documents
from neeman.orgs.access import Access


def sell(customer: Customer, day: date, minor: int) -> Document:
    return Document.objects.create(
        customer=customer, day=day, key=f"{day}{minor}", total_minor=minor, number="7"
    )


def test_one_five_and_ten_years_as_far_as_there_is_history(inside: Access) -> None:
    customer = make(inside)
    assert contributions(inside, customer.pk, as_of=TODAY) == []
    sell(customer, date(2026, 5, 1), 100)
    assert contributions(inside, customer.pk, as_of=TODAY) == [Contribution(1, 100, whole=False)]
    sell(customer, date(2023, 5, 1), 1_000)
    assert contributions(inside, customer.pk, as_of=TODAY) == [
        Contribution(1, 100, whole=True),
        Contribution(5, 1_100, whole=False),
    ]
    sell(customer, date(2010, 5, 1), 10_000)
    sell(customer, TODAY + timedelta(days=1), 7)
    assert contributions(inside, customer.pk, as_of=TODAY)[2] == Contribution(10, 1_100, whole=True)


def test_a_leap_day_has_a_year_before(inside: Access) -> None:
    customer = make(inside)
    sell(customer, date(2023, 2, 28), 5)
    sell(customer, date(2024, 2, 29), 6)
    assert contributions(inside, customer.pk, as_of=date(2024, 2, 29))[0] == Contribution(1, 6, whole=True)


def test_returns_are_no_purchases(inside: Access) -> None:
    customer = make(inside)
    sell(customer, TODAY, 100)
    sell(customer, TODAY, 50)
    sell(customer, TODAY - timedelta(days=3), -100)
    assert purchase_days(inside, customer.pk, as_of=TODAY) == [TODAY]


@pytest.mark.parametrize("minor", [100, -100])
def test_a_return_stands_out_on_the_timeline(inside: Access, minor: int) -> None:
    customer = make(inside)
    sell(customer, TODAY, minor)
    entry = next(iter(documents(inside, [customer.pk], None, 5)))
    assert (entry.amount_minor, entry.whole_day, entry.tone == "watch") == (minor, True, minor < 0)


def test_the_panel_speaks_of_the_standings_day(inside: Access) -> None:
    customer = make(inside)
    assert sales_panel(inside, customer) is None
    for ago in (60, 40, 20):
        sell(customer, TODAY - timedelta(days=ago), 100)
    stand(customer)
    shown = sales_panel(inside, Customer.objects.select_related("standing").get(pk=customer.pk))
    assert shown is not None
    assert shown[1]["as_of"] == TODAY
    assert "<svg" in shown[1]["drawing"]
