"""The settings of the cadence: the method's numbers first, one's own in their place, shown before they are saved, undone."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from conftest import Person
from neeman.activity.cadence import DEFAULTS
from neeman.activity.forms.cadence import CELLS
from neeman.activity.models import CadenceRule
from neeman.activity.services.cadence import refresh_all, rules_of
from neeman.activity.services.rules import change_cadence, restore_cadence
from neeman.activity.tests.making import NOW, follow_up, stand_still, talk
from neeman.customers.models import Warmth
from neeman.customers.services.undoing import undo_act
from neeman.customers.tests.making import make
from neeman.jobs.models import Job
from neeman.orgs.access import Access
from tests.walls.database import changed, snapshot

GOLD = ("A", "active")


def test_without_a_word_the_methods_numbers_hold(inside: Access) -> None:
    assert rules_of(inside) == DEFAULTS
    assert set(DEFAULTS) <= set(CELLS), "each number of the method can be changed"


def test_ones_own_number_holds_for_everybody_and_is_undone(inside: Access) -> None:
    customer = make(inside)
    stand_still(customer)
    talk(inside, customer)
    before = follow_up(customer).due_on
    Job.objects.all().delete()
    done = change_cadence(inside, {GOLD: 7, ("A", "call"): None})
    assert done is not None
    assert Job.objects.get().name == "activity.follow_ups"
    refresh_all(inside, today=NOW.date())
    assert (follow_up(customer).every_days, rules_of(inside).get(("A", "call"))) == (7, None)
    Job.objects.all().delete()
    undo_act(inside, done, now=timezone.now())
    assert Job.objects.get().name == "activity.follow_ups", "what is taken back is reckoned anew as well"
    refresh_all(inside, today=NOW.date())
    assert (rules_of(inside), follow_up(customer).due_on) == (DEFAULTS, before)


def test_silence_is_measured_by_ones_own_patience(inside: Access) -> None:
    customer = make(inside)
    stand_still(customer)
    talk(inside, customer, days_ago=100)
    change_cadence(inside, {("all", "win_back"): 38})
    refresh_all(inside, today=NOW.date())
    assert follow_up(customer).warmth == Warmth.WIN_BACK
    change_cadence(inside, {("all", "win_back"): None})
    refresh_all(inside, today=NOW.date())
    assert follow_up(customer).warmth == Warmth.ACTIVE


def test_what_equals_the_default_needs_no_row(inside: Access) -> None:
    assert change_cadence(inside, {GOLD: DEFAULTS[GOLD]}) is None
    change_cadence(inside, {GOLD: 10})
    change_cadence(inside, {GOLD: 11})
    assert CadenceRule.objects.get().every_days == 11
    change_cadence(inside, {GOLD: DEFAULTS[GOLD]})
    assert not CadenceRule.objects.exists()
    change_cadence(inside, {GOLD: 10, ("B", "call"): 60})
    back = restore_cadence(inside)
    assert back is not None
    assert rules_of(inside) == DEFAULTS
    assert restore_cadence(inside) is None
    undo_act(inside, back, now=timezone.now())
    assert rules_of(inside)["B", "call"] == 60


def test_the_page_shows_what_it_means_before_it_is_saved(owner: Person) -> None:
    with owner.scope():
        for n in range(10):
            customer = make(owner.access, f"לקוח {n}")
            stand_still(customer)
        refresh_all(owner.access, today=NOW.date())
    url = owner.url("cadence/")
    page = owner.client.get(url).content.decode()
    assert 'name="A-active" value="14"' in page
    asked = {"A-active": "7", "initial-A-active": "14"}
    before = snapshot()
    meaning = owner.client.get(url, asked, headers={"HX-Request": "true"}).content.decode()
    assert "1.0" in meaning
    assert "2.0" in meaning
    assert changed(before) == []
    assert owner.client.post(url, asked).status_code == 302
    with owner.scope():
        assert rules_of(owner.access)[GOLD] == 7


def test_two_who_change_different_numbers_both_have_their_way(owner: Person) -> None:
    url = owner.url("cadence/")
    owner.client.post(url, {"A-active": "10", "initial-A-active": "14"})
    owner.client.post(
        url,
        {"A-active": "14", "initial-A-active": "14", "B-active": "20", "initial-B-active": "30"},
    )
    with owner.scope():
        assert (rules_of(owner.access)[GOLD], rules_of(owner.access)["B", "active"]) == (10, 20)


@pytest.mark.parametrize(
    "told",
    [
        {"A-active": "0", "initial-A-active": "14"},
        {"A-active": "x", "initial-A-active": "14"},
        {"all-win_back": "800", "initial-all-win_back": "365", "all-inactive": "730"},
    ],
)
def test_what_cannot_be_is_said(owner: Person, told: dict[str, str]) -> None:
    before = snapshot()
    answer = owner.client.post(owner.url("cadence/"), told)
    assert answer.status_code == 422
    assert 'class="errors"' in answer.content.decode()
    assert changed(before) == []


def test_refusals_touch_nothing(owner: Person, colleague: Person) -> None:
    before = snapshot()
    with owner.scope(), pytest.raises(PermissionDenied):
        change_cadence(colleague.access, {GOLD: 3})
    assert colleague.client.post(colleague.url("cadence/"), {"A-active": "3"}).status_code == 403
    assert changed(before) == []
