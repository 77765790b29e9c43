"""Editing: a section in its place, the whole form, both versions of a stale write, and the undo."""

from __future__ import annotations

import pytest

from conftest import Person, make_person
from neeman.customers.models import Customer, CustomField
from neeman.customers.services.acting import Unfit
from neeman.customers.services.customers import edit_customer
from neeman.customers.tests.making import make
from neeman.orgs.access import Access
from neeman.orgs.changes import StaleWrite
from neeman.orgs.models import ChangeSet, LogEntry, Organization
from neeman.orgs.roles import Role
from tests.walls.database import changed, snapshot

HTMX = {"HX-Request": "true"}


@pytest.fixture
def customer(owner: Person) -> Customer:
    with owner.scope():
        return make(owner.access, phone="050-1234567", city="חיפה")


def reach(customer: Customer, **changes: object) -> dict[str, object]:
    names = ("phone", "phone2", "email", "website", "street", "city", "postal_code", "country")
    return {**{name: getattr(customer, name) for name in names}, "version": customer.version, **changes}


def test_a_section_is_edited_in_its_place(owner: Person, customer: Customer) -> None:
    url = owner.url(f"customers/{customer.pk}/edit/reach/")
    form = owner.client.get(url, headers=HTMX).content.decode()
    assert form.lstrip().startswith("{#") is False
    assert 'id="part-reach"' in form
    assert "<html" not in form
    answer = owner.client.post(url, reach(customer, city="עכו"), headers=HTMX)
    body = answer.content.decode()
    assert answer.status_code == 200
    assert "עכו" in body
    assert 'id="card-head"' in body
    assert "/undo/" in body
    with owner.scope():
        customer.refresh_from_db()
    assert (customer.city, customer.phone, customer.version) == ("עכו", "050-1234567", 2)


def test_it_works_as_a_plain_page(owner: Person, customer: Customer) -> None:
    url = owner.url(f"customers/{customer.pk}/edit/reach/")
    assert "<html" in owner.client.get(url).content.decode()
    answer = owner.client.post(url, reach(customer, city="עכו"))
    assert answer.status_code == 302
    page = owner.client.get(answer["Location"].split("#")[0]).content.decode()
    assert "עכו" in page
    assert "/undo/" in page


def test_the_undo_brings_everything_back(owner: Person, customer: Customer) -> None:
    url = owner.url(f"customers/{customer.pk}/edit/reach/")
    owner.client.post(url, reach(customer, phone="03-7654321", city="עכו"))
    with owner.scope():
        change_set = ChangeSet.objects.get(verb="customers.customer.edited")
        assert Customer.objects.get(pk=customer.pk).phone_key == "+97237654321"
    answer = owner.client.post(owner.url(f"customers/undo/{change_set.pk}/"))
    assert answer["Location"] == owner.url(f"customers/{customer.pk}/")
    with owner.scope():
        customer.refresh_from_db()
    assert (customer.phone, customer.phone_key, customer.city) == ("050-1234567", "+972501234567", "חיפה")
    assert "~7654321050" in customer.search_text
    again = owner.client.post(owner.url(f"customers/undo/{change_set.pk}/"), follow=True)
    assert again.status_code == 200


def test_the_undo_is_for_whoever_did_it(
    owner: Person, colleague: Person, stranger: Person, customer: Customer
) -> None:
    owner.client.post(owner.url(f"customers/{customer.pk}/edit/reach/"), reach(customer, city="עכו"))
    with owner.scope():
        change_set = ChangeSet.objects.get(verb="customers.customer.edited")
    before = snapshot()
    assert colleague.client.post(colleague.url(f"customers/undo/{change_set.pk}/")).status_code == 403
    assert stranger.client.post(stranger.url(f"customers/undo/{change_set.pk}/")).status_code == 404
    assert stranger.client.post(owner.url(f"customers/undo/{change_set.pk}/")).status_code == 404
    assert changed(before) == []


def test_a_stale_write_shows_both_versions_and_writes_neither(
    owner: Person, colleague: Person, customer: Customer
) -> None:
    url = f"customers/{customer.pk}/edit/reach/"
    colleague.client.post(colleague.url(url), reach(customer, city="עכו", street="הברזל 14"))
    before = snapshot()
    answer = owner.client.post(owner.url(url), reach(customer, city="נהריה"), headers=HTMX)
    body = answer.content.decode()
    assert answer.status_code == 409
    assert "עכו" in body
    assert "נהריה" in body
    assert 'name="choose-city"' in body
    assert 'name="choose-phone"' not in body
    assert changed(before) == []


def test_the_choice_is_made_field_by_field(owner: Person, colleague: Person, customer: Customer) -> None:
    url = f"customers/{customer.pk}/edit/reach/"
    colleague.client.post(colleague.url(url), reach(customer, city="עכו", street="הברזל 14"))
    choice = {"choose-city": "mine", "choose-street": "theirs", "version": 2}
    answer = owner.client.post(owner.url(url), reach(customer, city="נהריה") | choice)
    assert answer.status_code == 302
    with owner.scope():
        customer.refresh_from_db()
    assert (customer.city, customer.street) == ("נהריה", "הברזל 14")


