"""Customers are found by whatever one remembers, on both databases alike."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from conftest import Person, make_person
from neeman.customers.keys import put_keys
from neeman.customers.models import Contact, Customer, Standing
from neeman.customers.search import find, matching_ids, sqlite
from neeman.orgs.access import Access
from neeman.orgs.roles import Role, Sees


def add(name: str, *, people: tuple[str, ...] = (), tags: tuple[str, ...] = (), **fields: object) -> Customer:
    customer = Customer(name=name, **fields)
    contacts = [Contact(customer=customer, name=person) for person in people]
    put_keys(customer, contacts=contacts, tags=tags).save()
    Contact.objects.bulk_create(contacts)
    return customer


def names(access: Access, text: str, limit: int = 20) -> list[str]:
    rows = Customer.objects.in_bulk(matching_ids(access, text, limit))
    return [rows[pk].name for pk in matching_ids(access, text, limit)]


@pytest.fixture
def town(inside: Access) -> Access:
    add("צ׳ופצ׳יק בע״מ", phone="050-1234567", city="חיפה")
    add("שָׁלוֹם ובניו", email="danny@galil.co.il", company_number="512345678")
    add("מלך הפלאפל", people=("דני כהן",), remarks="ביקש הצעה לשולחן עץ")
    add("בן־ציון הובלות", phone="03-7654321 / 052-9998877", tags=("ביקור רבעוני",))
    add("Jxih Trading", custom={"truck": "וולוו"})
    return inside


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("צופציק", "צ׳ופצ׳יק בע״מ"),
        ("צ'ופ", "צ׳ופצ׳יק בע״מ"),
        ("שלום", "שָׁלוֹם ובניו"),
        ("מלכ", "מלך הפלאפל"),
        ("מלך", "מלך הפלאפל"),
        ("בן ציון", "בן־ציון הובלות"),
        ("בנ־ציו", "בן־ציון הובלות"),
        ("4567", "צ׳ופצ׳יק בע״מ"),
        ("050-123", "צ׳ופצ׳יק בע״מ"),
        ("+972 50 123 4567", "צ׳ופצ׳יק בע״מ"),
        ("8877", "בן־ציון הובלות"),
        ("512345", "שָׁלוֹם ובניו"),
        ("345678", "שָׁלוֹם ובניו"),
        ("danny@gal", "שָׁלוֹם ובניו"),
        ("דני כהן", "מלך הפלאפל"),
        ("danny cohen", "מלך הפלאפל"),
        ("שולחן", "מלך הפלאפל"),
        ("רבעוני", "בן־ציון הובלות"),
        ("חיפה 4567", "צ׳ופצ׳יק בע״מ"),
        ("וולוו", "Jxih Trading"),
        ("JXIH", "Jxih Trading"),
    ],
)
def test_one_thing_remembered_is_enough(town: Access, text: str, name: str) -> None:
    assert name in names(town, text)


@pytest.mark.parametrize(
    "text", ["", "   ", "?!", "זזזז", "צופציק זזז", "999999", '"', "a OR b", "* NOT", "%_"]
)
def test_what_matches_nothing(town: Access, text: str) -> None:
    assert names(town, text) == []


def test_the_other_keyboard_layout(town: Access) -> None:
    found = find(town, "nkl", 20)
    assert (len(found.ids), found.also_for) == (1, "מלך")
    assert find(town, "חסןי", 20).also_for == "jxih"
    assert find(town, "מלך", 20).also_for == ""


def test_two_letters_that_found_somebody_are_not_read_in_the_other_layout(inside: Access) -> None:
    add("Nk Trading")
    add("מלך השלחן")
    assert (names(inside, "nk"), find(inside, "nk", 20).also_for) == (["Nk Trading"], "")
    assert find(inside, "tk", 20).also_for == ""
    assert names(inside, "nkl") == ["מלך השלחן"]


def test_full_and_defective_spelling(inside: Access) -> None:
    add("שולחנות הגליל")
    add("אפנת רחל")
    assert names(inside, "שלחנות") == ["שולחנות הגליל"]
    assert names(inside, "אופנת") == ["אפנת רחל"]


def test_names_come_before_remarks_and_the_valuable_before_the_rest(inside: Access) -> None:
    add("מאפייה", remarks="שכן של כהן")
    small, big = add("קבוצת כהן"), add("אחים כהן")
    add("כהן ובניו")
    for customer, minor in ((small, 100), (big, 9_000)):
        Standing.objects.create(customer=customer, as_of=date(2026, 1, 1), revenue_window_minor=minor)
    assert names(inside, "כהן") == ["כהן ובניו", "אחים כהן", "קבוצת כהן", "מאפייה"]
    assert names(inside, "כהן", limit=2) == ["כהן ובניו", "אחים כהן"]


def test_archived_and_merged_customers_are_not_of_today(inside: Access) -> None:
    kept = add("כהן")
    add("כהן ישן", archived_at="2026-01-01T00:00Z")
    add("כהן כפול", merged_into=kept)
    assert names(inside, "כהן") == ["כהן"]
    assert len(find(inside, "כהן", 20, archived=True).ids) == 1


def test_the_index_follows_whatever_writes(inside: Access) -> None:
    row = add("ראשון")
    Customer.objects.filter(pk=row.pk).update(search_text="שני")
    assert matching_ids(inside, "ראשון", 5) == []
    assert matching_ids(inside, "שני", 5) == [row.pk]
    Customer.objects.all().delete()
    assert matching_ids(inside, "שני", 5) == []
    Customer.objects.bulk_create([put_keys(Customer(name="שלישי"))])
    assert names(inside, "שלישי") == ["שלישי"]


def test_each_organization_finds_its_own(owner: Person, stranger: Person) -> None:
    for person in (owner, stranger):
        with person.scope():
            add(f"כהן {person.organization.slug}")
    for person in (owner, stranger):
        with person.scope():
            assert names(person.access, "כהן") == [f"כהן {person.organization.slug}"]


def test_sight_is_kept(owner: Person) -> None:
    narrow = make_person(owner.organization, "own@house.test", Role.SALESPERSON, sees=Sees.OWN)
    manager = make_person(owner.organization, "lead@house.test", Role.SALES_MANAGER, sees=Sees.TEAM)
    assert narrow.access.member is not None
    with owner.scope():
        narrow.access.member.manager = manager.access.member
        narrow.access.member.save()
        add("כהן של אחרים")
        add("כהן של צוות", owner=narrow.access.member)
        assert names(narrow.access, "כהן") == ["כהן של צוות"]
        assert names(manager.access, "כהן") == ["כהן של צוות"]
        assert len(names(owner.access, "כהן")) == 2


def test_triggers_lost_with_a_remade_table_come_back(inside: Access) -> None:
    if connection.vendor != "sqlite":
        return  # the index of PostgreSQL is its own business
    add("כהן")
    with connection.cursor() as cursor:
        for act in ("insert", "update", "delete"):
            cursor.execute(f"DROP TRIGGER customers_search_{act}")
    add("לוי")
    assert names(inside, "לוי") == []
    sqlite.keep_in_step(connection)
    assert names(inside, "לוי") == ["לוי"]
    assert names(inside, "כהן") == ["כהן"]
