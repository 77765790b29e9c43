"""Putting off, taking up again and handing over, from the card: the panel says it at once, and nothing slips through."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from conftest import Person
from neeman.activity.models import Pause, Task
from neeman.activity.services.tasks import add_task
from neeman.customers.models import Customer
from neeman.customers.services.customers import archive_customer
from neeman.customers.tests.making import make
from tests.walls.database import changed, snapshot

TODAY = timezone.localdate()
HTMX = {"HX-Request": "true"}


@pytest.fixture
def customer(owner: Person) -> Customer:
    with owner.scope():
        return make(owner.access, owner_id=owner.access.member.pk if owner.access.member else None)


def test_back_in_a_month(owner: Person, customer: Customer) -> None:
    until = (TODAY + timedelta(days=30)).isoformat()
    url = owner.url(f"customers/{customer.pk}/")
    shown = owner.client.post(f"{url}pause/", {"until": until, "reason": "חוזרים מחופשה"}, headers=HTMX)
    assert 'id="part-next"' in shown.content.decode()
    assert "חוזרים מחופשה" in shown.content.decode()
    assert "/undo/" in shown.content.decode()
    again = owner.client.post(f"{url}resume/", headers=HTMX).content.decode()
    assert "חוזרים מחופשה" not in again
    with owner.scope():
        assert not Pause.objects.exists()


@pytest.mark.parametrize("told", [{}, {"until": "x"}, {"until": "2020-01-01"}, {"until_day": ""}])
def test_without_a_day_to_come_nothing_happens(
    owner: Person, customer: Customer, told: dict[str, str]
) -> None:
    before = snapshot()
    answer = owner.client.post(owner.url(f"customers/{customer.pk}/pause/"), told, headers=HTMX)
    assert answer.status_code == 200
    assert "עד מתי" in answer.content.decode()
    assert changed(before) == []


def test_an_archived_customer_has_no_panel(owner: Person, customer: Customer) -> None:
    with owner.scope():
        archive_customer(owner.access, customer, version=1, now=timezone.now())
    card = owner.client.get(owner.url(f"customers/{customer.pk}/")).content.decode()
    assert 'id="part-next"' not in card


def test_the_form_of_handing_over_says_what_moves(
    owner: Person, colleague: Person, customer: Customer
) -> None:
    with owner.scope():
        add_task(owner.access, customer, title="לשלוח מחירון", due_on=TODAY, now=timezone.now())
    url = owner.url(f"customers/{customer.pk}/hand-over/")
    assert "לשלוח מחירון" in owner.client.get(url).content.decode()
    mine, theirs = owner.access.member, colleague.access.member
    assert mine is not None
    assert theirs is not None
    before = snapshot()
    for told in ({"member": mine.pk, "version": 1}, {"member": theirs.pk, "version": 7}, {"version": 1}):
        assert owner.client.post(url, told).status_code == 422
    assert changed(before) == []
    owner.client.post(url, {"member": theirs.pk, "version": 1, "words": "מעדיפים בוקר"})
    with owner.scope():
        assert (Customer.objects.get().owner, Task.objects.get().member) == (theirs, theirs)
    assert "מעדיפים בוקר" in owner.client.get(owner.url(f"customers/{customer.pk}/")).content.decode()
