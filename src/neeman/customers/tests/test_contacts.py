"""Contacts: added, changed, the main one, those who left."""

from __future__ import annotations

import pytest
from django.utils import timezone

from conftest import Person
from neeman.customers.models import Contact, Customer
from neeman.customers.services.acting import Unfit
from neeman.customers.services.contacts import add_contact, contact_is_back, contact_left, edit_contact
from neeman.customers.services.undoing import undo_act
from neeman.customers.tests.making import TODAY, make
from neeman.orgs.access import Access
from neeman.orgs.changes import StaleWrite
from neeman.orgs.models import ChangeSet
from tests.walls.database import changed, snapshot

HTMX = {"HX-Request": "true"}


def names(customer: Customer) -> list[tuple[str, bool]]:
    return [(one.name, one.is_main) for one in Contact.objects.filter(customer=customer).order_by("pk")]


def test_the_first_is_the_main_one_and_gives_way(inside: Access) -> None:
    customer = make(inside)
    add_contact(inside, customer, {"name": "רונן"})
    guy, _ = add_contact(inside, customer, {"name": "גיא"})
    assert names(customer) == [("רונן", True), ("גיא", False)]
    change_set = edit_contact(inside, guy, {"is_main": True}, version=1)
    assert names(customer) == [("רונן", False), ("גיא", True)]
    assert change_set is not None
    undo_act(inside, change_set, now=timezone.now())
    assert names(customer) == [("רונן", True), ("גיא", False)]


def test_who_left_is_kept_and_found_no_more_as_main(inside: Access) -> None:
    customer = make(inside)
    contact, _ = add_contact(inside, customer, {"name": "רונן", "phone": "052-1111111"})
    contact_left(inside, contact, on=TODAY, version=1)
    contact.refresh_from_db()
    assert (contact.left_at, contact.is_main) == (TODAY, False)
    contact_is_back(inside, contact, version=2)
    contact.refresh_from_db()
    assert contact.left_at is None


def test_people_are_found_by_the_customers_search_text(inside: Access) -> None:
    customer = make(inside)
    contact, change_set = add_contact(inside, customer, {"name": "גליה", "phone": "052-1111111"})
    customer.refresh_from_db()
    assert "גליה" in customer.search_text
    assert "~1111111250" in customer.search_text
    assert contact.phone_key == "+972521111111"
    assert change_set is not None
    undo_act(inside, change_set, now=timezone.now())
    customer.refresh_from_db()
    assert "גליה" not in customer.search_text


def test_refusals_say_why(inside: Access) -> None:
    customer = make(inside)
    contact, _ = add_contact(inside, customer, {"name": "רונן"})
    with pytest.raises(Unfit):
        edit_contact(inside, contact, {"name": " "}, version=1)
    with pytest.raises(StaleWrite):
        edit_contact(inside, contact, {"name": "אחר"}, version=9)
    with pytest.raises(ValueError, match="no such columns"):
        edit_contact(inside, contact, {"customer_id": 1}, version=1)


def test_on_the_card(owner: Person) -> None:
    with owner.scope():
        customer = make(owner.access)
    data = {"name": "רונן <b>", "level": "finance", "phone": "05", "email": ""}
    url = owner.url(f"customers/{customer.pk}/contacts/add/")
    assert 'id="part-contacts"' in owner.client.get(url, headers=HTMX).content.decode()
    body = owner.client.post(url, data, headers=HTMX).content.decode()
    assert "רונן &lt;b&gt;" in body
    assert "/undo/" in body
    with owner.scope():
        contact = Contact.objects.get()
    left = owner.client.post(owner.url(f"contacts/{contact.pk}/leaves/"), {"version": 1}, headers=HTMX)
    assert "card-left" in left.content.decode()
    stale = owner.client.post(
        owner.url(f"contacts/{contact.pk}/leaves/"), {"version": 1, "back": 1}, headers=HTMX
    )
    assert stale.status_code == 200
    with owner.scope():
        assert Contact.objects.get().left_at is not None


def test_a_stale_write_shows_both_versions(owner: Person, colleague: Person) -> None:
    with owner.scope():
        contact, _ = add_contact(owner.access, make(owner.access), {"name": "רונן"})
        edit_contact(colleague.access, contact, {"name": "רונן שגיא"}, version=1)
    before = snapshot()
    url = owner.url(f"contacts/{contact.pk}/edit/")
    answer = owner.client.post(url, {"name": "רוני", "version": 1})
    assert answer.status_code == 409
    assert "רונן שגיא" in answer.content.decode()
    assert changed(before) == []
    chosen = {"name": "רוני", "choose-name": "theirs", "job_title": "קניין", "version": 2}
    assert owner.client.post(url, chosen).status_code == 302
    with owner.scope():
        contact.refresh_from_db()
    assert (contact.name, contact.job_title) == ("רונן שגיא", "קניין")


def test_strangers_contacts_are_not_there(owner: Person, stranger: Person) -> None:
    with owner.scope():
        contact, _ = add_contact(owner.access, make(owner.access), {"name": "רונן"})
    before = snapshot()
    for url in (f"contacts/{contact.pk}/edit/", f"contacts/{contact.pk}/leaves/"):
        for person_url in (owner.url(url), stranger.url(url)):
            assert stranger.client.post(person_url, {"name": "x", "version": 1}).status_code == 404
    assert changed(before) == []


def test_each_act_is_one_entry_on_the_customers_log(inside: Access) -> None:
    customer = make(inside)
    contact, _ = add_contact(inside, customer, {"name": "רונן"})
    edit_contact(inside, contact, {"job_title": "קניין"}, version=1)
    verbs = list(ChangeSet.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["customers.customer.added", "customers.contact.added", "customers.contact.edited"]
