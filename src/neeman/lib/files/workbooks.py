"""Workbooks (xls, xlsx, ods) through calamine, which reads values and never runs anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from neeman.lib.cells import Cell
from neeman.lib.files.archives import extract
from neeman.lib.files.limits import Limits
from neeman.lib.files.shapes import FileProblem, Kind
from neeman.lib.files.tables import NumberedRow


def open_workbook(path: Path, kind: Kind) -> CalamineWorkbook:
    """The workbook. Raises `FileProblem`: `encrypted`, `broken_workbook`."""
    if kind == "ods" and b"encryption-data" in extract(path, "META-INF/manifest.xml"):
        raise FileProblem("encrypted")
    try:
        return CalamineWorkbook.from_path(path)
    except PasswordError as fault:
        raise FileProblem("encrypted") from fault
    except (CalamineError, ValueError, OSError) as fault:
        raise FileProblem("broken_workbook") from fault


def sheet_names(book: CalamineWorkbook, limits: Limits) -> tuple[list[str], bool]:
    """Names of the visible sheets (of all, if none is), and whether some are hidden."""
    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
    if len(sheets) > limits.sheets:
        raise FileProblem("too_many_sheets", sheets=len(sheets), limit=limits.sheets)
    visible = [sheet.name for sheet in sheets if sheet.visible is SheetVisibleEnum.Visible]
    return visible or [sheet.name for sheet in sheets], 0 < len(visible) < len(sheets)


def read_sheet(book: CalamineWorkbook, name: str, limits: Limits) -> tuple[Iterator[NumberedRow], int]:
    """Rows of one sheet with their numbers, and how many there are."""
    try:
        sheet = book.get_sheet_by_name(name)
    except (CalamineError, ValueError, OSError) as fault:
        raise FileProblem("broken_workbook") from fault
    height, width = sheet.total_height, sheet.total_width
    if height > limits.rows:
        raise FileProblem("too_many_rows", rows=limits.rows)
    if height * width > limits.cells:
        raise FileProblem("too_many_cells", cells=height * width, limit=limits.cells)
    first = sheet.start[0] + 1 if sheet.start else 1
    left = sheet.start[1] if sheet.start else 0
    return _numbered(sheet.to_python(skip_empty_area=True), first, left), height


def _numbered(rows: Sequence[Sequence[Any]], first: int, left: int) -> Iterator[NumberedRow]:
    """Rows with the numbers that the spreadsheet shows; columns keep their letters, so the left gap is filled."""
    gap: list[Cell] = [None] * left
    for number, cells in enumerate(rows, first):
        yield number, gap + [_cell(cell) for cell in cells], False


def _cell(cell: Any) -> Cell:
    if type(cell) is str:
        return cell.strip() or None
    value: Cell = cell
    return value
