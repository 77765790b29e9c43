"""One timeline: sources merged in time order, filtered, paged without losing or doubling anything."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from conftest import Person
from neeman.customers import timeline
from neeman.customers.models import Customer
from neeman.customers.services.customers import edit_customer
from neeman.customers.services.labels import tag_customer
from neeman.customers.tests.making import TODAY, make
from neeman.customers.timeline import Cursor, page_of
from neeman.ledger.models import Document, Payment
from neeman.orgs.access import Access


@pytest.fixture
def customer(inside: Access) -> Customer:
    customer = make(inside)
    for n in range(45):
        day = TODAY - timedelta(days=n // 7)  # seven of each on one day: the ties are the hard part
        Document.objects.create(customer=customer, day=day, key=str(n), number=f"doc-{n}", total_minor=n)
        Payment.objects.create(customer=customer, day=day, key=str(n), reference=f"pay-{n}", amount_minor=n)
    edit_customer(inside, customer, {"city": "עכו"}, version=1)
    return customer


@pytest.mark.parametrize("most", [1, 3, 7, 20, 200])
def test_pages_lose_and_double_nothing(inside: Access, customer: Customer, most: int) -> None:
    seen, cursor = [], None
    while True:
        page = page_of(inside, [customer.pk], cursor=cursor, most=most)
        seen += page.entries
        cursor = page.next
        if cursor is None:
            break
        cursor = Cursor.read(str(cursor))
        assert cursor is not None
    assert len(seen) == 92
    assert len({(entry.kind, entry.title, entry.text) for entry in seen}) == 92
    assert [entry.at for entry in seen] == sorted((entry.at for entry in seen), reverse=True)


def test_something_new_at_the_top_moves_nothing_below(inside: Access, customer: Customer) -> None:
    first = page_of(inside, [customer.pk], most=10)
    expected = page_of(inside, [customer.pk], cursor=first.next, most=10)
    tag_customer(inside, customer, "חדש")
    assert page_of(inside, [customer.pk], cursor=first.next, most=10) == expected


def test_counts_and_filter(inside: Access, customer: Customer) -> None:
    counts = timeline.counts(inside, [customer.pk])
    assert (counts["documents"], counts["payments"], counts["changes"]) == (45, 45, 2)
    assert {entry.kind for entry in page_of(inside, [customer.pk], kind="payments").entries} == {"payments"}


@pytest.mark.parametrize(
    "text", ["", "x", "2026-01-01~1", "2026-01-01T00:00:00+00:00~-1", "~", "2026-01-01T00:00:00+00:00~x"]
)
def test_a_cursor_that_somebody_made_up(text: str) -> None:
    assert Cursor.read(text) is None


def test_the_page_without_script_and_with(owner: Person, customer: Customer) -> None:
    url = owner.url(f"customers/{customer.pk}/")
    first = owner.client.get(url).content.decode()
    assert first.count('class="card-event') == 20
    href = re.search(r'href="([^"]*from=[^"]*)#timeline"', first)
    assert href is not None
    second = owner.client.get(href.group(1).replace("&amp;", "&")).content.decode()
    assert second.count('class="card-event') == 20
    more = re.search(r'hx-get="([^"]*from=[^"]*)"', first)
    assert more is not None
    part = owner.client.get(more.group(1).replace("&amp;", "&"), headers={"HX-Request": "true"})
    assert part.content.decode().count('class="card-event') == 20
    assert "<html" not in part.content.decode()
    only = owner.client.get(url, {"kind": "payments"}).content.decode()
    assert "pay-3" in only
    assert "doc-3" not in only
    assert owner.client.get(url, {"kind": "<b>", "from": "x"}).status_code == 200


def test_what_people_changed_is_told_in_words(owner: Person, customer: Customer) -> None:
    page = owner.client.get(owner.url(f"customers/{customer.pk}/"), {"kind": "changes"}).content.decode()
    assert "owner" in page
    assert "customers.customer" not in page
