"""The one reader: `inspect` says what a file is, `read` gives the rows of one of its sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from neeman.lib.cells import Cell
from neeman.lib.files import vcards
from neeman.lib.files.delimited import Dialect, guess_dialect, read_rows
from neeman.lib.files.encodings import guess_encoding
from neeman.lib.files.html import html_encoding, read_html_rows
from neeman.lib.files.kinds import detect_kind
from neeman.lib.files.limits import DEFAULT, Limits
from neeman.lib.files.shapes import Chunk, FileInfo, FileProblem, Kind, RowNote, SheetInfo
from neeman.lib.files.tables import CHUNK_ROWS, NumberedRow, chunks, describe
from neeman.lib.files.uniform import HEADERS, load_books, read_table
from neeman.lib.files.workbooks import open_workbook, read_sheet, sheet_names

TEXT_SHEET = "text"
"""Name of the only sheet of a text file or page."""
CARDS_SHEET = "cards"

FixedRow = tuple[int, list[Cell], str]
"""A row of a table whose header is known: number, cells, why it is left out ("" when kept)."""


def inspect(path: Path, *, limits: Limits = DEFAULT) -> FileInfo:
    """What the file is, its sheets, headers and first rows. Empty sheets are not listed.

    Raises `FileProblem` for what cannot be read at all. Opens nothing but `path`; run it in `sandbox` for uploads.
    """
    kind = detect_kind(path, limits)
    info = _INSPECTORS[kind](path, limits)
    if not info.sheets:
        raise FileProblem("empty_file")
    return info


def read(path: Path, sheet: str, *, limits: Limits = DEFAULT) -> Iterator[Chunk]:
    """The data rows of a sheet in chunks by column; see `Chunk`. Raises `FileProblem` as it goes."""
    kind = detect_kind(path, limits)
    return _READERS[kind](path, sheet, limits)


def _inspect_text(path: Path, limits: Limits) -> FileInfo:
    dialect, sheet = _open_text(path, limits)
    notes = ("visual_order",) if dialect.visual else ()
    return _info("csv", sheet, dialect.encoding, dialect.delimiter, notes)


def _read_text(path: Path, name: str, limits: Limits) -> Iterator[Chunk]:
    dialect, sheet = _open_text(path, limits)
    if sheet is None or name != sheet.name:
        raise FileProblem("no_such_sheet", sheet=name)
    yield from chunks(_text_rows(path, dialect, limits), sheet, limits)


def _open_text(path: Path, limits: Limits) -> tuple[Dialect, SheetInfo | None]:
    dialect = guess_dialect(path)
    return dialect, describe(TEXT_SHEET, _text_rows(path, dialect, limits), limits)


def _text_rows(path: Path, dialect: Dialect, limits: Limits) -> Iterator[NumberedRow]:
    return ((row.number, row.cells, row.unclosed) for row in read_rows(path, dialect, limits))


def _inspect_html(path: Path, limits: Limits) -> FileInfo:
    encoding = html_encoding(path)
    return _info("html", describe(TEXT_SHEET, read_html_rows(path, encoding, limits), limits), encoding)


def _read_html(path: Path, name: str, limits: Limits) -> Iterator[Chunk]:
    info = _inspect_html(path, limits)
    yield from chunks(read_html_rows(path, info.encoding, limits), info.sheet(name), limits)


def _inspect_workbook(kind: Kind, path: Path, limits: Limits) -> FileInfo:
    book = open_workbook(path, kind)
    names, some_hidden = sheet_names(book, limits)
    sheets = []
    for name in names:
        rows, count = read_sheet(book, name, limits)
        sheets.append(describe(name, rows, limits, count))
    return FileInfo(kind, tuple(filter(None, sheets)), notes=("hidden_sheets",) if some_hidden else ())


def _read_workbook(kind: Kind, path: Path, name: str, limits: Limits) -> Iterator[Chunk]:
    book = open_workbook(path, kind)
    if name not in book.sheet_names:
        raise FileProblem("no_such_sheet", sheet=name)
    rows, count = read_sheet(book, name, limits)
    held = list(rows)
    sheet = describe(name, held, limits, count)
    if sheet:
        yield from chunks(held, sheet, limits)


def _inspect_parquet(path: Path, limits: Limits) -> FileInfo:
    from neeman.lib.files.parquet import describe_parquet  # Arrow weighs more than all other readers together

    return _info("parquet", describe_parquet(path, limits))


def _read_parquet(path: Path, name: str, limits: Limits) -> Iterator[Chunk]:
    from neeman.lib.files.parquet import read_parquet

    _inspect_parquet(path, limits).sheet(name)
    yield from read_parquet(path, limits)


def _inspect_cards(path: Path, limits: Limits) -> FileInfo:
    encoding = guess_encoding(path)
    return _info("vcf", _fixed_sheet(CARDS_SHEET, vcards.HEADER, vcards.read_cards(path, encoding)), encoding)


def _read_cards(path: Path, name: str, limits: Limits) -> Iterator[Chunk]:
    info = _inspect_cards(path, limits)
    info.sheet(name)
    yield from _fixed_chunks(vcards.HEADER, vcards.read_cards(path, info.encoding))


def _inspect_uniform(path: Path, limits: Limits) -> FileInfo:
    books = load_books(path, limits)
    sheets = (_fixed_sheet(name, header, read_table(books, name)) for name, header in HEADERS.items())
    notes = ("visual_order",) if books.visual else ()
    return FileInfo(
        "uniform", tuple(sheet for sheet in sheets if sheet.first_rows), books.encoding, notes=notes
    )


def _read_uniform(path: Path, name: str, limits: Limits) -> Iterator[Chunk]:
    if name not in HEADERS:
        raise FileProblem("no_such_sheet", sheet=name)
    yield from _fixed_chunks(HEADERS[name], read_table(load_books(path, limits), name))


def _info(
    kind: Kind, sheet: SheetInfo | None, encoding: str = "", delimiter: str = "", notes: tuple[str, ...] = ()
) -> FileInfo:
    if sheet and sheet.header_row is None:
        notes = (*notes, "no_header")
    return FileInfo(kind, (sheet,) if sheet else (), encoding, delimiter, notes)


def _fixed_sheet(name: str, header: tuple[str, ...], rows: Iterable[FixedRow]) -> SheetInfo:
    """A table whose header is ours: it stands in no row of the file, hence row 0."""
    sample: list[tuple[Cell, ...]] = []
    for _, cells, left_out in rows:
        if not left_out:
            sample.append(tuple(cells))
        if len(sample) >= 20:
            break
    return SheetInfo(name, 0, header, tuple(sample))


def _fixed_chunks(header: tuple[str, ...], rows: Iterable[FixedRow]) -> Iterator[Chunk]:
    numbers: list[int] = []
    kept: list[list[Cell]] = []
    skipped: list[RowNote] = []

    def chunk() -> Chunk:
        columns = [list(column) for column in zip(*kept, strict=True)] if kept else [[] for _ in header]
        return Chunk(list(numbers), columns, list(skipped))

    for number, cells, left_out in rows:
        if left_out:
            skipped.append(
                RowNote(number, left_out, " | ".join(str(cell) for cell in cells if cell is not None)[:200])
            )
        else:
            numbers.append(number)
            kept.append(cells)
        if len(numbers) + len(skipped) >= CHUNK_ROWS:
            yield chunk()
            numbers.clear()
            kept.clear()
            skipped.clear()
    if numbers or skipped:
        yield chunk()


_INSPECTORS: dict[Kind, Callable[[Path, Limits], FileInfo]] = {
    "csv": _inspect_text,
    "html": _inspect_html,
    "ods": partial(_inspect_workbook, "ods"),
    "parquet": _inspect_parquet,
    "uniform": _inspect_uniform,
    "vcf": _inspect_cards,
    "xls": partial(_inspect_workbook, "xls"),
    "xlsx": partial(_inspect_workbook, "xlsx"),
}
_READERS: dict[Kind, Callable[[Path, str, Limits], Iterator[Chunk]]] = {
    "csv": _read_text,
    "html": _read_html,
    "ods": partial(_read_workbook, "ods"),
    "parquet": _read_parquet,
    "uniform": _read_uniform,
    "vcf": _read_cards,
    "xls": partial(_read_workbook, "xls"),
    "xlsx": partial(_read_workbook, "xlsx"),
}
