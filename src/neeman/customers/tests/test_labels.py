"""Tags and preferences: put on, taken off, found again, undone."""

from __future__ import annotations

import pytest
from django.utils import timezone

from conftest import Person
from neeman.customers.models import Customer, CustomerTag, Preference, Tag
from neeman.customers.services.acting import Unfit
from neeman.customers.services.labels import (
    add_preference,
    edit_preference,
    remove_preference,
    tag_customer,
    untag_customer,
)
from neeman.customers.services.undoing import undo_act
from neeman.customers.tests.making import TODAY, make
from neeman.orgs.access import Access
from tests.walls.database import changed, snapshot

HTMX = {"HX-Request": "true"}


def tags(customer: Customer) -> list[str]:
    return list(CustomerTag.objects.filter(customer=customer).values_list("tag__name", flat=True))


def test_a_tag_is_put_on_once_and_taken_off(inside: Access) -> None:
    customer = make(inside)
    assert tag_customer(inside, customer, "  צפון   רחוק ") is not None
    assert tag_customer(inside, customer, "צפון רחוק") is None
    assert tags(customer) == ["צפון רחוק"]
    customer.refresh_from_db()
    assert "רחוק" in customer.search_text
    taken = untag_customer(inside, customer, Tag.objects.get().pk)
    assert tags(customer) == []
    assert taken is not None
    undo_act(inside, taken, now=timezone.now())
    customer.refresh_from_db()
    assert tags(customer) == ["צפון רחוק"]
    assert "רחוק" in customer.search_text


@pytest.mark.parametrize("name", ["", "   ", "א" * 41])
def test_a_tag_is_a_word(inside: Access, name: str) -> None:
    with pytest.raises(Unfit):
        tag_customer(inside, make(inside), name)


def test_a_preference_keeps_its_day_and_its_past(inside: Access) -> None:
    customer = make(inside)
    preference, _ = add_preference(inside, customer, what="time", value="בבוקר", noted_on=TODAY)
    changed_set = edit_preference(inside, preference, what="time", value="בערב", noted_on=TODAY)
    assert changed_set is not None
    undo_act(inside, changed_set, now=timezone.now())
    assert Preference.objects.get().value == "בבוקר"
    removed = remove_preference(inside, Preference.objects.get())
    assert not Preference.objects.exists()
    assert removed is not None
    undo_act(inside, removed, now=timezone.now())
    assert Preference.objects.get().pk == preference.pk
    for what, value in (("weather", "x"), ("time", "  ")):
        with pytest.raises(Unfit):
            add_preference(inside, customer, what=what, value=value, noted_on=TODAY)


def test_on_the_card(owner: Person) -> None:
    with owner.scope():
        customer = make(owner.access)
    base = f"customers/{customer.pk}"
    body = owner.client.post(
        owner.url(f"{base}/tags/add/"), {"tag": "<b>צפון"}, headers=HTMX
    ).content.decode()
    assert "&lt;b&gt;צפון" in body
    data = {"what": "channel", "value": "וואטסאפ", "noted_on": "2026-11-01"}
    body = owner.client.post(owner.url(f"{base}/preferences/add/"), data, headers=HTMX).content.decode()
    assert "01.11.2026" in body
    with owner.scope():
        tag, preference = Tag.objects.get(), Preference.objects.get()
    assert owner.client.post(owner.url(f"{base}/tags/{tag.pk}/remove/")).status_code == 302
    edit = owner.url(f"preferences/{preference.pk}/edit/")
    assert "2026-11-01" in owner.client.get(edit).content.decode()
    assert owner.client.post(edit, data | {"noted_on": "מחרתיים"}).status_code == 422
    assert owner.client.post(edit, data | {"value": "טלפון"}).status_code == 302
    assert owner.client.post(owner.url(f"preferences/{preference.pk}/remove/")).status_code == 302
    with owner.scope():
        assert not Preference.objects.exists()
        assert tags(customer) == []


def test_strangers_are_refused(owner: Person, stranger: Person) -> None:
    with owner.scope():
        customer = make(owner.access)
        tag_customer(owner.access, customer, "צפון")
        preference, _ = add_preference(owner.access, customer, what="time", value="בבוקר", noted_on=TODAY)
        tag = Tag.objects.get()
    before = snapshot()
    for url in (
        f"customers/{customer.pk}/tags/add/",
        f"customers/{customer.pk}/tags/{tag.pk}/remove/",
        f"customers/{customer.pk}/preferences/add/",
        f"preferences/{preference.pk}/edit/",
        f"preferences/{preference.pk}/remove/",
    ):
        for path in (owner.url(url), stranger.url(url)):
            data = {"tag": "x", "what": "time", "value": "x", "noted_on": "2026-01-01"}
            assert stranger.client.post(path, data).status_code == 404
    assert changed(before) == []
