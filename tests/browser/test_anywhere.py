"""What works on every page: the quick add over it, and a file let go on it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from conftest import Person
from neeman.customers.models import Customer
from neeman.customers.tests.making import make
from neeman.imports.models import ImportFile
from tests.browser.conftest import Tabs

DRAG = """([kind, over]) => {
  const carried = new DataTransfer();
  carried.items.add(new File(["שם לקוח,טלפון\\nדני,050-1111111\\n"], "לקוחות.csv", { type: "text/csv" }));
  document.querySelector(over).dispatchEvent(new DragEvent(kind, { bubbles: true, dataTransfer: carried }));
}"""


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_quick_add_opens_over_the_page_and_leads_to_the_card(page: Tabs, owner: Person, size: str) -> None:
    tab = page(owner, size, path=owner.url("settings/all/"))
    dialog = tab.locator("dialog#quick-add")
    if size == "desk":
        tab.keyboard.press("n")
        expect(dialog).to_be_visible()
        tab.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        tab.keyboard.press("n")
    else:
        tab.locator(".tabbar .add").click()
    expect(dialog.locator("input[name=line]")).to_be_visible()
    assert tab.evaluate("document.activeElement.name") == "line", "ready to be written in"
    tab.keyboard.type("דני כהן 050-1234567")
    expect(dialog).to_contain_text("050-123-4567")
    tab.keyboard.press("Enter")
    expect(tab.locator("h1")).to_contain_text("דני כהן")
    with owner.scope():
        assert Customer.objects.filter(name="דני כהן").exists()


def test_a_file_may_be_let_go_on_any_page(page: Tabs, owner: Person) -> None:
    tab = page(owner, "desk", path=owner.url("settings/all/"))
    cover = tab.locator("[data-drop-anywhere]")
    expect(cover).to_be_hidden()
    tab.evaluate(DRAG, ["dragenter", "main"])
    expect(cover).to_be_visible()
    tab.evaluate(DRAG, ["drop", "[data-drop-anywhere] [data-drop]"])
    expect(tab.locator("#progress")).to_be_visible()
    with owner.scope():
        assert ImportFile.objects.get().name == "לקוחות.csv"


def test_a_page_with_a_place_of_its_own_keeps_it(page: Tabs, owner: Person) -> None:
    tab = page(owner, "desk", path=owner.url("imports/"))
    tab.evaluate(DRAG, ["dragenter", "main"])
    expect(tab.locator("[data-drop-anywhere]")).to_be_hidden()


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_the_bar_above_every_page_finds_as_one_types(page: Tabs, owner: Person, size: str) -> None:
    with owner.scope():
        made = make(owner.access, "נגריית יערה")
    tab = page(owner, size, path=owner.url("settings/all/"))
    tab.locator(".find input").click()
    tab.keyboard.type("יערה", delay=30)
    expect(tab.locator("#palette-found")).to_contain_text("נגריית יערה")
    assert tab.locator("[data-palette-form] input[name=q]").input_value() == "יערה", (
        "no letter is lost on the way"
    )
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(owner.url(f"customers/{made.pk}/")))
