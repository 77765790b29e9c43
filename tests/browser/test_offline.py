"""Without a network, in a browser whose context is really offline: cards are read, a talk is recorded and arrives once, and
nothing of a person stays on the device when they are gone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from conftest import Person
from neeman.activity.models import Interaction
from neeman.channels.models.message import Message
from neeman.customers.models import Customer
from neeman.customers.tests.making import make
from tests.browser.conftest import Tabs

KEPT = """async () => {
  const found = {};
  for (const { name } of await indexedDB.databases()) {
    const base = await new Promise((done) => { const r = indexedDB.open(name); r.onsuccess = () => done(r.result); });
    for (const store of base.objectStoreNames) {
      found[store] = await new Promise((done) => {
        const r = base.transaction(store).objectStore(store).getAll();
        r.onsuccess = () => done(r.result);
      });
    }
    base.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    found[name] = await Promise.all((await cache.keys()).map(async (key) => (await cache.match(key)).text()));
  }
  return JSON.stringify(found);
}"""
CLOSED = "ERR_INTERNET_DISCONNECTED"


@pytest.fixture
def danny(owner: Person) -> Customer:
    with owner.scope():
        return make(owner.access, name="דני כהן", phone="050-7654321", city="חיפה")


def switched_on(page: Tabs, person: Person, size: str = "phone") -> Page:
    """A tab on a device that keeps cards."""
    tab = page(person, size, path=person.url("settings/phone/"))
    tab.click("[data-offline-want=yes]")
    expect(tab.locator("[data-offline-here=on]")).to_be_visible()
    return tab


def talks(person: Person) -> list[dict[str, Any]]:
    with person.scope():
        return list(Interaction.objects.order_by("pk").values("outcome", "text", "customer__name", "at"))


def kept(tab: Page) -> str:
    found: str = tab.evaluate(KEPT)
    return found


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_a_card_is_read_and_a_talk_recorded_without_a_network(
    page: Tabs, owner: Person, danny: Customer, size: str
) -> None:
    page.excuse(CLOSED)
    tab = switched_on(page, owner, size)
    tab.context.set_offline(True)
    tab.goto(owner.url(f"customers/{danny.pk}/"))
    card = tab.locator(".off-card[open]")
    expect(card).to_contain_text("דני כהן")
    expect(card.locator("a[href='tel:+972507654321']")).to_be_visible()
    card.locator("[name=text]").fill("נאמר במעלית")
    card.locator("[name=outcome][value=spoke]").click()
    expect(card.locator("[data-recorded]")).to_be_visible()
    expect(tab.locator("[data-count]")).to_have_text("1")
    assert talks(owner) == []
    tab.context.set_offline(False)
    expect(tab.locator("[data-waiting]")).to_be_hidden()
    (one,) = talks(owner)
    assert (one["outcome"], one["text"], one["customer__name"]) == ("spoke", "נאמר במעלית", "דני כהן")
    assert tab.evaluate("document.documentElement.scrollWidth") <= tab.viewport_size["width"]  # type: ignore[index]


def test_what_was_written_waits_and_passes_the_gate(page: Tabs, owner: Person, danny: Customer) -> None:
    page.excuse(CLOSED)
    tab = switched_on(page, owner)
    tab.context.route("https://wa.me/**", lambda route: route.fulfill(body="WhatsApp"))
    tab.context.set_offline(True)
    tab.goto(owner.url(f"customers/{danny.pk}/"))
    card = tab.locator(".off-card[open]")
    with tab.context.expect_page() as opened:
        card.locator("a[href^='https://wa.me/972507654321?text=']").click()
    opened.value.close()
    tab.bring_to_front()
    tab.evaluate("window.dispatchEvent(new Event('focus'))")
    card.get_by_role("button", name="כן, נשלח").click()
    expect(card.locator("[data-recorded]")).to_be_visible()
    expect(tab.locator("[data-count]")).to_have_text("1")
    tab.context.set_offline(False)
    expect(tab.locator("[data-waiting]")).to_be_hidden()
    with owner.scope():
        assert Message.objects.get().state == "sent"


def test_cards_are_searched(page: Tabs, owner: Person, danny: Customer) -> None:
    page.excuse(CLOSED)
    with owner.scope():
        make(owner.access, name="אחר לגמרי")
    tab = switched_on(page, owner)
    tab.context.set_offline(True)
    tab.goto(owner.url("customers/"))
    expect(tab.locator(".off-card:visible")).to_have_count(2)
    tab.locator("[data-find] input, input[data-find]").first.fill("חיפה")
    expect(tab.locator(".off-card:visible")).to_have_count(1)


def test_the_network_goes_while_a_card_is_open(page: Tabs, owner: Person, danny: Customer) -> None:
    page.excuse(CLOSED)
    page.excuse("htmx:sendError")
    tab = switched_on(page, owner)
    tab.goto(owner.url(f"customers/{danny.pk}/"))
    tab.evaluate("navigator.serviceWorker.ready.then(() => true)")
    tab.context.set_offline(True)
    tab.locator("form.talk [name=outcome][value=no_answer]").first.click()
    expect(tab.locator("#toasts")).to_contain_text("נשמר במכשיר")
    tab.context.set_offline(False)
    expect(tab.locator("#toasts")).to_contain_text("נשלח")
    assert [one["outcome"] for one in talks(owner)] == ["no_answer"]


def test_what_arrived_but_was_not_answered_does_not_arrive_twice(
    page: Tabs, owner: Person, danny: Customer
) -> None:
    """The answer is lost on the way: the device believes that nothing arrived, and sends again under the same key."""
    page.excuse("ERR_FAILED")
    tab = switched_on(page, owner)
    tab.goto(owner.url(f"customers/{danny.pk}/"))
    key = tab.locator("form.talk [name=key]").first.input_value()
    token = tab.locator("meta[name=csrf]").get_attribute("content")
    arrived = tab.context.request.post(
        owner.url(f"customers/{danny.pk}/talk/"),
        form={"outcome": "spoke", "key": key, "csrfmiddlewaretoken": token or ""},
    )
    assert arrived.ok
    tab.evaluate(
        """([customer, key]) => navigator.serviceWorker.ready.then((registration) => {
          const fields = { outcome: "spoke", key, customer: String(customer), at: new Date().toISOString() };
          registration.active.postMessage({ word: "record", talk: { key, fields } });
          registration.active.postMessage({ word: "flush" });
        })""",
        [danny.pk, key],
    )
    expect(tab.locator("#toasts")).to_contain_text("נשלח")
    assert len(talks(owner)) == 1


def test_what_is_never_taken_stays_with_its_reason(page: Tabs, owner: Person, danny: Customer) -> None:
    page.excuse(CLOSED)
    page.excuse("404")
    tab = switched_on(page, owner)
    tab.context.set_offline(True)
    tab.goto(owner.url(f"customers/{danny.pk}/"))
    tab.locator(".off-card[open] [name=text]").fill("חשוב")
    tab.locator(".off-card[open] [name=outcome][value=spoke]").click()
    with owner.scope():
        Customer.objects.filter(pk=danny.pk).delete()
    tab.context.set_offline(False)
    refused = tab.locator("[data-refused] li")
    expect(refused).to_contain_text("דני כהן")
    expect(refused).to_contain_text("הלקוח הזה כבר לא קיים")
    expect(refused).to_contain_text("חשוב")
    refused.locator("button").click()
    expect(refused).to_have_count(0)


def test_the_installed_app_keeps_cards_by_itself(page: Tabs, owner: Person, danny: Customer) -> None:
    page.excuse(CLOSED)
    tab = page(owner, "phone")
    tab.add_init_script("""const asked = window.matchMedia.bind(window);
      window.matchMedia = (query) => query.includes("standalone") ? { matches: true } : asked(query);""")
    tab.goto(owner.url("customers/"))
    tab.evaluate("navigator.serviceWorker.ready.then(() => true)")
    tab.wait_for_timeout(500)
    tab.context.set_offline(True)
    tab.goto(owner.url(f"customers/{danny.pk}/"))
    expect(tab.locator(".off-card[open]")).to_contain_text("דני כהן")


def test_nothing_stays_after_sign_out(page: Tabs, owner: Person, danny: Customer) -> None:
    tab = switched_on(page, owner)
    assert "050-7654321" in kept(tab)
    tab.goto("/account/")
    tab.click("form[action='/account/logout/'] button")
    tab.wait_for_url("**/account/login/**")
    assert kept(tab).count("050-7654321") == 0
    assert json.loads(kept(tab)).get("facts", []) == []


def test_nothing_stays_where_no_script_told_the_worker(page: Tabs, owner: Person, danny: Customer) -> None:
    tab = switched_on(page, owner)
    tab.goto("/account/")
    tab.evaluate(
        "document.querySelector(\"form[action='/account/logout/']\").submit()"
    )  # no submit event is told
    tab.wait_for_url("**/account/login/**")
    assert "050-7654321" not in kept(tab)


def test_nothing_stays_for_whoever_signs_in_next(
    page: Tabs, owner: Person, colleague: Person, danny: Customer
) -> None:
    page.excuse(CLOSED)
    tab = switched_on(page, owner)
    tab.context.set_offline(True)
    tab.goto(owner.url(f"customers/{danny.pk}/"))
    tab.locator(".off-card[open] [name=outcome][value=spoke]").click()
    expect(tab.locator("[data-count]")).to_have_text("1")
    as_colleague(tab, colleague.client)
    tab.context.set_offline(False)
    tab.goto(colleague.url("customers/"))
    tab.evaluate("navigator.serviceWorker.ready.then(() => true)")
    expect(tab.locator("h1")).to_be_visible()
    tab.wait_for_timeout(500)
    found = json.loads(kept(tab))
    assert found["talks"] == []
    assert "050-7654321" not in json.dumps(found, ensure_ascii=False)
    assert talks(owner) == []


def test_a_session_that_ended_shows_no_cards(page: Tabs, owner: Person, danny: Customer) -> None:
    tab = switched_on(page, owner)
    tab.context.clear_cookies()
    tab.goto("/account/login/")
    tab.wait_for_timeout(500)
    assert "050-7654321" not in kept(tab)


def test_a_plain_tab_keeps_nothing(page: Tabs, owner: Person, danny: Customer) -> None:
    tab = page(owner, path=owner.url(f"customers/{danny.pk}/"))
    tab.wait_for_timeout(300)
    assert tab.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert kept(tab) == "{}"


def test_no_page_of_a_person_is_in_the_cache(page: Tabs, owner: Person, danny: Customer) -> None:
    tab = switched_on(page, owner)
    tab.goto(owner.url(f"customers/{danny.pk}/"))
    found = json.loads(kept(tab))
    for name, texts in found.items():
        if name.startswith("neeman-"):
            assert texts
            assert not any("דני כהן" in text or owner.user.email in text for text in texts)


def as_colleague(tab: Page, client: Client) -> None:
    """The next person's session in the same browser."""
    tab.context.clear_cookies()
    url = tab.url.split("/house/")[0]
    tab.context.add_cookies(
        [{"name": name, "value": one.value, "url": url} for name, one in client.cookies.items()]
    )
