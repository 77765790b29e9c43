"""Saved views: an address with a name, one's own or everybody's, and a deletion that can be undone."""

from __future__ import annotations

import pytest

from conftest import Person, make_person
from neeman.customers.models import Customer, SavedView
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import Role


@pytest.fixture
def shop(owner: Person) -> Person:
    with owner.scope():
        Customer.objects.create(name="נגרייה", city="חיפה")
    return owner


def keep(person: Person, name: str, query: str = "city=חיפה", **more: str) -> None:
    person.client.post(person.url("customers/views/add/"), {"name": name, "query": query, **more})


def tabs(person: Person) -> list[str]:
    return [tab["title"] for tab in person.client.get(person.url("customers/")).context["tabs"]][4:]


def test_a_view_is_kept_as_its_address(shop: Person) -> None:
    keep(shop, "  חיפה ", "page=3&nonsense=1&city=חיפה&sort=-name")
    with shop.scope():
        view = SavedView.objects.get()
    assert (view.name, view.query) == ("חיפה", "city=%D7%97%D7%99%D7%A4%D7%94&sort=-name")
    page = shop.client.get(shop.url(f"customers/?{view.query}"))
    assert [tab["title"] for tab in page.context["tabs"] if tab["here"]] == ["חיפה"]


def test_own_and_shared(shop: Person, colleague: Person) -> None:
    keep(shop, "שלי")
    keep(shop, "של כולם", shared="1")
    assert tabs(shop) == ["שלי", "של כולם"]
    assert tabs(colleague) == ["של כולם"]
    viewer = make_person(shop.organization, "viewer@house.test", Role.VIEWER)
    keep(viewer, "של הצופה", shared="1")
    assert tabs(viewer) == ["של כולם", "של הצופה"]
    assert tabs(shop) == ["שלי", "של כולם"]


def test_renamed_moved_deleted_and_back(shop: Person) -> None:
    for name in ("א", "ב", "ג"):
        keep(shop, name)
    with shop.scope():
        ids = [view.pk for view in SavedView.objects.order_by("position")]
    shop.client.post(shop.url(f"customers/views/{ids[0]}/rename/"), {"name": "ת"})
    shop.client.post(shop.url(f"customers/views/{ids[2]}/move/"), {"to": "earlier"})
    shop.client.post(shop.url(f"customers/views/{ids[0]}/move/"), {"to": "earlier"})
    assert tabs(shop) == ["ת", "ג", "ב"]
    shop.client.post(shop.url(f"customers/views/{ids[0]}/remove/"))
    assert tabs(shop) == ["ג", "ב"]
    with shop.scope():
        act = ChangeSet.objects.get()
    shop.client.post(shop.url(f"customers/views/{act.pk}/restore/"))
    assert tabs(shop) == ["ת", "ג", "ב"]
    again = shop.client.post(shop.url(f"customers/views/{act.pk}/restore/"), follow=True)
    assert again.status_code == 200


def test_names_are_needed_and_short(shop: Person) -> None:
    for name in ("", "  ", "א" * 61):
        keep(shop, name)
    assert tabs(shop) == []


def test_a_colleague_s_own_view_is_nobody_else_s(shop: Person, colleague: Person, stranger: Person) -> None:
    keep(shop, "שלי")
    with shop.scope():
        pk = SavedView.objects.get().pk
    assert colleague.client.post(colleague.url(f"customers/views/{pk}/remove/")).status_code == 404
    assert stranger.client.post(stranger.url(f"customers/views/{pk}/remove/")).status_code == 404
    viewer = make_person(shop.organization, "viewer@house.test", Role.VIEWER)
    keep(shop, "של כולם", shared="1")
    with shop.scope():
        shared = SavedView.objects.get(member=None).pk
    assert (
        viewer.client.post(viewer.url(f"customers/views/{shared}/rename/"), {"name": "x"}).status_code == 404
    )
    assert shop.client.get(shop.url("customers/views/")).status_code == 200
