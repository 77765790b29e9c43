"""How punctually a customer pays: what settles what, means weighted by sums, and the panel of the card."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from conftest import Person, make_person
from neeman.customers.models import Customer
from neeman.customers.tests.making import TODAY, make, stand
from neeman.ledger.models import Document, Payment
from neeman.ledger.punctuality import Paid, Paper, punctuality, settle
from neeman.lib.terms import Terms
from neeman.orgs.roles import Role

NET_30 = Terms(30)
FIRST = date(2026, 1, 1)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


papers = st.lists(
    st.builds(lambda at, minor: (day(at), minor), st.integers(0, 300), st.integers(-500, 500)), max_size=8
).map(lambda rows: [Paper(pk, *row) for pk, row in enumerate(rows)])
payments = st.lists(
    st.builds(
        lambda at, minor, paper: Paid(day(at), minor, paper),
        st.integers(0, 400),
        st.integers(-50, 500),
        st.none() | st.integers(0, 9),
    ),
    max_size=8,
)


@given(papers, payments)
def test_no_agora_is_lost_or_made(written: list[Paper], came: list[Paid]) -> None:
    settled, left = settle(written, came, as_of=day(500))
    owed = sum(paper.minor for paper in written if paper.minor > 0)
    returned = -sum(paper.minor for paper in written if paper.minor < 0)
    money = sum(one.minor for one in came if one.minor > 0)
    paid, still = sum(part.minor for part in settled), sum(minor for _day, minor in left)
    assert still == max(owed - returned - money, 0)
    assert paid <= money
    assert owed - still - paid <= returned
    assert all(part.minor > 0 and part.came >= part.written for part in settled)


@given(papers, payments)
def test_days_are_those_of_some_payment(written: list[Paper], came: list[Paid]) -> None:
    found = punctuality(written, came, NET_30, as_of=day(500))
    if found is not None and found.late_days is not None and found.on_time_minor is not None:
        assert 0 <= found.late_days <= found.days_to_pay <= 500
        assert 0 <= found.on_time_minor <= found.paid_minor
        assert (found.late_days > 0) <= (found.on_time_minor < found.paid_minor)


def test_a_large_sum_weighs_more_than_a_small_one() -> None:
    written = [Paper(1, day(0), 900), Paper(2, day(0), 100)]
    came = [Paid(day(30), 900, 1), Paid(day(80), 100, 2)]
    found = punctuality(written, came, NET_30, as_of=day(90))
    assert found is not None
    assert (found.late_days, found.days_to_pay, found.on_time_minor) == (5, 35, 900)


def test_a_payment_goes_to_the_paper_it_names_and_else_to_the_oldest() -> None:
    written = [Paper(1, day(0), 100), Paper(2, day(50), 100), Paper(3, day(60), -40)]
    settled, left = settle(written, [Paid(day(70), 150, 2), Paid(day(75), 10)], as_of=day(90))
    assert [(part.written, part.came, part.minor) for part in settled] == [
        (day(50), day(70), 100),
        (day(0), day(70), 50),
        (day(0), day(75), 10),
    ], "the return took 40 off the oldest"
    assert left == []


def test_without_terms_it_is_not_said_who_is_late() -> None:
    found = punctuality([Paper(1, day(0), 100)], [Paid(day(300), 60)], None, as_of=day(301))
    assert found is not None
    assert (found.days_to_pay, found.late_days, found.overdue_minor, found.open_minor) == (
        300,
        None,
        None,
        40,
    )
    assert punctuality([Paper(1, day(0), 100)], [], NET_30, as_of=day(301)) is None


def later(person: Person, customer: Customer) -> str:
    return person.client.get(person.url(f"customers/{customer.pk}/later/")).content.decode()


def test_the_card_tells_it_to_whoever_may_see_money(owner: Person) -> None:
    with owner.scope():
        customer = make(owner.access, payment_terms="שוטף + 30")
        stand(customer)
        paper = Document.objects.create(
            customer=customer, day=TODAY - timedelta(days=100), key="a", total_minor=500_00
        )
        assert "payments-title" not in later(owner, customer)
        late = NET_30.due(paper.day) + timedelta(days=40)
        Payment.objects.create(customer=customer, document=paper, day=late, key="b", amount_minor=300_00)
    page = later(owner, customer)
    assert "payments-title" in page
    assert "שוטף + 30" in page
    assert "200" in page, "what is overdue"
    marketing = make_person(owner.access.organization, "news@ledger.test", Role.MARKETING)
    assert "payments-title" not in later(marketing, customer)
