"""Handing over: the colleague gets the customer, its open tasks and a word, and nothing is lost (R33)."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from conftest import Person, make_person
from neeman.activity.models import Interaction, Kind, Task
from neeman.activity.services.handing import hand_over
from neeman.activity.services.tasks import add_task, done
from neeman.activity.tests.making import NOW, follow_up, talk
from neeman.customers.models import Customer
from neeman.customers.services.acting import Unfit
from neeman.customers.services.undoing import undo_act
from neeman.customers.tests.making import make
from neeman.orgs.changes import StaleWrite
from neeman.orgs.models import Organization
from neeman.orgs.roles import Role
from tests.walls.database import changed, snapshot


def test_the_open_tasks_of_the_one_before_move_along(owner: Person, colleague: Person) -> None:
    mine, theirs = owner.access.member, colleague.access.member
    assert mine is not None
    assert theirs is not None
    with owner.scope():
        customer = make(owner.access, owner_id=mine.pk)
        talk(owner.access, customer, days_ago=2, text="ביקשו לדבר בבוקר")
        task, _ = add_task(owner.access, customer, title="לשלוח מחירון", due_on=NOW.date(), now=NOW)
        ended, _ = add_task(owner.access, customer, title="נעשה", due_on=NOW.date(), now=NOW)
        done(owner.access, ended, version=1, now=NOW)
        handed = hand_over(owner.access, customer, theirs, words="מעדיפים בוקר", version=1, now=NOW)
        members = dict(Task.objects.values_list("title", "member"))
        assert members == {"לשלוח מחירון": theirs.pk, "נעשה": mine.pk}
        assert follow_up(customer).owner == theirs
        assert Interaction.objects.filter(kind=Kind.HANDED, text="מעדיפים בוקר").exists()
        assert Interaction.objects.count() == 2, "what was said before stays"
        assert handed is not None
        undo_act(owner.access, handed, now=timezone.now())
        task.refresh_from_db()
        assert (task.member, Customer.objects.get().owner, follow_up(customer).owner) == (mine, mine, mine)


def test_refusals_touch_nothing(owner: Person, colleague: Person, house: Organization) -> None:
    viewer = make_person(house, "viewer@house.test", Role.VIEWER)
    gone = make_person(house, "gone@house.test", Role.SALESPERSON, is_active=False).access.member
    mine, theirs = owner.access.member, colleague.access.member
    assert mine is not None
    assert theirs is not None
    assert gone is not None
    with owner.scope():
        customer = make(owner.access, owner_id=mine.pk)
    before = snapshot()
    with owner.scope():
        for to in (mine, gone):
            with pytest.raises(Unfit):
                hand_over(owner.access, customer, to, words="", version=1, now=NOW)
        with pytest.raises(StaleWrite):
            hand_over(owner.access, customer, theirs, words="", version=7, now=NOW)
        with pytest.raises(PermissionDenied):
            hand_over(viewer.access, customer, theirs, words="", version=1, now=NOW)
    assert changed(before) == []
