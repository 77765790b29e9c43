"""The tap budget: each daily job, done as a person does it, in so many taps and typed characters at most (UX 3.3).

The events are counted in the page itself, so that nothing which a hand would do goes uncounted. `make taps` prints the
table.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from conftest import Person
from neeman.activity.models import Interaction, Kind, Outcome, Task
from neeman.activity.services.cadence import refresh_all
from neeman.customers.models import Customer
from neeman.customers.tests.making import make, stand
from neeman.sales.models import Deal, Quote
from neeman.sales.tests.making import make_deal
from neeman.sales.tests.quoting import make_product
from tests.browser.conftest import Tabs

COUNTING = """
const typed = (e) => e.type === "input" ? (e.inputType || "").startsWith("insert") : e.key.length > 1 || !e.target.matches("input, textarea");
for (const [kind, event, counts] of [["taps", "pointerdown", () => true], ["keys", "keydown", typed], ["keys", "input", typed]])
  window.addEventListener(event, (e) => e.isTrusted && counts(e) && sessionStorage.setItem(kind, 1 + Number(sessionStorage.getItem(kind) || 0)), true);
"""
"""A letter counts where it comes in, since Hebrew ones come without a key; a key that writes nothing counts by itself."""
NAME = "מפעלי הצפון בע״מ"
OUTSIDE = 1
"""The one tap that WhatsApp itself takes."""


@dataclass(frozen=True)
class Budget:
    """What a job may cost, and what it did."""

    job: str
    taps: int
    keys: int


@dataclass
class Job:
    """A job under way in a tab."""

    page: Page
    person: Person
    size: str

    def home(self, path: str = "") -> None:
        """The page on which the day begins, or this one, with nothing counted yet."""
        self.page.goto(self.person.url(path))
        self.page.evaluate("sessionStorage.clear()")

    def spent(self, *, outside: int = 0) -> tuple[int, int]:
        """Taps and keys since then."""
        taps, keys = self.page.evaluate(
            "['taps', 'keys'].map((kind) => Number(sessionStorage.getItem(kind) || 0))"
        )
        return taps + outside, keys


@pytest.fixture(params=["phone", "desk"])
def size(request: pytest.FixtureRequest) -> str:
    """390 and 1280 px."""
    return str(request.param)


@pytest.fixture
def job(page: Tabs, owner: Person, size: str) -> Job:
    """A business with some customers, one of them due, and a tab on the page of the day."""
    with owner.scope():
        today = timezone.localdate()
        for number, name in enumerate([NAME, "מאפיית שחר", "חשמל גיל"]):
            customer = make(owner.access, name, phone=f"050-12345{number:02}")
            stand(
                customer,
                as_of=today,
                overdue_ratio=0.4,
                at_stake_minor=0,
                last_purchase=today - timedelta(days=30),
                revenue_window_minor=9_000_000 - number,
                revenue_before_minor=9_000_000,
            )
        refresh_all(owner.access, today=today)
    tab = page(owner, size)
    tab.add_init_script(COUNTING)
    found = Job(tab, owner, size)
    found.home()
    return found


@pytest.fixture
def within(job: Job, record_property: Callable[[str, object], None]) -> Callable[..., None]:
    """Checks what was spent against the budget, and notes it for `make taps`."""

    def check(budget: Budget, *, outside: int = 0) -> None:
        taps, keys = job.spent(outside=outside)
        record_property("taps", [budget.job, job.size, taps, keys, budget.taps, budget.keys])
        assert taps <= budget.taps, f"{budget.job}: {taps} taps of {budget.taps}"
        assert keys <= budget.keys, f"{budget.job}: {keys} keys of {budget.keys}"

    return check


def first_card(job: Job) -> str:
    return f"#card-{customer_of(job, NAME).pk}"


def customer_of(job: Job, name: str) -> Customer:
    with job.person.scope():
        return Customer.objects.get(name=name)


def test_a_planned_call_and_the_next_follow_up(job: Job, within: Callable[..., None]) -> None:
    card = job.page.locator(first_card(job))
    card.locator("[data-card-key=KeyC]").click()
    card.get_by_role("button", name="דיברנו").click()
    expect(job.page.locator(".today-line")).to_contain_text("הבא")
    within(Budget("1 log a call and its outcome, planned", taps=2, keys=0))
    with job.person.scope():
        assert Interaction.objects.get().outcome == Outcome.SPOKE
        assert not Task.objects.exists(), "job 2: the follow-up sets itself"
    within(Budget("2 set a follow-up", taps=2, keys=0))


def find_shachar(job: Job) -> None:
    """By the bar above every page, which finds as one types: rows are tapped once they stand still."""
    job.page.locator("[data-focus-key=Slash]:visible, input[type=search]:visible").first.click()
    job.page.keyboard.type("שחר")
    found = job.page.locator("#palette-found")
    expect(found.locator("b").get_by_text("שחר", exact=True)).to_be_visible()
    found.get_by_role("link", name="מאפיית שחר").first.click()


def test_an_unplanned_call(job: Job, within: Callable[..., None]) -> None:
    find_shachar(job)
    job.page.wait_for_url(re.compile(r"/customers/\d+/"))
    job.page.locator("#part-next").get_by_role("button", name="אין מענה").click()
    expect(job.page.locator("#toasts")).to_contain_text("נרשם")
    within(Budget("1 log a call and its outcome, unplanned", taps=4, keys=3))


def test_a_message_by_whatsapp(job: Job, page: Tabs, within: Callable[..., None]) -> None:
    job.page.context.route("https://wa.me/**", lambda route: route.fulfill(body="WhatsApp"))
    card = job.page.locator(first_card(job))
    with job.page.context.expect_page() as opened:
        card.locator("[data-asks]").click()
    assert opened.value.url.startswith("https://wa.me/972501234500")
    opened.value.close()
    job.page.bring_to_front()
    job.page.evaluate("window.dispatchEvent(new Event('focus'))")
    card.get_by_role("button", name="כן, נשלח").click()
    expect(job.page.locator(".today-line")).to_be_visible()
    within(Budget("3 follow up by WhatsApp", taps=3, keys=0), outside=OUTSIDE)
    with job.person.scope():
        assert Interaction.objects.get().kind == Kind.WHATSAPP


def test_a_quote_of_three_lines(job: Job, within: Callable[..., None]) -> None:
    """Until it stands in the customer's WhatsApp; where a channel is connected the press before sends it."""
    with job.person.scope():
        for number in range(3):
            make_product(job.person.access, f"פריט {number}", code=f"P{number}", is_favourite=True)
    job.page.context.route("https://wa.me/**", lambda route: route.fulfill(body="WhatsApp"))
    find_shachar(job)
    job.page.locator("#panel-quotes").get_by_role("button", name="הצעה חדשה").click()
    for number in range(3):
        job.page.locator(".pick-row button", has_text=f"פריט {number}").click()
        expect(job.page.locator("#quote-lines tbody tr")).to_have_count(number + 1)
    job.page.locator("button[name=channel][value=whatsapp]").click()
    link = job.page.locator("a[href^='https://wa.me/']")
    link.wait_for()
    job.page.wait_for_load_state()  # a press on what still moves goes astray
    with job.page.context.expect_page() as opened:
        link.click()
    assert opened.value.url.startswith("https://wa.me/972501234501?text=")
    opened.value.close()
    within(Budget("4 write a quote of three lines and send it", taps=8, keys=8))
    with job.person.scope():
        assert Quote.objects.get().state == Quote.State.SENT


