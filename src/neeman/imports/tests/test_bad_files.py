"""Files as they should not be: each gets a plain sentence in Hebrew, or comes in with nothing lost."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest
from django.utils import translation

from neeman.imports.problems import problem_rows, problems_path
from neeman.imports.reasons import sentence
from neeman.imports.services.receiving import Refused
from neeman.imports.showing import page
from neeman.imports.tests.bringing import rehearse_file
from neeman.orgs.access import Access

# a file is read before a row is written; `test_conservation` refuses rows on both databases
pytestmark = pytest.mark.one_database

TITLES = "שם,טלפון"
TWO = f"{TITLES}\nנגה,050-1111111\nאורן,03-6666666\n"
SALES = "מספר חשבונית,תאריך,מספר לקוח,שם לקוח,סכום\n"


def workbook(*rows: Sequence[Any]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(out)
    return out.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def visual(text: str) -> bytes:
    """As an old mainframe writes it: every Hebrew cell backwards, in the encoding of DOS."""
    cells = [[cell[::-1] if cell[0] > "9" else cell for cell in line.split(",")] for line in text.split("\n")]
    return "\n".join(map(",".join, cells)).encode("cp862")


PLAIN_BOOK = workbook(TITLES.split(","), ["נגה", "050-1111111"], ["אורן", "03-6666666"])
BOMB = {"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b"0" * (200 * 1024 * 1024)}
UNREADABLE = {
    "blank-lines": (b"\n\n  \n", "empty_file"),
    "binary-as-csv": (bytes(range(256)) * 50, "not_text"),
    "picture": (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 40, "not_a_table"),
    "pdf": (b"%PDF-1.7\n" + b"x" * 3_000, "not_a_table"),
    "text-document": (zipped({"word/document.xml": b"<w/>"}), "not_a_table"),
    "json": (b'[\n {"name": "a", "phone": "050-1111111"},\n {"name": "b"}]\n', "not_a_table"),
    "zip-bomb": (zipped(BOMB), "zip_bomb"),
    "encrypted": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "cut-off-workbook": (PLAIN_BOOK[:3_000], "broken_zip"),
    "1200-columns": (f"{TITLES},{','.join(map(str, range(1_200)))}\n".encode(), "too_many_columns"),
}
COMES_IN = {
    "workbook-called-csv": (PLAIN_BOOK, 2),
    "300-columns": ("\n".join(f"{line}{',x' * 298}" for line in TWO.split("\n")[:3]).encode(), 2),
    "one-row": (f"{TITLES}\nנגה,050-1111111\n".encode(), 1),
    "dos-visual-order": (visual(f"{TITLES}\nשלום כהן,050-1111111\nאברהם לוין,03-6666666\nמרים שושן,04-6666666"), 3),
    "utf-16-le-without-mark": (TWO.encode("utf-16-le"), 2),
    "utf-16-be-without-mark": (TWO.encode("utf-16-be"), 2),
    "mixed-encodings": (f"{TITLES}\nנגה כהן,050-1111111\n".encode() + "אורן לוי,03-6666666\n".encode("cp1255"), 2),
    "nul-bytes": (TWO.replace("נגה", "נג\x00ה").encode(), 2),
    "unclosed-quote": (f'{TITLES},הערות\nנגה,050-1111111,"לא נסגר\nאורן,03-6666666,ב\nדנה,04-6666666,ג\n'.encode(), 3),
    "very-long-cell": (f"{TITLES},הערות\nנגה,050-1111111,{'א' * 19_000}\nאורן,03-6666666,ב\n".encode(), 2),
    "repeated-titles": (f"{TITLES},{TITLES}\nנגה,050-1111111,לוי,03-1111111\nאורן,03-6666666,כהן,\n".encode(), 2),
    "ragged": (f"{TITLES}\nנגה,050-1111111,עוד,ועוד\nאורן\n".encode(), 2),
    "direction-marks": (TWO.replace("נגה", "\u200fנגה\u200e").encode(), 2),
    "html-called-xls": ("<table><tr><td>שם</td><td>טלפון</td></tr><tr><td>נגה</td><td>050-1111111</td></tr></table>".encode(), 1),
    "formulas": (workbook(["שם", "טלפון", "סכום"], ["נגה", "050-1111111", "=1+1"], ["אורן", "03-6666666", "=A1"]), 2),
    "totals-in-the-middle": (f'{SALES}1,13/02/2025,17,נגה,100\nסה"כ ינואר,,,,100\n2,14/02/2025,18,אורן,50\n'.encode(), 2),
    "signs": (f"{SALES}1,13/02/2025,17,נגה,100-\n2,14/02/2025,18,אורן,(50)\n3,14/02/2025,18,אורן,−7\n".encode(), 3),
}  # fmt: skip
BAD_ROWS = {
    "01/01/1900": "date_far", "31/12/9999": "date_far", "29/02/2023": "date_no_such_day", "00/00/0000": "date_no_such_month",
    "#N/A": "date_unreadable",
}  # fmt: skip
BAD_AMOUNTS = {"5%": "amount_unreadable", "NaN": "amount_unreadable", "1e400": "amount_too_large", "#REF!": "amount_unreadable"}  # fmt: skip


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_says_why_and_what_to_do(inside: Access, name: str) -> None:
    content, code = UNREADABLE[name]
    file = rehearse_file(inside, content, name=f"{name}.csv")
    assert (file.state, file.problem["code"]) == ("failed", code)
    with translation.override("he"):
        said = page(inside, file)["why_not"]
    assert re.search("[א-ת]", said)
    assert not re.search(r"[a-z]{3,} [a-z]{3,}|%\(", said)


def test_an_empty_file_is_refused_at_the_door(inside: Access) -> None:
    with translation.override("he"), pytest.raises(Refused, match="ריק"):
        rehearse_file(inside, b"")


def test_titles_alone_are_no_rows(inside: Access) -> None:
    file = rehearse_file(inside, f"{TITLES}\n")
    assert (file.state, file.counts["rows"]) == ("checked", 0)


@pytest.mark.parametrize("name", COMES_IN)
def test_what_can_be_read_comes_in_whole(inside: Access, name: str) -> None:
    content, rows = COMES_IN[name]
    file = rehearse_file(inside, content, name=f"{name}.csv")
    assert (file.state, file.counts.get("rows"), file.counts.get("created")) == ("checked", rows, rows)


@pytest.mark.parametrize(("cell", "code"), [*BAD_ROWS.items(), *BAD_AMOUNTS.items()])
def test_a_bad_cell_keeps_its_row_out_and_says_why(inside: Access, cell: str, code: str) -> None:
    on, amount = (cell, "50") if cell in BAD_ROWS else ("13/02/2025", cell)
    file = rehearse_file(inside, f"{SALES}1,13/02/2025,17,נגה,100\n2,{on},18,אורן,{amount}\n")
    assert (file.counts["created"], file.counts["rejected"]) == (1, {code: 1})
    row = next(problem_rows(problems_path(file)))
    assert row.row == 3
    with translation.override("he"):
        assert re.search("[א-ת]", sentence(row.faults[0].code, row.faults[0].params))


def test_a_line_in_another_encoding_is_read_too(inside: Access) -> None:
    rehearsed = rehearse_file(inside, COMES_IN["mixed-encodings"][0])
    assert rehearsed.columns[0]["samples"] == ["נגה כהן", "אורן לוי"]


def test_a_cell_of_a_book_s_length_is_read_fast_and_refused_by_its_column(inside: Access) -> None:
    file = rehearse_file(inside, f"{TITLES},הערות\nנגה,050-1111111,{'א ' * 45_000}\nאורן,03-6666666,ב\n")
    assert (file.counts["created"], file.counts["rejected"]) == (1, {"too_long": 1})
