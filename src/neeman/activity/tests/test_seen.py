"""Since you last looked: told by the page, never by opening it, and shown once where old and new meet."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from conftest import Person
from neeman.activity.models import Seen
from neeman.activity.services.seeing import mark_seen
from neeman.activity.tests.making import talk
from neeman.customers.models import Customer
from neeman.customers.tests.making import make
from neeman.customers.timeline import Cursor, Entry, Page, line_of_look
from tests.walls.database import changed, snapshot

NOW = timezone.now()
LINE = 'class="card-looked"'


@pytest.fixture
def customer(owner: Person) -> Customer:
    with owner.scope():
        return make(owner.access)


def card(person: Person, customer: Customer) -> str:
    return person.client.get(person.url(f"customers/{customer.pk}/")).content.decode()


def test_opening_a_card_marks_nothing_and_looking_at_it_does(owner: Person, customer: Customer) -> None:
    before = snapshot()
    url = owner.url(f"customers/{customer.pk}/seen/")
    assert f'data-seen="{url}"' in card(owner, customer)
    assert changed(before) == []
    for _ in range(2):
        assert owner.client.post(url).status_code == 204
    with owner.scope():
        assert Seen.objects.get().member == owner.access.member


def test_the_line_stands_between_what_is_new_and_what_is_not(
    owner: Person, colleague: Person, customer: Customer
) -> None:
    with owner.scope():
        talk(owner.access, customer, now=NOW, days_ago=5, text="ישן")
        mark_seen(owner.access, customer, now=NOW - timedelta(days=3))
        talk(colleague.access, customer, now=NOW, days_ago=1, text="חדש")
    shown = card(owner, customer)
    assert shown.index("חדש") < shown.index(LINE) < shown.index("ישן")
    assert LINE not in card(colleague, customer), "whoever looks for the first time is told of nothing new"


def test_within_a_visit_the_line_stays(owner: Person, customer: Customer) -> None:
    with owner.scope():
        talk(owner.access, customer, now=NOW, days_ago=5, text="ישן")
        looked = NOW - timedelta(days=3)
        mark_seen(owner.access, customer, now=NOW)
        talk(owner.access, customer, now=NOW, days_ago=1, text="חדש")
    url = owner.url(f"customers/{customer.pk}/timeline/")
    assert LINE in owner.client.get(url, {"looked": looked.isoformat()}).content.decode()
    for never in ("", "x"):
        assert LINE not in owner.client.get(url, {"looked": never}).content.decode()


def test_the_line_on_pages() -> None:
    def page(*days: int) -> Page:
        return Page([Entry(NOW - timedelta(days=n), "talks", "") for n in days], None)

    def at(days: float) -> datetime:
        return NOW - timedelta(days=days)

    assert line_of_look(page(1, 2, 3), at(1.5), None) == 1
    assert line_of_look(page(1, 2, 3), at(0.5), None) is None, "nothing is new"
    assert line_of_look(page(1, 2, 3), at(9), None) is None, "all of it is new so far"
    assert line_of_look(page(4, 5), at(3.5), Cursor(at(3))) == 0, "the page before held what is new"
    assert line_of_look(page(4, 5), at(2), Cursor(at(3))) is None
    assert line_of_look(page(), at(2), None) is None
    assert line_of_look(page(1), None, None) is None


def test_refusals_touch_nothing(owner: Person, stranger: Person, customer: Customer) -> None:
    before = snapshot()
    with stranger.scope(), pytest.raises(Http404):
        mark_seen(stranger.access, customer, now=NOW)
    assert stranger.client.post(owner.url(f"customers/{customer.pk}/seen/")).status_code == 404
    assert changed(before) == []
