"""The PDF of a quote: tagged, right to left, read back, and compared with pictures that were looked at.

`NEEMAN_GOLDEN=write` draws the pictures of `golden/` anew: look at them before they are committed. They are compared byte
by byte, since typst is pinned and draws by itself, without the fonts or libraries of a machine.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from neeman.sales.models import QuoteApproval
from neeman.sales.paper import TEMPLATE, paper_data, quote_pdf
from neeman.sales.showing import Group, Seller, ShownLine, ShownQuote
from neeman.sales.tests.making import TODAY
from neeman.ui import papers

GOLDEN = Path(__file__).parent / "golden"
MADE_AT = datetime(2026, 11, 22, 10, 0, 0, 5, tzinfo=UTC)
HOSTILE = '#evil[*] $x$ #read("/etc/passwd") @ref <b>x</b> {{ x }} \\ "quoted" \u202eturned\u202c \x07'

SELLER = Seller(
    "אבן־דרך אספקה טכנית",
    "514880263",
    "04-6127740",
    "office@evenderech.test",
    "רחוב התעשייה 12, עפולה",
    "מיכל ארד",
)
LINE = ShownLine(
    pk=1,
    name="ארון כלים נייד, 7 מגירות",
    code="AT-7207",
    detail=("צבע אפור, כולל מנעול", "Made in Germany (TÜV)."),
    quantity="12",
    unit="יח׳",
    price_minor=245_000,
    discount="8%",
    discount_minor=235_200,
    amount_minor=2_704_800,
    chosen=False,
)
BACK = replace(
    LINE, name="Trade-in of the old compressor", code="", detail=(), quantity="1", unit="", price_minor=-150_000,
    discount="", discount_minor=0, amount_minor=-150_000,
)  # fmt: skip
OPTION = replace(
    LINE, name="הדרכה באתר", code="", detail=(), quantity="2.5", unit="שעות", discount="", discount_minor=0
)
HEBREW = ShownQuote(
    number="2026-0418",
    version_no=2,
    language="he",
    currency="ILS",
    state="sent",
    title="ציוד לקו 3",
    intro=("תודה על הפנייה. להלן ההצעה כפי שסוכם בפגישה.",),
    terms=("אספקה לעפולה בתוך 10 ימי עסקים מהאישור", "תשלום שוטף + 60"),
    seller=SELLER,
    buyer="מפעלי גלבוע מתכת בע״מ",
    contact="רונית אלבז",
    sent_on=TODAY,
    valid_until=TODAY,
    consumer=False,
    vat_rate_bp=1_800,
    discount="2%",
    groups=(Group("כלי עבודה", (LINE,), 2_704_800), Group("זיכויים", (BACK,), -150_000)),
    options=(OPTION,),
    subtotal_minor=2_554_800,
    discount_minor=51_096,
    net_minor=2_503_704,
    vat_minor=450_667,
    total_minor=2_954_371,
)
ENGLISH = replace(
    HEBREW, language="en", title="Tools for line 3", intro=("Thank you for your visit.",), consumer=True,
    buyer="Acme Tools Ltd.", contact="Dana Cohen", terms=("Delivery within 10 days.",),
    seller=replace(SELLER, name="Even Derech Ltd.", address="12 Industry St., Afula", person="Michal Arad"),
    groups=(Group("", (replace(LINE, name="Tool cabinet, 7 drawers", unit="pcs", detail=()),), None),), options=(),
)  # fmt: skip
LONG = replace(
    HEBREW,
    title=HOSTILE,
    buyer="W" * 200,
    intro=(HOSTILE,) * 3,
    groups=(Group(HOSTILE, tuple(replace(LINE, name=HOSTILE * 2, code="X" * 60) for _ in range(40)), 1),),
    terms=(HOSTILE,) * 40,
)
SIGNED = QuoteApproval(
    at=MADE_AT,
    name="רונית אלבז",
    job_title="רכש",
    strokes=[[[100, 200], [300, 60], [500, 230], [900, 100]], [[50, 250]]],
)


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


@pytest.fixture(autouse=True)
def small_pictures() -> Iterator[None]:
    before, papers.PICTURE_PPI = papers.PICTURE_PPI, 60.0
    yield
    papers.PICTURE_PPI = before


@pytest.mark.parametrize(("name", "shown"), [("hebrew", HEBREW), ("english", ENGLISH), ("long", LONG)])
def test_it_looks_as_it_was_looked_at(name: str, shown: ShownQuote) -> None:
    pages = papers.pictures(TEMPLATE, paper_data(shown, SIGNED if name == "hebrew" else None))
    path = GOLDEN / f"quote-{name}.png"
    if os.environ.get("NEEMAN_GOLDEN") == "write":
        GOLDEN.mkdir(exist_ok=True)
        path.write_bytes(pages[0])
    assert pages[0] == path.read_bytes()


def test_it_is_tagged_and_names_its_language() -> None:
    for shown, language in ((HEBREW, "he-IL"), (ENGLISH, "en-IL")):
        root = PdfReader(BytesIO(quote_pdf(shown, SIGNED, made_at=MADE_AT))).trailer["/Root"]
        assert root["/Lang"] == language
        assert "/StructTreeRoot" in root
        assert root["/MarkInfo"]["/Marked"]
        assert b"pdfuaid" in root["/Metadata"].get_data()


def test_figures_read_back_with_their_signs() -> None:
    told = text_of(quote_pdf(HEBREW, None, made_at=MADE_AT))
    for words in (
        "2026-0418",
        "29,543.71",
        "-510.96",
        "-1,500.00",
        "04-6127740",
        "AT-7207",
        "2.5",
        "8%",
        "עפולה",
    ):
        assert words in told


def test_a_consumers_total_holds_the_tax() -> None:
    told = text_of(quote_pdf(ENGLISH, None, made_at=MADE_AT))
    assert "Prices include VAT." in told
    assert "of this VAT 18%" in told
    assert "Before VAT" not in told


def test_what_people_type_is_only_ever_text() -> None:
    told = text_of(quote_pdf(LONG, None, made_at=MADE_AT))
    assert "#evil[*]" in told
    assert "root:" not in told
    assert "\u202e" not in told


def test_letters_that_no_font_has_do_not_stop_it() -> None:
    shown = replace(HEBREW, title="你好 😀 العربية", buyer="Привет")
    assert quote_pdf(shown, None, made_at=MADE_AT).startswith(b"%PDF")


def test_the_same_quote_is_the_same_file() -> None:
    assert quote_pdf(HEBREW, SIGNED, made_at=MADE_AT) == quote_pdf(HEBREW, SIGNED, made_at=MADE_AT)


def test_the_longest_quote_takes_seconds_at_most() -> None:
    line = replace(LINE, name="ש" * 200, detail=("א" * 2_000,))
    began = time.process_time()
    content = quote_pdf(replace(HEBREW, groups=(Group("", (line,) * 200, None),)), None, made_at=MADE_AT)
    assert time.process_time() - began < 20
    assert len(content) < 5_000_000


@pytest.mark.parametrize("shown", [HEBREW, ENGLISH])
def test_its_title_names_the_quote_both_sides_and_the_day(shown: ShownQuote) -> None:
    title = PdfReader(BytesIO(quote_pdf(shown, None, made_at=MADE_AT))).metadata.title  # type: ignore[union-attr]  # every paper has them
    for part in (shown.number, shown.seller.name, shown.buyer, str(TODAY.year)):
        assert part in title, title
