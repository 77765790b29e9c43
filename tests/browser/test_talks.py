"""Talks and tasks under the hand: an act on a row leaves the page where it is, and a look is told after a while."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from conftest import Person
from neeman.activity.models import Pause, Seen, Task
from neeman.activity.services.tasks import add_task
from neeman.customers.models import Customer
from neeman.customers.tests.making import make
from tests.browser.conftest import Tabs

TODAY = timezone.localdate()


@pytest.fixture
def customer(owner: Person) -> Customer:
    with owner.scope():
        customer = make(owner.access)
        for n, title in enumerate(("לשלוח מחירון", "להתקשר לרונן")):
            day = TODAY - timedelta(days=1 - n)
            add_task(owner.access, customer, title=title, due_on=day, now=timezone.now())
        return customer


def open_titles(owner: Person) -> list[str]:
    with owner.scope():
        return list(Task.objects.filter(done_at=None).order_by("due_on").values_list("title", flat=True))


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_tasks_are_done_put_off_and_taken_back(
    page: Tabs, owner: Person, customer: Customer, size: str
) -> None:
    tab = page(owner, size, path=owner.url("tasks/"))
    expect(tab.locator("h1")).to_contain_text("באיחור")
    if size == "desk":
        tab.keyboard.press("j")
        tab.keyboard.press("d")
    else:
        tab.locator(".task-acts button").first.tap()
    expect(tab.locator(".task-row")).to_have_count(1)
    expect(tab.locator("h1")).not_to_contain_text("באיחור")
    assert open_titles(owner) == ["להתקשר לרונן"]
    tab.locator("#toasts form button").click()
    expect(tab.locator(".task-row")).to_have_count(2)
    assert tab.url.endswith("/tasks/")
    later = tab.locator(".task-row").first
    later.locator("[data-unfolds]").click()
    later.locator(".task-later button[name=until]").nth(1).click()
    expect(tab.locator("h1")).not_to_contain_text("באיחור")
    with owner.scope():
        assert Task.objects.get(title="לשלוח מחירון").due_on > TODAY


def test_the_panel_of_the_card_answers_in_its_place(page: Tabs, owner: Person, customer: Customer) -> None:
    tab = page(owner, "phone", path=owner.url(f"customers/{customer.pk}/"))
    panel = tab.locator("#part-next")
    panel.locator(".task-acts button").first.tap()
    expect(panel.locator(".task-row")).to_have_count(1)
    assert open_titles(owner) == ["להתקשר לרונן"]
    panel.locator(".talk-more [data-unfolds=rest]").click()
    panel.locator("#rest button[name=until]").nth(2).click()
    expect(panel.locator(".note")).to_be_visible()
    with owner.scope():
        assert Pause.objects.get().until > TODAY + timedelta(days=20)
    panel.locator(".talk-next form button").click()
    expect(panel.locator(".note")).to_have_count(0)
    with owner.scope():
        assert not Pause.objects.exists()


def test_a_field_stands_there_for_the_kind_that_it_belongs_to(
    page: Tabs, owner: Person, customer: Customer
) -> None:
    tab = page(owner, "phone", path=owner.url(f"customers/{customer.pk}/record/"))
    channel, insights = tab.locator("[name=channel]"), tab.locator("[name=insights]")
    expect(channel).to_be_hidden()
    tab.locator("label", has=tab.locator("input[value=order]")).tap()
    expect(channel).to_be_visible()
    tab.locator("label", has=tab.locator("input[value=strategic]")).tap()
    expect(channel).to_be_hidden()
    expect(insights).to_be_visible()


def test_a_look_is_told_after_a_while(page: Tabs, owner: Person, customer: Customer) -> None:
    tab = page(owner, "desk")
    with tab.expect_response(lambda answer: answer.url.endswith("/seen/"), timeout=15_000) as told:
        tab.goto(owner.url(f"customers/{customer.pk}/"))
        with owner.scope():
            assert not Seen.objects.exists()
    assert told.value.status == 204
    with owner.scope():
        assert Seen.objects.get().member == owner.access.member


def test_what_the_cadence_means_is_told_while_typing(page: Tabs, owner: Person, customer: Customer) -> None:
    tab = page(owner, "desk", path=owner.url("cadence/"))
    tab.locator("[name=none-active]").fill("7")
    expect(tab.locator("#meaning strong")).to_be_visible()
    tab.locator("button.primary").click()
    expect(tab.locator("[name=none-active]")).to_have_value("7")
