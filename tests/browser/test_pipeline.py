"""The pipeline under a hand: a tap moves a deal; so do a drag, a swipe and a key, in both directions of writing."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from conftest import Person
from neeman.customers.tests.making import make
from neeman.sales.models import Deal
from neeman.sales.services.stages import keep_stages
from neeman.sales.tests.making import make_deal
from tests.browser.conftest import Tabs

TOAST = "#toasts"


@pytest.fixture
def deal(owner: Person) -> Deal:
    with owner.scope():
        keep_stages(owner.access)
        return make_deal(
            owner.access, "מגבהים", customer=make(owner.access, "מפעלי הצפון"), now=timezone.now()
        )


def open_board(page: Tabs, owner: Person, size: str, language: str = "he") -> Page:
    owner.user.language = language
    owner.user.save()
    return page(owner, size, path=owner.url("pipeline/"))


def stage_of(owner: Person, deal: Deal) -> str:
    with owner.scope():
        return Deal.objects.select_related("stage").get(pk=deal.pk).stage.code


def in_stage(tab: Page, owner: Person, deal: Deal, code: str) -> None:
    with owner.scope():
        stage = next(one for one in keep_stages(owner.access) if one.code == code)
    expect(tab.locator(f"#stage-{stage.pk} [data-deal='{deal.pk}']")).to_be_visible()
    assert stage_of(owner, deal) == code


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_one_tap_moves_it_and_one_takes_it_back(page: Tabs, owner: Person, deal: Deal, size: str) -> None:
    tab = open_board(page, owner, size)
    tab.locator(f"[data-deal='{deal.pk}'] [data-next]").click()
    in_stage(tab, owner, deal, "contact")
    tab.locator(TOAST).get_by_role("button", name="ביטול").click()
    in_stage(tab, owner, deal, "lead")


@pytest.mark.parametrize("language", ["he", "en"])
def test_it_is_dragged_in_both_directions_of_writing(
    page: Tabs, owner: Person, deal: Deal, language: str
) -> None:
    tab = open_board(page, owner, "desk", language)
    with owner.scope():
        meeting = keep_stages(owner.access)[2]
    tab.locator(f"[data-deal='{deal.pk}'] .deal-what").drag_to(tab.locator(f"#stage-{meeting.pk} ol"))
    in_stage(tab, owner, deal, "meeting")


def test_keys_walk_and_move_whatever_the_layout(page: Tabs, owner: Person, deal: Deal) -> None:
    tab = open_board(page, owner, "desk")
    tab.keyboard.press("KeyJ")
    tab.keyboard.press("Period")
    in_stage(tab, owner, deal, "contact")
    expect(tab.locator(f"[data-deal='{deal.pk}']")).to_be_focused()
    tab.keyboard.press("Comma")
    in_stage(tab, owner, deal, "lead")


@pytest.mark.parametrize(("language", "way"), [("he", -150), ("en", 150)])
def test_a_swipe_along_the_line_moves_it_on(
    page: Tabs, owner: Person, deal: Deal, language: str, way: int
) -> None:
    tab = open_board(page, owner, "phone", language)
    card = tab.locator(f"[data-deal='{deal.pk}']")
    box = card.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + 30
    touch = {"pointerType": "touch", "bubbles": True, "clientY": y, "pointerId": 1}
    card.dispatch_event("pointerdown", {**touch, "clientX": x})
    card.dispatch_event("pointermove", {**touch, "clientX": x + way})
    card.dispatch_event("pointerup", {**touch, "clientX": x + way})
    in_stage(tab, owner, deal, "contact")


def test_the_menu_names_every_stage(page: Tabs, owner: Person, deal: Deal) -> None:
    tab = open_board(page, owner, "phone")
    tab.locator(f"[data-deal='{deal.pk}']").get_by_role("link", name="פעולות נוספות").click()
    tab.locator("#moves form").get_by_role("button", name="סגירה").click()
    in_stage(tab, owner, deal, "close")


def test_it_works_without_scripts(page: Tabs, owner: Person, deal: Deal) -> None:
    page.excuse("ERR_FAILED")
    tab = open_board(page, owner, "desk")
    tab.route("**/*.js", lambda route: route.abort())
    tab.reload()
    tab.locator(f"[data-deal='{deal.pk}'] [data-next]").click()
    tab.wait_for_url("**/pipeline/*")
    in_stage(tab, owner, deal, "contact")
