"""Adding, editing, moving, winning and losing a deal: each can be undone, none is done twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from conftest import Person, make_person
from neeman.customers.models import Customer, Status
from neeman.customers.services.acting import Unfit
from neeman.customers.tests.making import make
from neeman.orgs.access import Access
from neeman.orgs.changes import StaleWrite, undo
from neeman.orgs.models import LogEntry, Organization
from neeman.orgs.roles import Role, Sees
from neeman.sales.models import Deal, Kind, Stage
from neeman.sales.queries.deals import get_deal, open_deals
from neeman.sales.services.deals import add_deal, edit_deal, lose_deal, move_deal, reopen_deal, win_deal
from neeman.sales.services.stages import keep_reasons, keep_stages
from neeman.sales.tests.making import NOW, make_deal
from tests.walls.database import changed, snapshot

LATER = NOW + timedelta(hours=3)


def test_it_begins_in_the_first_stage_with_whoever_added_it(inside: Access) -> None:
    deal = make_deal(inside, value_minor=11_800_000)
    assert (deal.stage.code, deal.stage_since, deal.owner) == ("lead", NOW, inside.member)
    assert [stage.code for stage in keep_stages(inside)] == ["lead", "contact", "meeting", "quote", "close"]
    assert Stage.objects.count() == 5


def test_the_kind_is_guessed_from_the_customer(inside: Access) -> None:
    lead = make(inside, "ליד", status=Status.LEAD)
    assert make_deal(inside, customer=lead).kind == Kind.NEW
    assert make_deal(inside).kind == Kind.UPSELL


def test_the_same_key_adds_it_once(inside: Access) -> None:
    first, made = add_deal(inside, make(inside), {"title": "א"}, now=NOW, key="k")
    again, none = add_deal(inside, first.customer, {"title": "ב"}, now=NOW, key="k")
    assert (again.pk, again.title, none) == (first.pk, "א", None)
    assert made is not None


def test_moving_is_noted_and_undone(inside: Access) -> None:
    deal, meeting = make_deal(inside), keep_stages(inside)[2]
    act = move_deal(inside, deal, meeting, version=1, now=LATER)
    assert act is not None
    moved = get_deal(inside, deal.pk)
    assert (moved.stage, moved.stage_since, moved.version) == (meeting, LATER, 2)
    entry = LogEntry.objects.get(verb="sales.deal.moved")
    assert (entry.data["from"], entry.data["to"]) == (deal.stage_id, meeting.pk)
    undo(inside, act, now=LATER)
    assert get_deal(inside, deal.pk).stage == deal.stage


def test_a_second_tap_moves_it_no_further(inside: Access) -> None:
    deal, contact = make_deal(inside), keep_stages(inside)[1]
    assert move_deal(inside, deal, contact, version=1, now=LATER) is not None
    before = snapshot()
    assert move_deal(inside, deal, contact, version=1, now=LATER) is None
    assert changed(before) == []


def test_a_stale_move_writes_nothing(inside: Access) -> None:
    deal, contact = make_deal(inside), keep_stages(inside)[1]
    edit_deal(inside, deal, {"title": "אחר"}, version=1)
    before = snapshot()
    with pytest.raises(StaleWrite):
        move_deal(inside, deal, contact, version=1, now=LATER)
    assert changed(before) == []


def test_an_ended_deal_is_not_moved(inside: Access) -> None:
    deal, contact = make_deal(inside), keep_stages(inside)[1]
    win_deal(inside, deal, version=1, now=LATER)
    with pytest.raises(Unfit):
        move_deal(inside, deal, contact, version=2, now=LATER)


def test_a_lead_who_buys_becomes_a_customer_and_undo_takes_it_back(inside: Access) -> None:
    deal = make_deal(inside, customer=make(inside, "ליד", status=Status.LEAD))
    act = win_deal(inside, deal, version=1, now=LATER)
    assert act is not None
    assert Customer.objects.get().status == Status.ACTIVE
    assert not open_deals(inside).exists()
    undo(inside, act, now=LATER)
    assert (Customer.objects.get().status, Customer.objects.get().customer_since) == (Status.LEAD, None)
    assert open_deals(inside).exists()


def test_why_it_was_lost_is_kept(inside: Access) -> None:
    deal, reason = make_deal(inside), keep_reasons(inside)[0]
    act = lose_deal(
        inside, deal, version=1, now=LATER, reason=reason, competitor=" מתחרה ", price_compared=True
    )
    assert act is not None
    lost = get_deal(inside, deal.pk)
    assert (lost.lost_at, lost.lost_reason, lost.competitor, lost.price_compared) == (
        LATER,
        reason,
        "מתחרה",
        True,
    )
    assert reopen_deal(inside, lost, version=lost.version, now=LATER) is not None
    assert get_deal(inside, deal.pk).is_open


@pytest.mark.parametrize(
    "wanted",
    [{"title": "  "}, {"value_minor": -1}, {"probability": 101}, {"owner_id": 987_654_321}],
)
def test_what_cannot_be_is_refused(inside: Access, wanted: dict[str, object]) -> None:
    deal = make_deal(inside)
    before = snapshot()
    with pytest.raises(Unfit):
        edit_deal(inside, deal, wanted, version=1)
    assert changed(before) == []


def test_only_its_own_columns_are_edited(inside: Access) -> None:
    with pytest.raises(ValueError, match="won_at"):
        edit_deal(inside, make_deal(inside), {"won_at": NOW}, version=1)


def test_a_deal_is_seen_with_its_customer_only(owner: Person, house: Organization) -> None:
    narrow = make_person(house, "narrow@house.test", Role.SALESPERSON, sees=Sees.OWN)
    with owner.scope():
        deal = make_deal(owner.access)
        before = snapshot()
        with pytest.raises(Http404):
            get_deal(narrow.access, deal.pk)
        with pytest.raises(Http404):
            win_deal(narrow.access, deal, version=1, now=LATER)
        assert changed(before) == []


def test_whoever_may_only_look_changes_nothing(owner: Person, house: Organization) -> None:
    service = make_person(house, "service@house.test", Role.SERVICE)
    with owner.scope():
        deal = make_deal(owner.access)
        before = snapshot()
        with pytest.raises(PermissionDenied):
            lose_deal(service.access, deal, version=1, now=LATER, reason=None)
        assert changed(before) == []
        assert Deal.objects.count() == 1
