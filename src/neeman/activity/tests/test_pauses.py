"""Not now: a pause holds until its day, for all reasons or for one, and is taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from conftest import Person, make_person
from neeman.activity.models import Pause
from neeman.activity.queries.records import pause_of
from neeman.activity.services.cadence import refresh
from neeman.activity.services.pauses import pause, resume
from neeman.activity.tests.making import NOW, follow_up, stand_still, talk
from neeman.customers.services.acting import Unfit
from neeman.customers.services.customers import archive_customer
from neeman.customers.services.undoing import undo_act
from neeman.customers.tests.making import make
from neeman.orgs.access import Access
from neeman.orgs.models import Organization
from neeman.orgs.roles import Role
from tests.walls.database import changed, snapshot

TODAY = NOW.date()
IN_A_MONTH = date(2026, 12, 23)


def test_a_customer_rests_until_the_day_and_comes_back_by_itself(inside: Access) -> None:
    customer = make(inside)
    stand_still(customer)
    talk(inside, customer, days_ago=20)
    due = follow_up(customer).due_on
    pause(inside, customer, IN_A_MONTH, now=NOW, reason="חוזרים מחופשה")
    now = follow_up(customer)
    assert (now.due_on, now.paused_until) == (IN_A_MONTH, IN_A_MONTH)
    refresh(inside, [customer.pk], today=IN_A_MONTH)
    assert (follow_up(customer).due_on, follow_up(customer).paused_until) == (due, None)


def test_a_pause_until_shabbat_ends_on_the_next_working_day(inside: Access) -> None:
    customer = make(inside)
    pause(inside, customer, date(2026, 11, 28), now=NOW)
    stand_still(customer)
    talk(inside, customer, days_ago=20)
    assert follow_up(customer).due_on == date(2026, 11, 29)


def test_the_later_word_holds_and_undo_brings_back_the_earlier(inside: Access) -> None:
    customer = make(inside)
    pause(inside, customer, IN_A_MONTH, now=NOW, reason="ראשון")
    shorter = pause(inside, customer, TODAY + timedelta(days=3), now=NOW, reason="שני")
    assert [one.reason for one in Pause.objects.all()] == ["שני"]
    assert shorter is not None
    undo_act(inside, shorter, now=timezone.now())
    assert [one.reason for one in Pause.objects.all()] == ["ראשון"]
    assert follow_up(customer).paused_until == IN_A_MONTH


def test_a_pause_of_one_reason_leaves_the_cadence_alone(inside: Access) -> None:
    customer = make(inside)
    stand_still(customer)
    talk(inside, customer, days_ago=20)
    due = follow_up(customer).due_on
    pause(inside, customer, IN_A_MONTH, now=NOW, signal="risk")
    assert follow_up(customer).due_on == due
    assert pause_of(inside, customer, today=TODAY) is None


def test_resuming_ends_them_all_and_is_undone(inside: Access) -> None:
    customer = make(inside)
    assert resume(inside, customer, now=NOW) is None
    pause(inside, customer, IN_A_MONTH, now=NOW)
    pause(inside, customer, IN_A_MONTH, now=NOW, signal="risk")
    ended = resume(inside, customer, now=NOW)
    assert ended is not None
    assert not Pause.objects.exists()
    undo_act(inside, ended, now=timezone.now())
    assert Pause.objects.count() == 2


def test_refusals_touch_nothing(owner: Person, stranger: Person, house: Organization) -> None:
    viewer = make_person(house, "viewer@house.test", Role.VIEWER)
    with owner.scope():
        customer, away = make(owner.access), make(owner.access, "בארכיון")
        archive_customer(owner.access, away, version=1, now=NOW)
        away.refresh_from_db()
    before = snapshot()
    with owner.scope():
        with pytest.raises(Unfit):
            pause(owner.access, customer, TODAY, now=NOW)
        with pytest.raises(Unfit):
            pause(owner.access, away, IN_A_MONTH, now=NOW)
        with pytest.raises(PermissionDenied):
            pause(viewer.access, customer, IN_A_MONTH, now=NOW)
    with stranger.scope(), pytest.raises(Http404):
        pause(stranger.access, customer, IN_A_MONTH, now=NOW)
    assert changed(before) == []
