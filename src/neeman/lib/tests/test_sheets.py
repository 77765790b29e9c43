from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neeman.lib.money import Money
from neeman.lib.sheets import LONGEST_TEXT, Marked, Sheet, starts_like_formula, write_csv, write_xlsx

SIGNS = "=+-@\t\r＝"
LEADING = st.text(alphabet=" \t\n\r\x00\x01\x7f\u00a0\u200e\u200f\u202b\u2067\ufeff\u3000", max_size=5)


def written(sheet: Sheet, *, rtl: bool = True) -> Any:
    stream = io.BytesIO()
    write_xlsx(stream, [sheet], rtl=rtl)
    return openpyxl.load_workbook(io.BytesIO(stream.getvalue())).worksheets[0]


def test_a_sheet_in_hebrew() -> None:
    rows = [
        [
            "דני",
            "0501234567",
            date(2026, 3, 7),
            Money(-123450),
            5,
            None,
            True,
            datetime(2026, 3, 7, 8, 30),
            Decimal("0.1"),
        ]
    ]
    sheet = written(
        Sheet("לקוחות: 2026/03", ["שם", "טלפון", "מאז", "הכנסות", "מספר", "ריק", "דגל", "מתי", "חלק"], rows)
    )
    assert sheet.sheet_view.rightToLeft
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:I2"
    assert sheet.title == "לקוחות  2026 03"
    values = [cell.value for cell in sheet[2]]
    assert values == [
        "דני",
        "0501234567",
        datetime(2026, 3, 7),
        -1234.5,
        5,
        None,
        True,
        datetime(2026, 3, 7, 8, 30),
        0.1,
    ]
    assert sheet["D2"].number_format == '#,##0.00 "₪"'
    assert not written(Sheet("a", ["b"], []), rtl=False).sheet_view.rightToLeft


@given(LEADING, st.sampled_from(SIGNS), st.text(max_size=10))
def test_whatever_starts_like_a_formula_is_text(leading: str, sign: str, rest: str) -> None:
    text = leading + sign + rest
    assert starts_like_formula(text)
    stream = io.BytesIO()
    write_xlsx(stream, [Sheet("a", [text], [[text]])])
    with zipfile.ZipFile(stream) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in xml
    assert b'<c r="A2" s=' in xml
    assert b't="s"' in xml


@given(LEADING, st.sampled_from(SIGNS), st.text(max_size=10))
def test_in_csv_it_gets_an_apostrophe(leading: str, sign: str, rest: str) -> None:
    stream = io.BytesIO()
    write_csv(stream, ["a"], [[leading + sign + rest]])
    cells = list(csv.reader(io.StringIO(stream.getvalue().decode("utf-8-sig"), newline="")))[1]
    assert cells[0].startswith("'")


@given(st.text(alphabet="אבג דה123.:abc'\"", max_size=12))
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert not starts_like_formula(text)
    stream = io.BytesIO()
    write_csv(stream, ["שם"], [[text, None, Money(-5), 7, date(2026, 3, 7)]])
    assert stream.getvalue().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(stream.getvalue().decode("utf-8-sig"), newline="")))
    assert rows[1] == [text, "", "-0.05", "7", "2026-03-07"]


def test_marked_cells_carry_their_reason() -> None:
    sheet = written(Sheet("a", ["סכום"], [[Marked("=1", "זה לא סכום")], [Marked(None, "חסר")]]))
    assert sheet["A2"].comment.text.strip() == "זה לא סכום"
    assert sheet["A2"].value == "=1"
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].fill.start_color.rgb == "FFFCE4E4"


def test_names_of_sheets_are_made_to_fit() -> None:
    stream = io.BytesIO()
    write_xlsx(stream, [Sheet("א" * 40, ["a"], []), Sheet("א" * 40, ["a"], []), Sheet("", [], [])])
    names = openpyxl.load_workbook(io.BytesIO(stream.getvalue())).sheetnames
    assert names == ["א" * 31, "א" * 27 + " 2", "Sheet"]


def test_long_texts_are_cut_and_controls_dropped() -> None:
    sheet = written(Sheet("a", ["a"], [["x" * 40_000], ["a\x00\x01b"]]))
    assert len(sheet["A2"].value) == LONGEST_TEXT
    assert sheet["A3"].value == "ab"


def test_a_table_too_long_for_a_sheet() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        write_xlsx(io.BytesIO(), [Sheet("a", ["a"], ([None] * 16_385 for _ in range(1)))])
