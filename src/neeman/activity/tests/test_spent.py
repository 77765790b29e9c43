"""Time spent on a customer: the minutes that were recorded, of a month and of a year."""

from __future__ import annotations

from django.utils import timezone

from conftest import Person
from neeman.activity.queries.spent import Spent, time_spent
from neeman.activity.tests.making import NOW, talk
from neeman.customers.tests.making import make


def test_minutes_of_a_month_and_of_a_year(owner: Person) -> None:
    with owner.scope():
        customer, other = make(owner.access), make(owner.access, "אחר")
        assert time_spent(owner.access, customer, now=NOW) == Spent(0, 0)
        for days_ago, minutes in ((0, 5), (29, 40), (31, 100), (364, 60), (366, 1_000), (3, None)):
            talk(owner.access, customer, days_ago=days_ago, minutes=minutes)
        talk(owner.access, other, minutes=7)
        assert time_spent(owner.access, customer, now=NOW) == Spent(month=45, year=205)


def test_the_card_tells_it_with_its_definition(owner: Person) -> None:
    with owner.scope():
        customer = make(owner.access)
        talk(owner.access, customer, now=timezone.now(), minutes=205)
    card = owner.client.get(owner.url(f"customers/{customer.pk}/")).content.decode()
    assert '<bdi dir="ltr">3:25</bdi>' in card
    assert "מה שתועד בלי דקות אינו נספר" in card
