"""Tables out: right-to-left xlsx and csv that open well in Hebrew and can never run as a formula.

A text that starts like a formula (after blanks, controls and direction marks, which spreadsheets skip) is written as
text and marked so; EspoCRM's CVE-2026-55154 and SuiteCRM's CVE-2021-25960 were guards that forgot the blanks.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from neeman.lib.money import SYMBOLS, Money, format_amount, minor_digits

if TYPE_CHECKING:
    import xlsxwriter

LONGEST_TEXT = 32_767
"""Characters that a cell of Excel holds."""
_FORMULA_SIGNS = frozenset("=+-@|%＝＋－＠\t\r\n")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
_WIDEST = 60

SheetCell = str | int | Decimal | date | datetime | Money | bool | None


@dataclass(frozen=True, slots=True)
class Marked:
    """A cell that is shown as wrong: its value and the reason, which stands in the cell's comment."""

    value: SheetCell
    reason: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet to write. Phones and ids are texts; money is `Money`; `rows` is read once, so it may be a stream."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[SheetCell | Marked]]


def starts_like_formula(text: str) -> bool:
    """Whether a spreadsheet might run this text, looking behind leading blanks, controls, BOM and direction marks."""
    for character in text:
        if character in _FORMULA_SIGNS:
            return True
        if not character.isspace() and unicodedata.category(character) not in ("Cc", "Cf"):
            return False
    return False


def write_xlsx(target: Path | BinaryIO, sheets: Iterable[Sheet], *, rtl: bool = True) -> None:
    """Writes a workbook: frozen bold header, filter, column widths by content, real dates and amounts.

    Rows beyond Excel's 1,048,575 raise `ValueError`; texts longer than `LONGEST_TEXT` are cut.
    """
    import xlsxwriter  # heavy, and few requests write a workbook

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target if not isinstance(target, Path) else str(target), options) as book:
        formats = _Formats(book, rtl=rtl)
        for sheet in sheets:
            names = {worksheet.get_name().casefold() for worksheet in book.worksheets()}
            _write_sheet(book.add_worksheet(_sheet_name(sheet.name, names)), sheet, formats, rtl=rtl)


def write_csv(target: BinaryIO, header: Sequence[str], rows: Iterable[Sequence[SheetCell]]) -> None:
    """Writes UTF-8 with a BOM (Excel needs it for Hebrew); a text that starts like a formula gets an apostrophe."""
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([_csv_text(title) for title in header])
    writer.writerows([_csv_text(cell) for cell in row] for row in rows)
    text.detach()


class _Formats:
    """The looks that cells share; one each, since a workbook keeps every format that is made."""

    def __init__(self, book: xlsxwriter.Workbook, *, rtl: bool) -> None:
        self._book = book
        self._shared = {"reading_order": 2 if rtl else 1, "valign": "top"}
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def get(self, *, marked: bool = False, **looks: Any) -> Any:
        if marked:
            looks |= {"bg_color": "#FCE4E4", "font_color": "#8A1C1C"}
        key = tuple(sorted(looks.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(self._shared | looks)
        return self._made[key]


def _write_sheet(page: Any, sheet: Sheet, formats: _Formats, *, rtl: bool) -> None:
    if rtl:
        page.right_to_left()
    page.freeze_panes(1, 0)
    widths = [len(title) for title in sheet.header]
    for column, title in enumerate(sheet.header):
        page.write_string(0, column, _clean(title), formats.get(bold=True, bottom=1, bg_color="#EEF1F5"))
    last = 0
    for last, cells in enumerate(sheet.rows, 1):
        for column, cell in enumerate(cells):
            length = _write_cell(page, last, column, cell, formats)
            if last <= 200 and column < len(widths):
                widths[column] = max(widths[column], length)
    for column, width in enumerate(widths):
        page.set_column(column, column, min(width, _WIDEST) + 2)
    if sheet.header:
        page.autofilter(0, 0, last, len(sheet.header) - 1)


def _write_cell(page: Any, row: int, column: int, cell: SheetCell | Marked, formats: _Formats) -> int:
    """Writes one cell by its type; returns about how many characters it shows."""
    marked = isinstance(cell, Marked)
    if isinstance(cell, Marked):
        page.write_comment(row, column, cell.reason)
        cell = cell.value
    shown = 12
    if cell is None:
        done = page.write_blank(row, column, None, formats.get(marked=marked))
    elif isinstance(cell, str):
        text = _clean(cell)
        quoted: dict[str, Any] = (
            {"quote_prefix": True, "num_format": "@"} if starts_like_formula(text) else {}
        )
        done = page.write_string(row, column, text, formats.get(marked=marked, **quoted))
        shown = max(map(len, text.splitlines()), default=0)
    elif isinstance(cell, bool):
        done = page.write_boolean(row, column, cell, formats.get(marked=marked))
    elif isinstance(cell, Money):
        done = _write_money(page, row, column, cell, formats, marked=marked)
    elif isinstance(cell, date):
        with_time = isinstance(cell, datetime)
        value = cell.replace(tzinfo=None) if isinstance(cell, datetime) else cell
        look = formats.get(marked=marked, num_format="dd.mm.yyyy hh:mm" if with_time else "dd.mm.yyyy")
        done = page.write_datetime(row, column, value, look)
    else:
        done = page.write_number(row, column, cell, formats.get(marked=marked))
    if done == -1:
        raise ValueError(f"row {row + 1} does not fit into a sheet")
    return shown


def _write_money(page: Any, row: int, column: int, cell: Money, formats: _Formats, *, marked: bool) -> int:
    digits = minor_digits(cell.currency)
    number_format = f"#,##0{'.' + '0' * digits if digits else ''}"
    symbol = SYMBOLS.get(cell.currency, cell.currency)
    look = formats.get(marked=marked, num_format=f'{number_format} "{symbol}"')
    done: int = page.write_number(row, column, Decimal(cell.minor).scaleb(-digits), look)
    return done


def _csv_text(cell: SheetCell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Money):
        return format_amount(cell.minor, minor_digits(cell.currency)).replace(",", "")
    if isinstance(cell, str):
        text = _clean(cell)
        return f"'{text}" if starts_like_formula(text) else text
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _clean(text: str) -> str:
    """Without the control characters that no XML holds, and no longer than a cell."""
    text = _CONTROLS.sub("", text)
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def _sheet_name(name: str, used: set[str]) -> str:
    """A name that Excel takes: no forbidden signs, at most 31 characters, not used yet."""
    wanted = _NOT_IN_SHEET_NAME.sub(" ", name).strip()[:31] or "Sheet"
    number = 2
    unique = wanted
    while unique.casefold() in used:
        unique = f"{wanted[:27]} {number}"
        number += 1
    return unique
