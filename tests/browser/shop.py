"""The hands of the owner and of a customer, for the story of the first thirty days: what they press, not what it means."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

from conftest import Person
from neeman.channels.tests.test_email import Postman
from neeman.sales.tests.test_quote_public import READER
from tests.browser.conftest import Tabs
from tests.browser.test_signin import sign_in
from tests.moving import ZONE, Clock

LINK = re.compile(r"http://\S+")
QUIET = re.compile("אין עוד להיום|אין היום למי לפנות")
"""How a day ends on which somebody was due, and one on which nobody was."""

MOST_CARDS, EVENING = 12, 18
"""As many cards as a day ever has; the hour at which the shop closes."""


@dataclass
class Shop:
    """A business with its owner at the desk, customers elsewhere, and a mail server between them."""

    owner: Person
    clock: Clock
    tabs: Tabs
    postman: Postman
    worked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.desk = self.tabs()
        self.desk.set_default_timeout(30_000)

    def open(self, path: str = "") -> Page:
        """A page of the business; whose night signed the owner out signs in first."""
        self.desk.goto(self.owner.url(path))
        if "/account/login/" in self.desk.url:
            sign_in(self.desk, self.owner.user.email)
            self.desk.wait_for_url(lambda url: "/account/login/" not in url)
            self.desk.goto(self.owner.url(path))
        return self.desk

    def elsewhere(self, path: str) -> Page:
        """A customer's telephone, which says that it is one."""
        page = self.tabs(size="phone")
        page.set_extra_http_headers({"User-Agent": READER})
        page.goto(path)
        return page

    def says(self, words: str | re.Pattern[str]) -> None:
        """The page of the owner says so."""
        expect(self.desk.locator("main")).to_contain_text(words)

    def card(self, name: str) -> Locator:
        """The customer's card on the page of the day."""
        return self.desk.locator("article.today-card", has=self.desk.locator("h3", has_text=name))

    def press(self, name: str, within: Locator | None = None) -> None:
        """A button or a link, by what is written on it."""
        place = within or self.desk.locator("main")
        place.get_by_role("button", name=name).or_(place.get_by_role("link", name=name)).first.click()

    def do_the_day(self) -> None:
        """Open the page of the day and look after everybody who stands on it: by a call, in which one spoke."""
        self.open("today/")
        for _ in range(MOST_CARDS):
            cards = self.desk.locator("article.today-card")
            if not cards.count():
                break
            self.look_after(cards.first)
        self.says(QUIET)
        self.worked.append(f"{self.clock.today:%m-%d}")

    def look_after(self, card: Locator, outcome: str = "דיברנו", words: str = "") -> None:
        """One card: done, what came of it; a line stands in its place."""
        left = self.desk.locator("article.today-card").count()
        name = card.locator("h3 a").inner_text()
        card.locator("[data-card-key=KeyC]").click()
        if words:
            card.locator("input[name=text]").fill(words)
        card.get_by_role("button", name=outcome).click()
        expect(self.desk.locator("article.today-card")).to_have_count(left - 1)
        expect(self.desk.locator(".today-line", has_text=name)).to_be_visible()

    def sleep_until(self, day: int) -> None:
        """Evening and night, again and again, until the morning of that day of the month; each working day is worked."""
        while self.clock.today.day < day:
            self.close()
            self.clock.sleep()
            if self.clock.today.day < day and self.clock.today.weekday() not in (4, 5):
                self.do_the_day()

    def close(self) -> None:
        """The end of a day: what was due in its course is done."""
        if self.clock().astimezone(ZONE).hour < EVENING:
            self.clock.to(f"{EVENING}:00")
        self.clock.work()

    def mails_to(self, address: str) -> list[tuple[str, str]]:
        """Subject and text of what this address got by now, oldest first."""
        found = []
        for mail in self.postman.mails:
            body = mail.get_body(("plain",))
            if mail["To"] == address and body is not None:
                found.append((str(mail["Subject"]), str(body.get_content())))
        return found


def link_in(text: str) -> str:
    """The only address in a mail."""
    (found,) = {re.sub(r"[\u2066-\u2069]", "", one) for one in LINK.findall(text)}
    return found
