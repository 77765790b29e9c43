"""The mail as it travels and as a program shows it: nothing of a long Hebrew line is lost, addresses can be pressed."""

from __future__ import annotations

from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neeman.channels.email.letter import html, written
from neeman.channels.ways import Grid, Letter

WORDS = st.lists(
    st.sampled_from(["פרסומת:", "למה", "שכבר", "יש", "AT-7207", "(3)", '"כן"', "בע״מ,", "להיום", "🙂"]),
    min_size=1,
    max_size=20,
)


def letter(**given: object) -> Letter:
    return Letter(**{"number": 7, "to": "dana@example.test", "body": "שלום", "subject": "עדכון", "sender": "שם", "key": "k", **given})  # type: ignore[arg-type]  # named above  # fmt: skip


@given(WORDS, WORDS)
def test_long_subjects_and_names_arrive_whole(subject: list[str], name: list[str]) -> None:
    """The library's own folding loses blanks; this reads as mail programs do."""
    mail = written(
        {"from_name": " ".join(name), "from_address": "shop@neeman.test"}, letter(subject=" ".join(subject))
    )
    read = message_from_bytes(mail.as_bytes())
    assert str(make_header(decode_header(read["Subject"]))) == " ".join(subject)
    shown, address = parseaddr(read["From"])
    assert (str(make_header(decode_header(shown))), address) == (" ".join(name), "shop@neeman.test")
    assert max(map(len, mail.as_bytes().partition(b"\r\n\r\n")[0].split(b"\r\n"))) <= 78


@pytest.mark.parametrize(
    "body",
    ["https://house.test/q/x/ - ההצעה", "ההצעה: https://house.test/q/x/", "https://house.test/q/x/\r\nשלום"],
)
def test_an_address_can_be_pressed_wherever_it_stands(body: str) -> None:
    assert '<a dir="ltr" href="https://house.test/q/x/" rel="nofollow">https://house.test/q/x/</a>' in html(
        letter(body=body)
    )


def test_what_is_written_is_only_ever_text() -> None:
    page = html(letter(body="<script>alert(1)</script>שלום\n<img src=x>https://a.test/<b>"))
    assert "<script" not in page
    assert "<img" not in page
    assert "<b>" not in page


def test_a_table_is_one_in_markup_and_lines_in_the_plain_form() -> None:
    grid = Grid(("שבוע", "<b>חדשים</b>"), (False, True), (("ראשון", "12"), ("שני", "")))
    mailed = written(
        {"from_address": "shop@neeman.test"}, letter(body=f"לפני\n\n{grid.text}\n\nאחרי", grids=(grid,))
    )
    plain, page = (str(mailed.get_body((kind,)).get_content()) for kind in ("plain", "html"))  # type: ignore[union-attr]
    assert "ראשון · 12" in plain.replace("\u200f", "")
    assert '<table dir="rtl" width' in page
    assert '<td align="right" valign="top">12</td>' in page
    assert page.index("לפני") < page.index("&lt;b&gt;חדשים") < page.index("–") < page.index("אחרי")
    assert " · " not in page
