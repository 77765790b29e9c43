"""One act on many: all or none, what was said is what is done, and the undo brings everything back."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.utils.encoding import iri_to_uri

from conftest import Person, make_person
from neeman.customers.keys import put_keys
from neeman.customers.models import Customer, CustomerTag, CustomField, Tag
from neeman.customers.search import matching_ids
from neeman.customers.services.acting import Unfit
from neeman.customers.services.bulk import Act, Wish, do_to_many
from neeman.customers.services.undoing import undo_act
from neeman.orgs.access import Access
from neeman.orgs.models import ChangeSet, LogEntry
from neeman.orgs.roles import Role, Sees


def three(**fields: object) -> list[int]:
    rows = Customer.objects.bulk_create(put_keys(Customer(name=f"לקוח {n}", **fields)) for n in range(3))
    return [row.pk for row in rows]


def test_a_tag_is_added_found_and_undone(inside: Access) -> None:
    ids = three()
    CustomerTag.objects.create(customer_id=ids[0], tag=Tag.objects.create(name="תערוכה"))
    done = do_to_many(inside, ids, Wish(Act.TAG, " תערוכה "), now=timezone.now())
    assert done is not None
    assert done.label["count"] == 2
    assert CustomerTag.objects.count() == 3
    assert set(matching_ids(inside, "תערוכה", 9)) >= set(ids[1:])
    assert LogEntry.objects.filter(verb="customers.customer.tagged").count() == 2
    undo_act(inside, done, now=timezone.now())
    assert CustomerTag.objects.count() == 1
    assert not set(matching_ids(inside, "תערוכה", 9)) & set(ids[1:])


def test_a_tag_is_removed_and_comes_back(inside: Access) -> None:
    ids = three()
    do_to_many(inside, ids, Wish(Act.TAG, "תערוכה"), now=timezone.now())
    done = do_to_many(inside, ids[:2], Wish(Act.UNTAG, str(Tag.objects.get().pk)), now=timezone.now())
    assert done is not None
    assert matching_ids(inside, "תערוכה", 9) == [ids[2]]
    undo_act(inside, done, now=timezone.now())
    assert len(matching_ids(inside, "תערוכה", 9)) == 3


def test_owner_status_field_and_archive(inside: Access) -> None:
    ids = three(city="חיפה", custom={"seats": "3"})
    CustomField.objects.create(key="seats", label="מושבים", type=CustomField.Type.NUMBER)
    assert inside.member is not None
    wishes = {
        Wish(Act.OWNER, str(inside.member.pk)): ("owner_id", inside.member.pk, None),
        Wish(Act.STATUS, "lead"): ("status", "lead", "active"),
        Wish(Act.FIELD, "עכו", "city"): ("city", "עכו", "חיפה"),
        Wish(Act.FIELD, "7", "custom.seats"): ("custom", {"seats": "7"}, {"seats": "3"}),
        Wish(Act.FIELD, "", "custom.seats"): ("custom", {}, {"seats": "3"}),
    }
    for wish, (name, new, old) in wishes.items():
        done = do_to_many(inside, ids, wish, now=timezone.now())
        assert done is not None
        assert [getattr(row, name) for row in Customer.objects.all()] == [new] * 3
        undo_act(inside, done, now=timezone.now())
        assert [getattr(row, name) for row in Customer.objects.all()] == [old] * 3
    done = do_to_many(inside, ids, Wish(Act.ARCHIVE), now=timezone.now())
    assert done is not None
    assert Customer.objects.filter(archived_at=None).count() == 0
    assert do_to_many(inside, ids, Wish(Act.ARCHIVE), now=timezone.now()) is None
    undo_act(inside, done, now=timezone.now())
    assert Customer.objects.filter(archived_at=None).count() == 3


@pytest.mark.parametrize(
    "wish",
    [
        Wish(Act.TAG, ""), Wish(Act.TAG, "x" * 41), Wish(Act.UNTAG, "999"), Wish(Act.UNTAG, "abc"), Wish(Act.OWNER, "999999"),
        Wish(Act.STATUS, "gone"), Wish(Act.FIELD, "x", "name"), Wish(Act.FIELD, "x", "owner_id"), Wish(Act.FIELD, "x", "custom.none"),
        Wish(Act.FIELD, "x" * 81, "city"), Wish(Act.FIELD, "abc", "custom.seats"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_sentence(inside: Access, wish: Wish) -> None:
    ids = three()
    CustomField.objects.create(key="seats", label="מושבים", type=CustomField.Type.NUMBER)
    with pytest.raises(Unfit):
        do_to_many(inside, ids, wish, now=timezone.now())
    assert ChangeSet.objects.count() == 0
    assert Tag.objects.count() == 0


def test_a_foreign_id_among_them_stops_all(owner: Person, stranger: Person) -> None:
    with stranger.scope():
        theirs = Customer.objects.create(name="שלהם").pk
    with owner.scope():
        ids = three()
        for foreign in (theirs, 999_999):
            with pytest.raises(Http404):
                do_to_many(owner.access, [*ids, foreign], Wish(Act.TAG, "x"), now=timezone.now())
        assert (CustomerTag.objects.count(), ChangeSet.objects.count(), Tag.objects.count()) == (0, 0, 0)


def test_sight_and_permission_are_kept(owner: Person) -> None:
    narrow = make_person(owner.organization, "own@house.test", Role.SALESPERSON, sees=Sees.OWN)
    viewer = make_person(owner.organization, "viewer@house.test", Role.VIEWER)
    with owner.scope():
        ids = three()
        with pytest.raises(Http404):
            do_to_many(narrow.access, ids, Wish(Act.TAG, "x"), now=timezone.now())
        with pytest.raises(PermissionDenied):
            do_to_many(viewer.access, ids, Wish(Act.TAG, "x"), now=timezone.now())
        with pytest.raises(PermissionDenied):
            do_to_many(narrow.access, ids, Wish(Act.ARCHIVE), now=timezone.now())


def test_the_pages_ask_then_do_then_undo(owner: Person) -> None:
    with owner.scope():
        ids = three(city="חיפה")
        Customer.objects.create(name="אחר", city="עכו")
    asked = owner.client.post(
        owner.url("customers/together/"), {"act": "tag", "id": ids[:2], "query": "city=חיפה"}
    )
    assert asked.status_code == 200
    assert 'name="id"' in asked.content.decode()
    wrong = owner.client.post(owner.url("customers/together/do/"), {"act": "tag", "value": "", "id": ids[:2]})
    assert wrong.status_code == 422
    data = {"act": "tag", "value": "ביקור", "all": "1", "query": "city=חיפה"}
    done = owner.client.post(owner.url("customers/together/do/"), data)
    assert done.status_code == 302
    with owner.scope():
        assert CustomerTag.objects.count() == 3
        made = ChangeSet.objects.get()
    page = owner.client.get(owner.url("history/")).content.decode()
    assert owner.url(f"customers/undo/{made.pk}/") in page
    owner.client.post(owner.url(f"customers/undo/{made.pk}/"))
    with owner.scope():
        assert CustomerTag.objects.count() == 0
    assert (
        owner.url(f"customers/undo/{made.pk}/")
        not in owner.client.get(owner.url("history/")).content.decode()
    )


def test_strange_posts(owner: Person) -> None:
    with owner.scope():
        three()
    for data in ({"act": "tag", "id": ["x"]}, {"act": "drop", "id": ["1"]}):
        assert owner.client.post(owner.url("customers/together/"), data).status_code == 404
    assert owner.client.post(owner.url("customers/together/"), {"act": "tag"}).status_code == 302


def test_all_kinds_of_questions_are_asked(owner: Person) -> None:
    with owner.scope():
        ids = three()
        Tag.objects.create(name="תווית")
    for act in Act:
        page = owner.client.post(owner.url("customers/together/"), {"act": act.value, "id": ids})
        assert page.status_code == 200, act


def test_a_field_is_answered_in_its_own_way(owner: Person) -> None:
    with owner.scope():
        ids = three()
        CustomField.objects.create(key="day", label="יום", type=CustomField.Type.CHOICE, choices=["א", "ב"])
    asked = {"act": "field", "id": ids, "name": "custom.day", "value": "ב"}
    page = owner.client.post(owner.url("customers/together/"), asked).content.decode()
    assert '<option value="ב" selected>ב</option>' in page
    assert page.count('name="value"') == page.count('id="bulk-value"') == 1


def test_undoing_leads_back_to_the_page_on_which_it_was_pressed(owner: Person) -> None:
    with owner.scope():
        ids = three()
    listed, history = owner.url("customers/?city=חיפה&sort=name"), owner.url("history/?page=2")
    for came, lands in (
        (f"http://testserver{listed}", iri_to_uri(listed)),
        ("http://elsewhere.test/demo/?a=1", owner.url("customers/")),
        (f"http://testserver{history}", history),
    ):
        owner.client.post(owner.url("customers/together/do/"), {"act": "tag", "value": "x", "id": ids})
        with owner.scope():
            done = ChangeSet.objects.latest("pk")
        undone = owner.client.post(owner.url(f"customers/undo/{done.pk}/"), headers={"Referer": came})
        assert undone["Location"] == lands
