"""The card: what it says, to whom, and with how many queries."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conftest import Person, make_person
from neeman.customers.models import Contact, Customer, Preference
from neeman.customers.tests.making import TODAY, make, stand
from neeman.ledger.models import Document, Payment
from neeman.orgs.models import Organization
from neeman.orgs.roles import Role, Sees

CANARY = '<script>alert(1)</script>=HYPERLINK("x")'


@pytest.fixture
def customer(owner: Person) -> Customer:
    with owner.scope():
        return make(
            owner.access,
            phone="050-1234567",
            email="office@ramon.test",
            industry="מסגרות",
            company_number="513456789",
            owner_id=owner.access.member.pk if owner.access.member else None,
            customer_since=date(2019, 3, 1),
        )


def card(person: Person, customer: Customer, query: str = "") -> str:
    answer = person.client.get(person.url(f"customers/{customer.pk}/{query}"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_header_says_who_and_what_to_know(owner: Person, customer: Customer) -> None:
    with owner.scope():
        stand(customer)
        Preference.objects.create(customer=customer, what="channel", value="וואטסאפ בבוקר", noted_on=TODAY)
    page = card(owner, customer)
    assert "tel:+972501234567" in page
    assert "https://wa.me/972501234567" in page
    assert "mailto:office@ramon.test" in page
    for said in ("רמון־לביא", "מסגרות", "וואטסאפ בבוקר", "01.03.2019", "412,600", "1,200,000"):
        assert said in page


def test_a_card_without_figures_is_whole(owner: Person, customer: Customer) -> None:
    page = card(owner, customer)
    assert 'id="value"' not in page
    assert 'id="timeline"' in page


def test_money_is_for_those_who_may_see_it(owner: Person, customer: Customer, house: Organization) -> None:
    with owner.scope():
        stand(customer)
        Document.objects.create(customer=customer, day=TODAY, key="1", number="20418", total_minor=2_287_000)
    viewer = make_person(house, "viewer@house.test", Role.VIEWER)
    assert "22,870" in card(owner, customer)
    seen = card(viewer, customer)
    assert "412,600" not in seen
    assert "22,870" not in seen
    assert "20418" not in seen


def test_strangers_and_those_who_see_only_their_own_get_the_same_404(
    owner: Person, stranger: Person, customer: Customer, house: Organization
) -> None:
    narrow = make_person(house, "narrow@house.test", Role.SALESPERSON, sees=Sees.OWN)
    for person in (stranger, narrow):
        assert person.client.get(person.url(f"customers/{customer.pk}/")).status_code == 404
        assert person.client.get(person.url(f"customers/{customer.pk}/timeline/")).status_code == 404
        assert person.client.get(person.url(f"customers/{customer.pk}/part/identity/")).status_code == 404
    assert stranger.client.get(owner.url(f"customers/{customer.pk}/")).status_code == 404


def test_names_are_only_ever_text(owner: Person) -> None:
    with owner.scope():
        customer = make(owner.access, CANARY, remarks=CANARY, phone=CANARY[:40], email=CANARY[:40])
        Contact.objects.create(customer=customer, name=CANARY, job_title=CANARY)
        parent = make(owner.access, CANARY + "2")
        Customer.objects.filter(pk=customer.pk).update(parent=parent)
    page = card(owner, customer)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_number_of_queries_does_not_grow(owner: Person, customer: Customer) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            card(owner, customer)
        return len(captured)

    with owner.scope():
        stand(customer)
        Document.objects.create(customer=customer, day=TODAY, key="0", total_minor=1)
        Payment.objects.create(customer=customer, day=TODAY, key="0", amount_minor=1)
        Contact.objects.create(customer=customer, name="א")
        child = make(owner.access, "בת", parent_id=customer.pk)
        stand(child)
    card(owner, customer)
    few = queries()
    with owner.scope():
        for n in range(1, 40):
            Document.objects.create(customer=customer, day=TODAY, key=str(n), total_minor=n)
            Contact.objects.create(customer=customer, name=f"איש {n}")
            stand(make(owner.access, f"בת {n}", parent_id=customer.pk))
            make(owner.access, f"הובא {n}", referrer_id=customer.pk)
            Preference.objects.create(customer=customer, what="other", value=str(n), noted_on=TODAY)
    assert queries() - few == 0 or queries() - few <= 1  # the first referred customer's row
    assert queries() <= 35  # ten rooms tell of a customer, each in a few


def test_the_group_and_those_whom_they_brought(owner: Person, customer: Customer) -> None:
    with owner.scope():
        stand(customer)
        child = make(owner.access, "לביא הידראוליקה", parent_id=customer.pk)
        stand(child, revenue_window_minor=13_820_000, revenue_share=0.028)
        make(owner.access, "יציקות צפון", referrer_id=customer.pk)
    page = card(owner, customer)
    for said in ("לביא הידראוליקה", "550,800", "11.2%", "יציקות צפון"):
        assert said in page
    assert "550,800" in card(owner, child)


def test_an_archived_customer_says_so(owner: Person, customer: Customer) -> None:
    with owner.scope():
        Customer.objects.update(archived_at=timezone.now())
    assert "archive-off" in card(owner, customer)


def test_english_as_well(owner: Person, customer: Customer) -> None:
    owner.user.language = "en"
    owner.user.save()
    with owner.scope():
        stand(customer)
    page = card(owner, customer)
    assert "The next order is 18 days late: worth a talk today." in page
    assert "Revenue, 12 months" in page
    assert "+6%" in page