def test_the_version_of_a_form_with_a_mistake_stays_the_one_that_was_read(
    owner: Person, colleague: Person, customer: Customer
) -> None:
    with owner.scope():
        edit_customer(colleague.access, customer, {"city": "עכו"}, version=1)
    data = {"name": "", "kind": "company", "status": "active", "version": 1}
    answer = owner.client.post(owner.url(f"customers/{customer.pk}/edit/identity/"), data)
    assert answer.status_code == 422
    assert 'name="version" value="1"' in answer.content.decode()


def test_an_odd_phone_is_kept_and_said_to_be_odd(owner: Person, customer: Customer) -> None:
    url = owner.url(f"customers/{customer.pk}/edit/reach/")
    answer = owner.client.post(url, reach(customer, phone="05012", email="דני@"), headers=HTMX)
    assert answer.status_code == 200
    assert "card-doubt" in answer.content.decode()
    with owner.scope():
        customer.refresh_from_db()
    assert (customer.phone, customer.email) == ("05012", "דני@")


def test_fields_of_our_own_are_kept_exactly(owner: Person, customer: Customer) -> None:
    kinds = CustomField.Type
    with owner.scope():
        CustomField.objects.create(key="limit", label="אשראי", type=kinds.NUMBER)
        CustomField.objects.create(key="since", label="מאז", type=kinds.DATE)
        CustomField.objects.create(key="area", label="אזור", type=kinds.CHOICE, choices=["צפון", "דרום"])
        CustomField.objects.create(key="vip", label="חשוב", type=kinds.YES_NO)
    url = owner.url(f"customers/{customer.pk}/edit/own/")
    data = {"custom.limit": "0.1", "custom.since": "2026-03-07", "custom.area": "צפון", "custom.vip": "no"}
    assert owner.client.post(url, data | {"version": 1}).status_code == 302
    with owner.scope():
        customer.refresh_from_db()
    assert customer.custom == {"limit": "0.1", "since": "2026-03-07", "area": "צפון", "vip": False}
    page = owner.client.get(owner.url(f"customers/{customer.pk}/")).content.decode()
    assert "07.03.2026" in page
    assert 'value="2026-03-07"' in owner.client.get(url).content.decode()
    wrong = owner.client.post(url, data | {"custom.area": "מערב", "version": 2})
    assert wrong.status_code == 422


def test_parent_and_referrer_are_named(owner: Person, customer: Customer) -> None:
    with owner.scope():
        parent = make(owner.access, "לביא תעשיות בע״מ")
        twins = [make(owner.access, "דני כהן") for _ in range(2)]
    url = owner.url(f"customers/{customer.pk}/edit/ties/")
    answer = owner.client.post(url, {"parent": "לביא תעשיות", "version": 1})
    assert answer.status_code == 302
    with owner.scope():
        customer.refresh_from_db()
    assert customer.parent_id == parent.pk
    assert f"#{parent.pk}" in owner.client.get(url).content.decode()
    several = owner.client.post(url, {"referrer": "דני כהן", "version": 2})
    assert several.status_code == 422
    assert f"#{twins[1].pk}" in several.content.decode()
    assert owner.client.post(url, {"referrer": f"דני כהן #{twins[1].pk}", "version": 2}).status_code == 302
    nobody = owner.client.post(url, {"referrer": "איש", "version": 3})
    assert nobody.status_code == 422


def test_what_cannot_be_is_refused_with_a_sentence(inside: Access, stranger: Person) -> None:
    customer = make(inside)
    child = make(inside, "בת", parent_id=customer.pk)
    grandchild = make(inside, "נכדה", parent_id=child.pk)
    for wanted in (
        {"name": "  "},
        {"parent_id": customer.pk},
        {"parent_id": grandchild.pk},
        {"referrer_id": customer.pk},
        {"referrer_id": 987_654},
        {"owner_id": stranger.access.member.pk if stranger.access.member else 0},
    ):
        with pytest.raises(Unfit):
            edit_customer(inside, customer, wanted, version=1)
    with pytest.raises(ValueError, match="no such columns"):
        edit_customer(inside, customer, {"organization_id": 1}, version=1)


def test_nothing_changed_writes_nothing(inside: Access) -> None:
    customer = make(inside, city="חיפה")
    sets, entries = ChangeSet.objects.count(), LogEntry.objects.count()
    assert edit_customer(inside, customer, {"city": "חיפה"}, version=1) is None
    assert (ChangeSet.objects.count(), LogEntry.objects.count()) == (sets, entries)
    with pytest.raises(StaleWrite):
        edit_customer(inside, customer, {"city": "עכו"}, version=7)


def test_those_who_may_not_edit_are_refused(
    house: Organization, customer: Customer, owner: Person, stranger: Person
) -> None:
    viewer = make_person(house, "viewer@house.test", Role.VIEWER)
    before = snapshot()
    for url in ("edit/", "edit/reach/", "archive/", "contacts/add/", "tags/add/"):
        path = f"customers/{customer.pk}/{url}"
        assert viewer.client.post(viewer.url(path), reach(customer, city="x")).status_code == 403
        assert stranger.client.post(owner.url(path), reach(customer, city="x")).status_code == 404
        assert stranger.client.post(stranger.url(path), reach(customer, city="x")).status_code == 404
    assert changed(before) == []
    assert "/edit/" not in viewer.client.get(viewer.url(f"customers/{customer.pk}/")).content.decode()
