"""Writing by WhatsApp from wherever a customer stands: one comes back to a question, and the answer passes the gate."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from conftest import Person
from neeman.channels.models.message import Message
from neeman.customers.models import Contact
from neeman.customers.tests.making import make
from tests.browser.conftest import Tabs


def from_the_list(tab: Page) -> Locator:
    return tab.locator(".acts-cell [data-asks]")


def from_the_palette(tab: Page) -> Locator:
    tab.keyboard.press("Control+KeyK")
    expect(tab.locator("#palette-found")).not_to_be_empty()  # its first answer, which typing would cut off
    tab.keyboard.type("דנה")
    return tab.locator("#palette-found [data-asks]")


def from_the_head_of_the_card(tab: Page) -> Locator:
    tab.locator(".who a").first.click()
    return tab.locator("#card-head [data-asks]")


def from_a_contact(tab: Page) -> Locator:
    tab.locator(".who a").first.click()
    return tab.locator("#part-contacts [data-asks]").first


@pytest.mark.parametrize(
    ("size", "found"),
    [
        ("phone", from_the_list),
        ("desk", from_the_palette),
        ("phone", from_the_head_of_the_card),
        ("desk", from_a_contact),
    ],
)
def test_one_comes_back_to_a_question(
    page: Tabs, owner: Person, size: str, found: Callable[[Page], Locator]
) -> None:
    with owner.scope():
        customer = make(owner.access, "דנה לוי", phone="050-1234567")
        Contact.objects.create(customer=customer, name="רות", phone="050-7654321")
    tab = page(owner, size, path=owner.url("customers/"))
    tab.context.route("https://wa.me/**", lambda route: route.fulfill(body="WhatsApp"))
    link = found(tab)
    came = tab.url
    with tab.context.expect_page() as opened:
        link.click()
    assert opened.value.url.startswith("https://wa.me/97250")
    opened.value.close()
    tab.bring_to_front()
    tab.evaluate("window.dispatchEvent(new Event('focus'))")
    question = tab.locator("#was-it-sent")
    expect(question).to_contain_text("רות")
    question.get_by_role("button", name="כן, נשלח").click()
    expect(tab.locator("#toasts")).to_contain_text("נשלח בוואטסאפ")
    assert tab.url.split("#")[0] == came.split("#")[0]
    with owner.scope():
        assert Message.objects.get().state == "sent"


def test_one_who_did_not_send_is_left_alone(page: Tabs, owner: Person) -> None:
    with owner.scope():
        make(owner.access, "דנה לוי", phone="050-1234567")
    tab = page(owner, "phone", path=owner.url("customers/"))
    tab.context.route("https://wa.me/**", lambda route: route.fulfill(body="WhatsApp"))
    with tab.context.expect_page() as opened:
        from_the_list(tab).click()
    opened.value.close()
    tab.bring_to_front()
    tab.evaluate("window.dispatchEvent(new Event('focus'))")
    tab.locator("#was-it-sent").get_by_role("button", name="לא").click()
    expect(tab.locator("#was-it-sent")).to_be_hidden()
    with owner.scope():
        assert not Message.objects.exists()
