"""What is set up once, on the first day of the first month."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import expect

from neeman.customers.models import Customer
from tests.browser.shop import Shop
from tests.browser.test_first_hour import LARGEST, LATE, Hand, book, bring_in


def bring_the_books(shop: Shop) -> None:
    """Week 1: the list comes from the accounting program, with what was bought."""
    hand = Hand(shop.open("imports/"))
    bring_in(hand, shop.owner, "לקוחות.csv", book(bought(shop)))
    with shop.owner.scope():
        assert Customer.objects.count() == 6


def bought(shop: Shop) -> list[list[str]]:
    """A large customer, four that buy now and then, one who fell silent."""
    rhythm = {LARGEST: (30, 12, 4_000), "חשמל גיל": (60, 20, 1_500), "דפוס רימון": (60, 25, 900)}
    rhythm |= {"גינות הכרם": (90, 40, 700), "סטודיו לירן": (90, 50, 400), LATE: (45, 130, 2_500)}
    rows = []
    for place, (name, (gap, since, amount)) in enumerate(rhythm.items()):
        for days in range(since, 700, gap):
            day = shop.clock.today - timedelta(days=days)
            rows.append(
                [name, f"03-55512{place:02}", str(1000 + len(rows)), f"{day:%d/%m/%Y}", f"{amount:,}.00"]
            )
    return rows


def connect_the_mailbox(shop: Shop) -> None:
    form = shop.open("channels/connect/?way=email").locator("form", has=shop.desk.locator("[name=host]"))
    given = {"host": "127.0.0.1", "port": str(shop.postman.port), "from_address": "shop@house.test"}
    for name, value in given.items():
        form.locator(f"[name={name}]").fill(value)
    form.locator("[name=security]").select_option("none")
    form.locator("button.primary").click()
    expect(shop.desk.locator("form[action$='/channels/test/']")).to_be_visible()


def make_the_form(shop: Shop) -> None:
    """Week 4 begins on the first day: the way in for new customers."""
    page = shop.open("settings/lead-forms/")
    page.locator("[name=name]").fill("עמוד צור קשר")
    page.locator("[name=source]").fill("האתר")
    page.locator("[name=owner]").select_option(label="owner")
    page.locator("form:has([name=source]) button.primary").click()
    expect(page.locator("h1")).to_contain_text("עמוד צור קשר")


def put_into_the_catalogue(shop: Shop, name: str) -> None:
    page = shop.open("products/")
    page.locator("[name=name]").fill(name)
    page.locator("[name=price]").fill("28,000")
    page.locator("[name=cost]").fill("17,000")
    page.locator("form:has([name=price]) summary").click()
    page.locator("[name=is_favourite]").check()
    page.locator("form:has([name=price]) button.primary").click()
    page.wait_for_url("**/products/**")


def switch_on(shop: Shop, key: str) -> None:
    page = shop.open(f"automations/preset/?key={key}")
    take = page.get_by_role("button", name="לבחור")
    if take.count():
        take.click()
    shop.press("הפעלה")
    expect(page.locator("h1 .chip.good")).to_be_visible()
