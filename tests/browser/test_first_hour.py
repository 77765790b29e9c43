"""The main job, as somebody does it in the first hour: an empty business, the file of the accounting program, the portfolio.

The file is written here as such a program writes it: Windows-1255, a title above the columns, day before month, commas
of thousands. The worker's part is done by `do_waiting`, while the page waits as it waits for the worker.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from conftest import Person
from neeman.customers.models import Customer
from neeman.desk.demo.loading import today_of
from neeman.jobs.work import do_waiting
from neeman.ledger.models import Document
from tests.browser.conftest import Tabs

HEADER = ["שם לקוח", "טלפון", "מס' חשבונית", "תאריך", "סכום"]
LARGEST, LATE, SMALL = "מפעלי הצפון בע״מ", "מאפיית שחר", "חשמל גיל"
NEW_FILE, KNOWN_FILE = 3, 1  # taps at most (UX 3.3, job 9)


@dataclass
class Hand:
    """Presses things and counts how often."""

    tab: Page
    presses: int = 0

    def press(self, what: Locator) -> None:
        """One tap."""
        what.click()
        self.presses += 1

    def choose(self, what: Locator, name: str, content: bytes) -> None:
        """One tap on the place for files; the rest happens in the device's own window."""
        with self.tab.expect_file_chooser() as chooser:
            self.press(what)
        chooser.value.set_files([FilePayload(name=name, mimeType="text/csv", buffer=content)])


def book(rows: list[list[str]]) -> bytes:
    """A csv as a Hebrew Windows writes it."""
    out = io.StringIO()
    csv.writer(out).writerows([["דוח מכירות לפי לקוח"], HEADER, *rows])
    return out.getvalue().encode("cp1255")


def sales(today: date, first: int, *, bad: bool = False) -> list[list[str]]:
    """Two years: one large customer each fortnight, one who has not come for a long time, small ones each month."""
    rhythm = {LARGEST: (14, 3, 14_250), LATE: (21, 120, 2_400), SMALL: (30, 5, 1_150)}
    rhythm |= {f"לקוח קטן {n}": (30, 4 + n, 300 + 40 * n) for n in range(8)}
    rows = []
    for place, (name, (gap, since, amount)) in enumerate(rhythm.items()):
        for day in range(since, 720, gap):
            number, when = str(first + len(rows)), today - timedelta(days=day)
            rows.append([name, f"03-55512{place:02}", number, f"{when:%d/%m/%Y}", f"{amount:,}.00"])
    if bad:
        rows[4] = [*rows[4][:3], "לא ידוע", rows[4][4]]
    return rows


def bring_in(hand: Hand, person: Person, name: str, content: bytes) -> None:
    """From the page of imports on: drop, look, commit. The worker works while the page waits."""
    tab = hand.tab
    hand.choose(tab.locator("label:has(input[type=file]), .drop").first, name, content)
    expect(tab.locator("#progress")).to_be_visible()
    do_waiting()
    commit = tab.locator("button[formaction$='/commit/']")
    expect(commit).to_be_visible(timeout=15_000)
    with person.scope():
        assert Document.objects.filter(number__gte="5000").count() == 0, "nothing is kept before the press"
    hand.press(commit)
    expect(tab.locator("#progress")).to_be_visible()
    do_waiting()
    expect(tab.locator("a.button[href$='/portfolio/']")).to_be_visible(timeout=15_000)


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_from_a_file_to_the_portfolio_and_back(page: Tabs, owner: Person, size: str) -> None:
    today = today_of(owner.access)
    rows = sales(today, 1000, bad=True)
    hand = Hand(page(owner, size, path="/"))
    hand.press(hand.tab.locator("a[href$='/imports/']:visible").first)
    bring_in(hand, owner, "מכירות.csv", book(rows))
    assert hand.presses <= NEW_FILE

    tab = hand.tab
    report = tab.locator("main")
    expect(report).to_contain_text(f"{len(rows):,}")
    with owner.scope():
        assert Document.objects.count() == len(rows) - 1, "the good rows came in, the bad one did not"
        assert Customer.objects.filter(phone_key__startswith="+9723555").count() == 11
    with tab.expect_download() as download:
        tab.locator("a[href$='/problems/']").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")

    tab.locator("a.button[href$='/portfolio/']").click()
    expect(tab.locator("h1")).to_contain_text("%")
    expect(tab.locator("main")).to_contain_text(LARGEST)
    late = tab.locator("section:has(h2)", has_text=LATE)
    expect(late.first).to_be_visible()

    tab.go_back()
    tab.locator("form[action$='/undo/'] button").click()
    do_waiting()
    expect(tab.locator("form[action$='/undo/']")).to_have_count(0, timeout=15_000)
    with owner.scope():
        assert (Document.objects.count(), Customer.objects.filter(archived_at=None).count()) == (0, 0)


def test_next_months_file_is_one_tap(page: Tabs, owner: Person) -> None:
    today = today_of(owner.access)
    hand = Hand(page(owner, "phone", path=owner.url("imports/")))
    bring_in(hand, owner, "מכירות 10.csv", book(sales(today, 1000)))
    hand.tab.goto(owner.url("imports/"))
    again = Hand(hand.tab)
    with owner.scope():
        before = Document.objects.count()
    new = [[SMALL, "03-5551202", "5001", f"{today:%d/%m/%Y}", "900.00"]]
    bring_in(again, owner, "מכירות 11.csv", book(new))
    assert again.presses - 1 <= KNOWN_FILE, "choosing the file, and one tap"
    with owner.scope():
        assert Document.objects.count() == before + 1
