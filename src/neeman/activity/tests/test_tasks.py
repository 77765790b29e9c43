"""Tasks: set once, put off, done, dropped, handed on; the follow-up keeps step, and undo leaves no trace."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from conftest import Person, make_person
from neeman.activity.models import Task
from neeman.activity.queries.records import get_task, open_tasks
from neeman.activity.services.tasks import add_task, done, drop, edit_task, put_off
from neeman.activity.tests.making import NOW, follow_up, stand_still, talk
from neeman.customers.models import Customer
from neeman.customers.services.acting import Unfit
from neeman.customers.services.undoing import undo_act
from neeman.customers.tests.making import make
from neeman.orgs.access import Access
from neeman.orgs.changes import StaleWrite
from neeman.orgs.models import LogEntry, Organization
from neeman.orgs.roles import Role, Sees
from tests.walls.database import changed, snapshot

TOMORROW = NOW.date() + timedelta(days=1)


def set_task(access: Access, customer: Customer | None, title: str = "לשלוח קטלוג", **more: object) -> Task:
    given = {"due_on": TOMORROW, **more}
    task, _ = add_task(access, customer, title=title, now=NOW, **given)
    return task


def test_the_earliest_open_task_is_the_next_step(inside: Access) -> None:
    customer = make(inside)
    set_task(inside, customer, "להזמין לתערוכה", due_on=date(2026, 12, 9))
    assert (follow_up(customer).next_step, follow_up(customer).due_on) == (
        "להזמין לתערוכה",
        date(2026, 12, 9),
    )
    set_task(inside, customer, kind=Task.Kind.EMAIL)
    now = follow_up(customer)
    assert (now.next_step, now.next_kind, now.due_on) == ("לשלוח קטלוג", "email", TOMORROW)


@pytest.mark.parametrize("end", [done, drop])
def test_what_is_done_or_dropped_gives_way_to_the_cadence(inside: Access, end: object) -> None:
    customer = make(inside)
    stand_still(customer)
    task = set_task(inside, customer)
    end(inside, task, version=1, now=NOW)
    task.refresh_from_db()
    assert not task.is_open
    assert (follow_up(customer).next_step, follow_up(customer).rule) == ("", "active")


def test_putting_off_moves_the_follow_up(inside: Access) -> None:
    customer = make(inside)
    task = set_task(inside, customer)
    put_off(inside, task, date(2026, 12, 1), version=1, now=NOW)
    assert follow_up(customer).due_on == date(2026, 12, 1)


def test_a_task_is_handed_to_a_colleague(owner: Person, colleague: Person) -> None:
    with owner.scope():
        task = set_task(owner.access, make(owner.access))
        assert colleague.access.member is not None
        edit_task(owner.access, task, {"member_id": colleague.access.member.pk}, version=1, now=NOW)
        assert get_task(colleague.access, task.pk).member == colleague.access.member


def test_each_act_is_undone_without_a_trace(inside: Access) -> None:
    customer = make(inside)
    stand_still(customer)
    talk(inside, customer, days_ago=1)
    calm = follow_up(customer).due_on
    task, added = add_task(inside, customer, title="לשלוח קטלוג", due_on=TOMORROW, now=NOW)
    ended = done(inside, task, version=1, now=NOW)
    moved = put_off(inside, get_task(inside, task.pk), date(2026, 12, 1), version=2, now=NOW)
    for act in (moved, ended, added):
        assert act is not None
        undo_act(inside, act, now=timezone.now())
    assert not Task.objects.exists()
    assert follow_up(customer).due_on == calm


def test_a_task_on_nothing_is_ones_own_business(owner: Person, colleague: Person) -> None:
    with owner.scope():
        task = set_task(owner.access, None, "לחדש ביטוח לרכב")
        assert list(open_tasks(owner.access)) == [task]
        assert not open_tasks(colleague.access).exists()
        with pytest.raises(Http404):
            get_task(colleague.access, task.pk)
        change_set = done(owner.access, task, version=1, now=NOW)
        assert change_set is not None
        undo_act(owner.access, change_set, now=timezone.now())
        assert get_task(owner.access, task.pk).is_open
        other, added = add_task(owner.access, None, title="לשלם ארנונה", due_on=TOMORROW, now=NOW)
        assert added is not None
        undo_act(owner.access, added, now=timezone.now())
        assert not Task.objects.filter(pk=other.pk).exists()
        assert LogEntry.objects.filter(subject_id=task.pk, verb__startswith="activity.task").count() == 2


def test_the_same_key_sets_one_task(inside: Access) -> None:
    customer = make(inside)
    once = set_task(inside, customer, key="quote.7.day2")
    assert set_task(inside, customer, key="quote.7.day2") == once
    assert Task.objects.count() == 1


def test_refusals_touch_nothing(owner: Person, stranger: Person, house: Organization) -> None:
    viewer = make_person(house, "viewer@house.test", Role.VIEWER)
    narrow = make_person(house, "narrow@house.test", Role.SALESPERSON, sees=Sees.OWN)
    with owner.scope():
        customer = make(owner.access)
        task = set_task(owner.access, customer)
        edit_task(owner.access, task, {"title": "לשלוח מחירון"}, version=1, now=NOW)
    before = snapshot()
    with owner.scope():
        with pytest.raises(Unfit):
            set_task(owner.access, customer, "  ")
        with pytest.raises(StaleWrite):
            edit_task(owner.access, task, {"title": "אחר"}, version=1, now=NOW)
        with pytest.raises(ValueError, match="no such columns"):
            edit_task(owner.access, task, {"customer_id": 1}, version=2, now=NOW)
        with pytest.raises(PermissionDenied):
            done(viewer.access, task, version=2, now=NOW)
        with pytest.raises(Http404):
            done(narrow.access, task, version=2, now=NOW)
    with stranger.scope(), pytest.raises(Http404):
        get_task(stranger.access, task.pk)
    assert changed(before) == []
