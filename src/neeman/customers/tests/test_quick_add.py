"""Quick add: one line, a preview of how it is read, and a look at who is here already."""

from __future__ import annotations

import pytest

from conftest import Person, make_person
from neeman.customers.models import Contact, Customer, Kind
from neeman.customers.tests.making import make
from neeman.orgs.models import Organization
from neeman.orgs.roles import Role, Sees
from tests.walls.database import changed, snapshot

HTMX = {"HX-Request": "true"}


@pytest.mark.parametrize(
    ("line", "name", "company", "phone_key", "kind"),
    [
        ("דני כהן 050-1234567 טק סולושנס danny@x.co", "דני כהן", "טק סולושנס", "+972501234567", Kind.PERSON),
        ("רונית לוי", "רונית לוי", "", "", Kind.PERSON),
        ("נגריית השרון בע״מ, 03-6123456", "נגריית השרון בע״מ", "", "+97236123456", Kind.COMPANY),
        ("אבי 05012345", "אבי", "", "+9725012345", Kind.PERSON),
    ],
)
def test_one_line_becomes_a_customer(
    owner: Person, line: str, name: str, company: str, phone_key: str, kind: str
) -> None:
    answer = owner.client.post(owner.url("customers/quick/"), {"line": line})
    with owner.scope():
        customer = Customer.objects.get()
        assert (customer.name, customer.company_name, customer.kind) == (name, company, kind)
        assert customer.phone_key == phone_key
        assert customer.customer_since is not None
    assert answer["Location"] == owner.url(f"customers/{customer.pk}/")


def test_only_a_name_is_required(owner: Person) -> None:
    before = snapshot()
    assert owner.client.post(owner.url("customers/quick/"), {"line": "050-1234567"}).status_code == 422
    assert owner.client.post(owner.url("customers/quick/"), {"line": "  "}).status_code == 422
    assert changed(before) == []


def test_in_the_dialog_it_leads_to_the_card(owner: Person) -> None:
    dialog = owner.client.get(owner.url("customers/quick/"), headers=HTMX).content.decode()
    assert "<dialog" in dialog
    assert "<html" not in dialog
    answer = owner.client.post(owner.url("customers/quick/"), {"line": "דני"}, headers=HTMX)
    assert answer["HX-Redirect"].startswith(owner.url("customers/"))


def test_the_preview_reads_along_and_writes_nothing(owner: Person) -> None:
    before = snapshot()
    url = owner.url("customers/quick/preview/")
    page = owner.client.post(url, {"line": "דני כהן 05012 danny@x.co"}).content.decode()
    for said in ("דני כהן", "danny@x.co"):
        assert said in page
    assert owner.client.post(url, {"line": ""}).content.strip() == b""
    assert "&lt;b&gt;" in owner.client.post(url, {"line": "<b>דני"}).content.decode()
    assert changed(before) == []


@pytest.mark.parametrize("line", ["מישהו 0501234567", "מישהי +972-50-123-4567", "x dani@x.co", "כהן דני"])
def test_who_is_here_already_is_said_while_typing(owner: Person, line: str) -> None:
    with owner.scope():
        make(owner.access, "כהן דני", phone="050-123-4567", email="Dani@X.co")
    page = owner.client.post(owner.url("customers/quick/preview/"), {"line": line}).content.decode()
    assert "כהן דני</bdi></a>" in page


def test_the_phone_of_a_contact_counts_as_well(owner: Person) -> None:
    with owner.scope():
        customer = make(owner.access, "מפעל")
        Contact.objects.create(customer=customer, name="רחל", phone_key="+972521111111")
    page = owner.client.post(owner.url("customers/quick/preview/"), {"line": "רחל 052-1111111"})
    assert "מפעל</bdi></a>" in page.content.decode()


def test_others_customers_are_not_told_of(owner: Person, house: Organization, stranger: Person) -> None:
    with owner.scope():
        make(owner.access, "סודי", phone="050-1234567")
    narrow = make_person(house, "narrow@house.test", Role.SALESPERSON, sees=Sees.OWN)
    for person in (narrow, stranger):
        page = person.client.post(person.url("customers/quick/preview/"), {"line": "x 050-1234567"})
        assert "סודי" not in page.content.decode()


def test_whoever_sees_only_their_own_becomes_the_owner(house: Organization) -> None:
    narrow = make_person(house, "narrow@house.test", Role.SALESPERSON, sees=Sees.OWN)
    answer = narrow.client.post(narrow.url("customers/quick/"), {"line": "דני"})
    assert narrow.client.get(answer["Location"]).status_code == 200


def test_the_check_of_the_whole_form(owner: Person) -> None:
    with owner.scope():
        customer = make(owner.access, "דני", phone="050-1234567", company_number="513456789")
    url = owner.url("customers/check/")
    here = owner.client.post(url, {"name": "אחר", "company_number": "513456789"}).content.decode()
    assert "דני</bdi></a>" in here
    itself = owner.client.post(url, {"name": "דני", "pk": customer.pk, "phone": "05"}).content.decode()
    assert "דני</bdi></a>" not in itself
    assert "note watch" in itself


def test_the_whole_form_is_filled_in_beforehand(owner: Person) -> None:
    page = owner.client.get(owner.url("customers/add/"), {"name": "דני <b>", "phone": "050"}).content.decode()
    assert 'value="דני &lt;b&gt;"' in page
    data = {"name": "דני", "kind": "person", "status": "lead", "phone": "050"}
    answer = owner.client.post(owner.url("customers/add/"), data)
    assert answer.status_code == 302
    with owner.scope():
        lead = Customer.objects.get()
        assert (lead.status, lead.customer_since) == ("lead", None)
    assert owner.client.post(owner.url("customers/add/"), data | {"name": ""}).status_code == 422


def test_names_are_suggested(owner: Person, stranger: Person) -> None:
    with owner.scope():
        customer = make(owner.access, "לביא <i> הידראוליקה")
    page = owner.client.get(owner.url("customers/names/"), {"parent": "הידר"}).content.decode()
    assert f"#{customer.pk}" in page
    assert "&lt;i&gt;" in page
    assert stranger.client.get(stranger.url("customers/names/"), {"parent": "הידר"}).content.strip() == b""


def test_a_viewer_adds_nothing(house: Organization) -> None:
    viewer = make_person(house, "viewer@house.test", Role.VIEWER)
    before = snapshot()
    for url in ("customers/quick/", "customers/quick/preview/", "customers/add/", "customers/check/"):
        assert viewer.client.post(viewer.url(url), {"line": "דני", "name": "דני"}).status_code == 403
    assert changed(before) == []
