"""Pairs that may be one: what is found, what is not, what is remembered, for whom."""

from __future__ import annotations

import pytest
from django.utils import timezone

from conftest import Person, make_person
from neeman.customers.jobs import find_duplicates
from neeman.customers.models import Contact, Customer, DuplicatePair
from neeman.customers.queries.duplicates import Card, Why, find_pairs
from neeman.customers.services.customers import edit_customer
from neeman.customers.services.duplicates import search_duplicates
from neeman.customers.tests.making import make
from neeman.jobs.models import Job
from neeman.jobs.work import do_waiting
from neeman.orgs.access import Access
from neeman.orgs.models import Organization
from neeman.orgs.roles import Role, Sees
from tests.walls.database import changed, snapshot


def search(access: Access) -> dict[tuple[str, str], str]:
    search_duplicates(access, lambda step, done, total: None)
    pairs = DuplicatePair.objects.filter(apart=False).select_related("first", "second")
    return {(pair.first.name, pair.second.name): pair.why for pair in pairs}


def test_each_reason_is_found(inside: Access) -> None:
    make(inside, "אלון", phone="050-1234567")
    make(inside, "ברק", phone="+972 50 123 4567", company_number="513456789")
    make(inside, "גלעד", company_number="51-345678-9", email="G@x.co")
    make(inside, "דורית", email="g@X.co")
    make(inside, "הדפסות הצפון")
    make(inside, "הדפסות הצפון בע״מ")
    make(inside, "מסגריית אבן־דרך")
    make(inside, "מסגרית אבן דרך")
    make(inside, "משהו אחר לגמרי")
    assert search(inside) == {
        ("אלון", "ברק"): Why.PHONE,
        ("ברק", "גלעד"): Why.NUMBER,
        ("גלעד", "דורית"): Why.EMAIL,
        ("הדפסות הצפון", "הדפסות הצפון בע״מ"): Why.NAME,
        ("מסגריית אבן־דרך", "מסגרית אבן דרך"): Why.ALIKE,
    }


def test_the_phone_of_a_contact_counts(inside: Access) -> None:
    make(inside, "אלון", phone="050-1234567")
    other = make(inside, "ברק")
    Contact.objects.create(customer=other, name="אלון", phone_key="+972501234567")
    assert search(inside) == {("אלון", "ברק"): Why.PHONE}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Card(1, (), "111", (), "אבן דרך"), Card(2, (), "222", (), "אבן דרך")),
        (Card(1, (), "", (), "סניף צפון 1"), Card(2, (), "", (), "סניף צפון 2")),
        (Card(1, (), "", (), "דן"), Card(2, (), "", (), "רן")),
    ],
    ids=["two company numbers", "two branches", "too short to tell"],
)
def test_what_is_no_pair(one: Card, other: Card) -> None:
    assert find_pairs([one, other]) == {}


def test_a_switchboard_is_no_customer() -> None:
    cards = [Card(pk, ("+97231234567",), "", (), f"{pk * 7919:b}") for pk in range(1, 12)]
    assert find_pairs(cards) == {}
    assert find_pairs([]) == {}


def test_not_the_same_is_remembered(inside: Access, owner: Person) -> None:
    make(inside, "אלון", phone="050-1234567")
    make(inside, "ברק", phone="050-1234567")
    search(inside)
    pair = DuplicatePair.objects.get()
    assert owner.client.post(owner.url(f"customers/duplicates/{pair.pk}/apart/")).status_code == 302
    assert search(inside) == {}
    assert DuplicatePair.objects.get().apart is True


def test_the_job_and_its_page(owner: Person) -> None:
    with owner.scope():
        make(owner.access, "אלון <b>", phone="050-1234567")
        make(owner.access, "ברק", phone="050-1234567")
    url = owner.url("customers/duplicates/")
    assert "אלון" not in owner.client.get(url).content.decode()
    owner.client.post(owner.url("customers/duplicates/search/"))
    owner.client.post(owner.url("customers/duplicates/search/"))
    with owner.scope():
        assert Job.objects.filter(name="customers.find_duplicates").count() == 1
    assert do_waiting() == 1
    page = owner.client.get(url).content.decode()
    assert "אלון &lt;b&gt;" in page
    assert "/merge/" in page
    assert find_duplicates.__doc__


def test_only_pairs_of_visible_living_customers_are_shown(
    inside: Access, house: Organization, stranger: Person
) -> None:
    first, _second = make(inside, "אלון", phone="050-1234567"), make(inside, "ברק", phone="050-1234567")
    search(inside)
    pair = DuplicatePair.objects.get()
    narrow = make_person(house, "narrow@house.test", Role.SALES_MANAGER, sees=Sees.OWN)
    before = snapshot()
    for person in (narrow, stranger):
        assert "אלון" not in person.client.get(person.url("customers/duplicates/")).content.decode()
        path = f"customers/duplicates/{pair.pk}/apart/"
        assert person.client.post(person.url(path)).status_code == 404
    assert changed(before) == []
    assert narrow.access.member is not None
    edit_customer(inside, first, {"owner_id": narrow.access.member.pk}, version=1)
    assert "אלון" not in narrow.client.get(narrow.url("customers/duplicates/")).content.decode()
    Customer.objects.filter(pk=first.pk).update(merged_into=_second, archived_at=timezone.now())
    assert search(inside) == {}


def test_salespeople_do_not_judge(colleague: Person) -> None:
    before = snapshot()
    assert colleague.client.get(colleague.url("customers/duplicates/")).status_code == 403
    assert colleague.client.post(colleague.url("customers/duplicates/search/")).status_code == 403
    assert changed(before) == []
