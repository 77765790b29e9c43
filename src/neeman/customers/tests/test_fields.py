"""Fields of our own: named, ordered, put away; their values stay."""

from __future__ import annotations

import pytest
from django.utils import timezone

from conftest import Person, make_person
from neeman.customers.models import CustomField
from neeman.customers.services.acting import Unfit
from neeman.customers.services.fields import add_field, archive_field, edit_field, move_field, restore_field
from neeman.customers.services.undoing import undo_act
from neeman.orgs.access import Access
from neeman.orgs.models import ChangeSet, Organization
from neeman.orgs.roles import Role
from tests.walls.database import changed, snapshot


def order() -> list[str]:
    fields = CustomField.objects.filter(archived_at=None).order_by("position", "pk")
    return list(fields.values_list("label", flat=True))


def test_the_order_is_the_business_own(inside: Access) -> None:
    one, two, three = (add_field(inside, label=label, type_="text", choices=[]) for label in "אבג")
    assert order() == ["א", "ב", "ג"]
    moved = move_field(inside, three, up=True)
    assert order() == ["א", "ג", "ב"]
    assert move_field(inside, one, up=True) is None
    assert moved is not None
    undo_act(inside, moved, now=timezone.now())
    assert order() == ["א", "ב", "ג"]
    archive_field(inside, two, now=timezone.now())
    assert order() == ["א", "ג"]
    two.refresh_from_db()
    restore_field(inside, two)
    assert order() == ["א", "ב", "ג"]


def test_a_new_name_keeps_the_key(inside: Access) -> None:
    field = add_field(inside, label="אזור חלוקה", type_="choice", choices=["צפון", "דרום"])
    assert field.key == "אזור-חלוקה"
    edit_field(inside, field, label="אזור", choices=["צפון", "דרום", "מרכז"])
    field.refresh_from_db()
    assert (field.key, field.label, field.choices) == ("אזור-חלוקה", "אזור", ["צפון", "דרום", "מרכז"])
    assert add_field(inside, label="אזור חלוקה", type_="text", choices=[]).key != field.key


def test_refusals(inside: Access) -> None:
    add_field(inside, label="אזור", type_="text", choices=[])
    for label, kind, choices in (
        ("", "text", []),
        ("אזור", "text", []),
        ("x", "colour", []),
        ("x", "choice", ["one"]),
    ):
        with pytest.raises(Unfit):
            add_field(inside, label=label, type_=kind, choices=choices)


def test_the_page(owner: Person) -> None:
    url = owner.url("settings/fields/")
    answer = owner.client.post(url, {"label": "אזור <i>", "type": "choice", "choices": "צפון\nדרום\nצפון\n"})
    assert answer.status_code == 302
    page = owner.client.get(url).content.decode()
    assert "אזור &lt;i&gt;" in page
    with owner.scope():
        field = CustomField.objects.get()
        assert field.choices == ["צפון", "דרום"]
    base = f"settings/fields/{field.pk}"
    assert owner.client.get(owner.url(f"{base}/edit/")).status_code == 200
    assert owner.client.post(owner.url(f"{base}/edit/"), {"label": "", "choices": "a\nb"}).status_code == 422
    data = {"label": "אזור", "choices": "צפון\nדרום"}
    assert owner.client.post(owner.url(f"{base}/edit/"), data).status_code == 302
    assert owner.client.post(owner.url(f"{base}/move/"), {"up": 1}).status_code == 302
    assert owner.client.post(owner.url(f"{base}/archive/")).status_code == 302
    with owner.scope():
        assert order() == []
        last = ChangeSet.objects.latest("pk")
    assert owner.client.post(owner.url(f"customers/undo/{last.pk}/")).status_code == 302
    with owner.scope():
        assert order() == ["אזור"]
    assert owner.client.post(url, {"label": "", "type": "text"}).status_code == 422


def test_only_those_who_manage_the_business(owner: Person, house: Organization, stranger: Person) -> None:
    with owner.scope():
        field = add_field(owner.access, label="אזור", type_="text", choices=[])
    manager = make_person(house, "manager@house.test", Role.SALES_MANAGER)
    before = snapshot()
    for url in (
        "settings/fields/",
        f"settings/fields/{field.pk}/edit/",
        f"settings/fields/{field.pk}/move/",
        f"settings/fields/{field.pk}/archive/",
    ):
        assert manager.client.post(manager.url(url), {"label": "x", "type": "text"}).status_code == 403
        assert stranger.client.post(owner.url(url), {"label": "x", "type": "text"}).status_code == 404
        if "/edit/" in url:
            assert stranger.client.post(stranger.url(url), {"label": "x"}).status_code == 404
    assert changed(before) == []