def test_a_deal_is_moved(job: Job, within: Callable[..., None]) -> None:
    with job.person.scope():
        deal = make_deal(job.person.access, customer=Customer.objects.get(name=NAME), now=timezone.now())
    job.home("pipeline/")
    job.page.locator(f"[data-deal='{deal.pk}'] [data-next]").click()
    expect(job.page.locator("#toasts")).to_be_visible()
    within(Budget("5 move a deal", taps=1, keys=0))
    with job.person.scope():
        assert Deal.objects.select_related("stage").get().stage.code == "contact"


def test_a_customer_is_added_in_one_line(job: Job, within: Callable[..., None]) -> None:
    add = ".tabbar .add" if job.size == "phone" else ".top [hx-get*='quick']"
    job.page.locator(add).first.click()
    line = job.page.locator("input[name=line]:visible")
    expect(line).to_be_focused()
    job.page.keyboard.type("דני כהן 050-1234567 אלון")
    job.page.keyboard.press("Enter")
    expect(job.page.locator("#toasts, .card-name").first).to_contain_text(re.compile("דני|נוסף"))
    within(Budget("6 add a customer", taps=2, keys=25))
    assert customer_of(job, "דני כהן").phone_key == "+972501234567"


def test_a_customer_is_found(job: Job, within: Callable[..., None]) -> None:
    find_shachar(job)
    job.page.wait_for_url(re.compile(r"/customers/\d+/"))
    within(Budget("7 find a customer", taps=2, keys=4))


def test_who_is_at_risk_stands_there_already(job: Job, within: Callable[..., None]) -> None:
    with job.person.scope():
        risky = Customer.objects.get(name="חשמל גיל")
        risky.standing.overdue_ratio, risky.standing.at_stake_minor = 2.4, 8_640_000
        risky.standing.save()
        refresh_all(job.person.access, today=timezone.localdate())
    job.home()
    expect(job.page.locator("#part-keep")).to_be_visible()
    expect(job.page.locator(f"#card-{risky.pk}")).to_contain_text("86,400")
    within(Budget("8 who is at risk", taps=0, keys=0))
