"""Stages and reasons: the business's own lists, never shorter than its deals need."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from conftest import Person
from neeman.customers.services.acting import Unfit
from neeman.orgs.access import Access
from neeman.orgs.changes import StaleWrite
from neeman.sales.models import LostReason, Stage
from neeman.sales.queries.stages import get_stage, stages
from neeman.sales.services.lists import (
    add_to_list,
    archive_in_list,
    edit_in_list,
    move_in_list,
    restore_in_list,
)
from neeman.sales.services.stages import keep_reasons, keep_stages
from neeman.sales.tests.making import NOW, make_deal
from tests.walls.database import changed, snapshot


def test_reading_a_new_business_writes_nothing(owner: Person) -> None:
    before = snapshot()
    for path in ("pipeline/", "settings/stages/", "settings/lost-reasons/", "deals/add/"):
        assert owner.client.get(owner.url(path)).status_code == 200
    assert changed(before) == []


def test_the_defaults_become_rows_when_somebody_wants_to_change_them(owner: Person) -> None:
    owner.client.post(owner.url("settings/stages/"), {"begin": "1"})
    with owner.scope():
        assert [stage.code for stage in stages(owner.access)] == [
            "lead",
            "contact",
            "meeting",
            "quote",
            "close",
        ]
    assert "שלבי" in owner.client.get(owner.url("settings/stages/")).content.decode()


def test_a_renamed_stage_keeps_its_place_and_its_code(inside: Access) -> None:
    quote = keep_stages(inside)[3]
    edit_in_list(inside, quote, {"name": "הצעה ומו״מ", "probability_new": 25}, version=1)
    now = get_stage(inside, quote.pk)
    assert (now.title, now.code, now.position, now.probability_new) == ("הצעה ומו״מ", "quote", 3, 25)


def test_rows_are_put_in_order(inside: Access) -> None:
    second = keep_stages(inside)[1]
    move_in_list(inside, second, up=True)
    assert [stage.code for stage in stages(inside)][:2] == ["contact", "lead"]
    assert move_in_list(inside, stages(inside)[0], up=True) is None


def test_a_stage_with_open_deals_is_not_put_away(inside: Access) -> None:
    deal = make_deal(inside)
    before = snapshot()
    with pytest.raises(Unfit):
        archive_in_list(inside, deal.stage, version=1, now=NOW)
    assert changed(before) == []


def test_what_is_put_away_comes_back(inside: Access) -> None:
    row = add_to_list(inside, LostReason, {"name": "עונתיות"})
    archive_in_list(inside, row, version=1, now=NOW)
    assert "עונתיות" not in [one.title for one in keep_reasons(inside)]
    restore_in_list(inside, row, version=2)
    assert "עונתיות" in [one.title for one in keep_reasons(inside)]


def test_the_last_two_stages_stay(inside: Access) -> None:
    rows = keep_stages(inside)
    for stage in rows[2:]:
        archive_in_list(inside, stage, version=1, now=NOW)
    with pytest.raises(Unfit):
        archive_in_list(inside, rows[1], version=1, now=NOW)


@pytest.mark.parametrize("wanted", [{"name": ""}, {"name": "ליד חדש"}, {"name": "א", "probability_new": 101}])
def test_what_cannot_be_is_refused(inside: Access, wanted: dict[str, object]) -> None:
    keep_stages(inside)
    before = snapshot()
    with pytest.raises(Unfit):
        add_to_list(inside, Stage, wanted)
    assert changed(before) == []


def test_a_stale_change_and_a_salesperson_change_nothing(inside: Access, colleague: Person) -> None:
    stage = keep_stages(inside)[0]
    edit_in_list(inside, stage, {"name": "ראשון"}, version=1)
    before = snapshot()
    with pytest.raises(StaleWrite):
        edit_in_list(inside, stage, {"name": "שני"}, version=1)
    with pytest.raises(PermissionDenied):
        add_to_list(colleague.access, Stage, {"name": "שלישי"})
    assert changed(before) == []
