"""Reports on paper: tagged, right to left, and compared with pictures that were looked at.

`NEEMAN_GOLDEN=write` draws the pictures of `golden/` anew: look at them before they are committed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone, translation
from pypdf import PdfReader

from conftest import Person
from neeman.desk.reports.kinds import KEYS, reports
from neeman.desk.reports.made import Column, Made, Part, Point, Report, Shape
from neeman.desk.reports.paper import TEMPLATE, paper_data, runs
from neeman.lib.money import Money
from neeman.orgs.models import LogEntry
from neeman.ui import papers
from neeman.ui.text import plain

GOLDEN = Path(__file__).parent / "golden"
MADE_AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
TODAY = MADE_AT.date()
HOSTILE = '#evil[*] $x$ #read("/etc/passwd") @ref <b>x</b> \u202eturned\u202c'


def report_of(key: str) -> Report:
    return next(one for one in reports(TODAY) if one.key == key)


def made_in(language: str) -> Made:
    """Quotes of five months, with a loss, a member of a hostile name and one of an English one."""
    write = plain(language)
    months = [datetime(2026, month, 1).date() for month in range(7, 12)]
    values = [3_120_000, 0, 4_871_500, 1_250_000, 2_210_000]

    def row(name: str, minor: int) -> list[object]:
        return [name, 9, 4, 2, 1, -57, Money(minor * 2, "ILS"), Money(minor, "ILS"), 6]

    return Made(
        f"{'מתוך' if language == 'he' else 'Of'} {write.number(37)} {write.percent(0.57)} {write.money(-5_000, 'ILS')}",
        f"{write.day(months[0])}–{write.day(TODAY)}",
        [
            Column(name, shape)
            for name, shape in (
                ("חודש", Shape.TEXT), ("נשלחו", Shape.COUNT), ("אושרו", Shape.COUNT), ("נדחו", Shape.COUNT),
                ("פג תוקפן", Shape.COUNT), ("שינוי", Shape.PERCENT), ("ערך שנשלח", Shape.MONEY),
                ("ערך שאושר", Shape.MONEY), ("ימים להחלטה, חציון", Shape.COUNT),
            )
        ],
        [row(write.month(month), minor) for month, minor in zip(months, values, strict=True)][::-1],  # type: ignore[misc]  # cells of every kind
        [Point(write.month(month), minor, month is months[-1]) for month, minor in zip(months, values, strict=True)],
        "ערך שאושר, לפי חודש השליחה",
        in_money=True,
        parts=(Part("לפי אחראי", [row("מיכל ארד", -12_000), row("Dana Cohen", 7_000), row(HOSTILE, 1)]),),  # type: ignore[list-item]  # as above
    )  # fmt: skip


@pytest.fixture(autouse=True)
def small_pictures() -> Iterator[None]:
    before, papers.PICTURE_PPI = papers.PICTURE_PPI, 60.0
    yield
    papers.PICTURE_PPI = before


@pytest.mark.parametrize("language", ["he", "en"])
def test_it_looks_as_it_was_looked_at(language: str) -> None:
    with translation.override(language):
        data = paper_data(
            report_of("quotes"), made_in(language), house="אבן־דרך", currency="ILS", made_at=MADE_AT
        )
        pages = papers.pictures(TEMPLATE, data)
    path = GOLDEN / f"report-{language}.png"
    if os.environ.get("NEEMAN_GOLDEN") == "write":
        GOLDEN.mkdir(exist_ok=True)
        path.write_bytes(pages[0])
    assert pages[0] == path.read_bytes()


def test_it_is_tagged_and_names_its_language() -> None:
    with translation.override("he"):
        made = replace(made_in("he"), parts=())
        data = paper_data(report_of("quotes"), made, house="אבן־דרך", currency="ILS", made_at=MADE_AT)
        root = PdfReader(BytesIO(papers.pdf(TEMPLATE, data, made_at=MADE_AT))).trailer["/Root"]
    assert root["/Lang"] == "he-IL"
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_figures_keep_their_direction() -> None:
    assert runs("\u2068שלום\u2069, \u2066-5%\u2069") == [
        {"dir": "auto", "text": "שלום"},
        {"dir": "", "text": ", "},
        {"dir": "ltr", "text": "-5%"},
    ]


@pytest.mark.parametrize("key", KEYS)
def test_every_report_is_a_pdf_for_whoever_may_export(owner: Person, key: str) -> None:
    answer = owner.client.post(owner.url(f"reports/{key}/file/"), {"as": "pdf"})
    assert answer.headers["Content-Type"] == "application/pdf"
    assert f"{key}-{timezone.localdate():%Y-%m-%d}.pdf" in answer.headers["Content-Disposition"]
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert text.strip()
    with owner.scope():
        assert LogEntry.objects.filter(verb="desk.report.exported").count() == 1
