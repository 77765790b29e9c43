"""From raw rows to a table: where the header is, which rows are no data, and the rest by column.

The header row is the first that is about as wide as the table, made of short words, none of them a number, date or
phone. Words of the columns' vocabulary speak for it. Title rows stand above; a second header row (merged cells) is
joined to the first. Blank rows, repeated headers and totals are left out with a note, never silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from neeman.lib.cells import Cell, cell_text
from neeman.lib.columns.vocabulary import is_known_word
from neeman.lib.files.limits import Limits
from neeman.lib.files.shapes import Chunk, FileProblem, RowNote, SheetInfo, column_letters
from neeman.lib.hebrew import search_key
from neeman.lib.money import AmountError, parse_amount

CHUNK_ROWS = 10_000
HEAD_ROWS = 60
"""How far down a header is looked for."""
_SAMPLE_ROWS = 20
_LONGEST_TITLE = 80

NumberedRow = tuple[int, Sequence[Cell], bool]
"""Row number, cells, whether a quote was left open."""

_TOTAL_WORDS = frozenset(
    map(
        search_key,
        ("סה״כ", "סהכ", "סך הכל", "סך הכול", "סך-הכל כללי", "סה״כ כללי", "total", "totals", "grand total"),
    )
)
_TOTAL_STARTS = tuple(f"{word} " for word in sorted(_TOTAL_WORDS))
_LIKE_TOTAL = re.compile(r"\W*(?:ס\W*ה|ס\W*ך|total|grand)", re.IGNORECASE)
"""A quick look before the search key is made of every text of a file."""
_NOT_A_TITLE = re.compile(r"[\d.,:/\-+() ₪$€%*]+|\S+@\S+\.\S+|\d{1,4}[-./]\d{1,2}[-./]\d{1,4}.*")


@dataclass(frozen=True, slots=True)
class Header:
    """`row` is the last header row's number (None without one), `titles` the columns, `above` what was skipped."""

    row: int | None
    titles: tuple[str, ...]
    above: tuple[RowNote, ...] = ()


def describe(
    name: str, rows: Iterable[NumberedRow], limits: Limits, count: int | None = None
) -> SheetInfo | None:
    """The sheet that these rows make, or None where they hold nothing at all. Reads only the first rows."""
    head = _first_rows(rows)
    if not any(_is_filled(cells) for _, cells, _ in head):
        return None
    header = find_header(head, limits)
    start = header.row if header.row is not None else head[0][0] - 1
    data = [cells for number, cells, _ in head if number > start and _is_filled(cells)]
    width = len(header.titles)
    sample = tuple(_fit(cells, width) for cells in data[:_SAMPLE_ROWS])
    return SheetInfo(name, header.row, header.titles, sample, header.above, count, start + 1)


def chunks(rows: Iterable[NumberedRow], sheet: SheetInfo, limits: Limits) -> Iterator[Chunk]:
    """The data rows under the header, by column. Raises `FileProblem` "too_many_rows"."""
    width = len(sheet.header)
    batch: list[NumberedRow] = []
    read = 0
    for row in rows:
        if row[0] < sheet.data_row:
            continue
        batch.append(row)
        if len(batch) >= CHUNK_ROWS:
            read += len(batch)
            yield _chunk(batch, width, sheet, limits)
            batch = []
            if read >= limits.rows:
                raise FileProblem("too_many_rows", rows=limits.rows)
    if batch:
        yield _chunk(batch, width, sheet, limits)


def find_header(head: Sequence[NumberedRow], limits: Limits) -> Header:
    """The header among the first rows; see the module for the rule."""
    filled = [(number, list(cells)) for number, cells, _ in head if _is_filled(cells)]
    width = _table_width([cells for _, cells in filled])
    if width > limits.columns:
        raise FileProblem("too_many_columns", columns=width, limit=limits.columns)
    index = _header_index([cells for _, cells in filled])
    if index is None:
        return Header(None, tuple(column_letters(column) for column in range(width)))
    titles, first, last = _joined_titles(filled, index, width)
    named = tuple(title or column_letters(column) for column, title in enumerate(titles))
    return Header(filled[last][0], named, _notes_above(head, filled[first][0], filled[last][0]))


def _first_rows(rows: Iterable[NumberedRow]) -> list[NumberedRow]:
    """As many rows as are needed to see the header and a sample below it."""
    head: list[NumberedRow] = []
    filled = 0
    for row in rows:
        head.append(row)
        filled += _is_filled(row[1])
        if filled >= HEAD_ROWS or len(head) >= 10 * HEAD_ROWS:
            break
    return head


def _table_width(rows: list[list[Cell]]) -> int:
    """Columns that hold anything in the first rows: trailing commas make no column."""
    return max(
        (column + 1 for cells in rows for column, cell in enumerate(cells) if cell is not None), default=0
    )


def _header_index(rows: list[list[Cell]]) -> int | None:
    """Which row is the header: the first as wide as the table usually is and all words, best known words first."""
    widths = sorted(_filled_count(cells) for cells in rows)
    usual = widths[len(widths) // 2]
    best, best_score = None, 0.0
    for index, cells in enumerate(rows[:HEAD_ROWS]):
        score = _header_score(cells, usual)
        if score > best_score:
            best, best_score = index, score
        if score >= 1 and index > (best or 0) + 3:
            break
    return best


def _header_score(cells: list[Cell], usual: int) -> float:
    """0 for no header; near 1 for a full row of different short words; more for words that columns are called by."""
    texts = [cell for cell in cells if cell is not None]
    if not texts or len(texts) * 2 < usual or not all(is_title(text) for text in texts):
        return 0.0
    known = sum(is_known_word(str(text)) for text in texts)
    different = len(set(texts)) / len(texts)
    full = min(1.0, len(texts) / usual)
    if usual > 1 and len(texts) == 1:
        return 0.0
    if not known and (usual == 1 or different < 1):
        return 0.0
    return full * different * 0.5 + known / len(texts)


def is_title(cell: Cell) -> bool:
    """Whether a cell can be a column's title: a short text that is no number, date, phone or e-mail."""
    return isinstance(cell, str) and len(cell) <= _LONGEST_TITLE and not _NOT_A_TITLE.fullmatch(cell)


def _joined_titles(
    filled: list[tuple[int, list[Cell]]], index: int, width: int
) -> tuple[list[str], int, int]:
    """Titles of a header of one row, or of two where one's gaps are filled by its neighbour; its first and last row."""
    titles = _texts(filled[index][1], width)
    above = _texts(filled[index - 1][1], width) if index else []
    below = _texts(filled[index + 1][1], width) if index + 1 < len(filled) else []
    if above and _are_groups(above, titles, filled[index - 1][1]):
        return _merge(above, titles), index - 1, index
    if below and _are_groups(titles, below, filled[index + 1][1]) and not all(titles):
        return _merge(titles, below), index, index + 1
    return titles, index, index


def _are_groups(top: list[str], bottom: list[str], other: list[Cell]) -> bool:
    """Whether `top` names groups over `bottom`: all words, and together every column is named once more."""
    if not all(is_title(cell) for cell in other if cell is not None) or sum(map(bool, top)) < 2:
        return False
    gaps = [column for column, title in enumerate(top) if not title]
    both = all(title or bottom[column] for column, title in enumerate(top))
    return bool(gaps) and both and all(bottom[column] for column in gaps)


def _merge(top: list[str], bottom: list[str]) -> list[str]:
    """Bottom titles, with their group's name where the same title stands in two groups."""
    group, groups = "", []
    for column, title in enumerate(top):
        group = title or group
        groups.append(group)
        if title and not bottom[column]:
            group = ""
    repeated = {title for title in bottom if title and bottom.count(title) > 1}
    return [
        f"{groups[column]} {title}" if title in repeated else title or groups[column]
        for column, title in enumerate(bottom)
    ]


def _notes_above(head: Sequence[NumberedRow], first: int, last: int) -> tuple[RowNote, ...]:
    notes = []
    for number, cells, _ in head:
        if number > last:
            break
        code = "header" if number >= first else "title" if _is_filled(cells) else "blank"
        notes.append(RowNote(number, code if _is_filled(cells) else "blank", _shown(cells)))
    return tuple(notes)


def _chunk(batch: list[NumberedRow], width: int, sheet: SheetInfo, limits: Limits) -> Chunk:
    chunk = Chunk([], [])
    kept: list[Sequence[Cell]] = []
    for number, cells, unclosed in batch:
        if len(cells) != width:
            if any(cell is not None for cell in cells[width:]):
                chunk.doubted.append(RowNote(number, "more_cells_than_header", _shown(cells[width:])))
            cells = _fit(cells, width)
        if not _is_filled(cells):
            chunk.skipped.append(RowNote(number, "blank"))
            continue
        if unclosed:
            chunk.doubted.append(RowNote(number, "unclosed_quote", _shown(cells)))
        kept.append(cells)
        chunk.row_numbers.append(number)
    chunk.columns = (
        [list(column) for column in zip(*kept, strict=True)] if kept else [[] for _ in range(width)]
    )
    _cut_huge_cells(chunk, limits)
    _leave_out(chunk, sheet)
    return chunk


def _leave_out(chunk: Chunk, sheet: SheetInfo) -> None:
    """Takes totals and repeated headers out of a chunk, with a note for each."""
    suspects: dict[int, str] = {}
    for column in chunk.columns:
        totals = {text for text in set(map(_text_or_none, column)) if text and _is_total_word(text)}
        if totals:
            suspects |= {row: "total" for row, cell in enumerate(column) if cell in totals}
    if sheet.header and chunk.columns:
        title = sheet.header[0]
        suspects |= {row: "repeated_header" for row, cell in enumerate(chunk.columns[0]) if cell == title}
    out = {row: code for row, code in suspects.items() if _is_no_data(chunk, row, code, sheet)}
    if not out:
        return
    for row, code in sorted(out.items()):
        shown = _shown([column[row] for column in chunk.columns])
        chunk.skipped.append(RowNote(chunk.row_numbers[row], code, shown))
    chunk.skipped.sort(key=lambda note: note.row)
    keep = [row for row in range(len(chunk.row_numbers)) if row not in out]
    chunk.row_numbers = [chunk.row_numbers[row] for row in keep]
    chunk.columns = [[column[row] for row in keep] for column in chunk.columns]


def _is_no_data(chunk: Chunk, row: int, code: str, sheet: SheetInfo) -> bool:
    """A totals row holds its word, numbers and gaps; a repeated header holds the titles again."""
    cells = [column[row] for column in chunk.columns]
    filled = [cell for cell in cells if cell is not None]
    if code == "repeated_header":
        return (
            sheet.header_row is not None
            and len(filled) > 1
            and all(
                cell == title for cell, title in zip(cells, sheet.header, strict=True) if cell is not None
            )
        )
    words = [cell for cell in filled if not _is_number(cell)]
    exact = len(words) == 1 and search_key(str(words[0])) in _TOTAL_WORDS
    partly = len(filled) < len(cells)
    return len(words) == 1 and len(filled) > 1 and (partly or (exact and len(cells) == 2))


def _is_total_word(text: str) -> bool:
    if len(text) > _LONGEST_TITLE or not _LIKE_TOTAL.match(text):
        return False
    key = search_key(text)
    return key in _TOTAL_WORDS or key.startswith(_TOTAL_STARTS)


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, (int, float)):
        return True
    try:
        parse_amount(cell)
    except AmountError:
        return False
    return True


def _cut_huge_cells(chunk: Chunk, limits: Limits) -> None:
    for column in chunk.columns:
        if sum(len(cell) for cell in column if type(cell) is str) <= limits.cell:
            continue
        for row, cell in enumerate(column):
            if isinstance(cell, str) and len(cell) > limits.cell:
                chunk.doubted.append(RowNote(chunk.row_numbers[row], "cell_cut", cell[:80]))
                column[row] = cell[: limits.cell]


def _text_or_none(cell: Cell) -> str | None:
    return cell if type(cell) is str else None


def _texts(cells: Sequence[Cell], width: int) -> list[str]:
    return [" ".join(cell_text(cell).split()) for cell in _fit(cells, width)]


def _fit(cells: Sequence[Cell], width: int) -> tuple[Cell, ...]:
    """Exactly `width` cells."""
    return (*cells[:width], *(None,) * (width - len(cells)))


def _is_filled(cells: Sequence[Cell]) -> bool:
    return any(cell is not None for cell in cells)


def _filled_count(cells: Sequence[Cell]) -> int:
    return sum(cell is not None for cell in cells)


def _shown(cells: Iterable[Cell]) -> str:
    """A row in one short line."""
    texts = (cell_text(cell) for cell in cells if cell is not None)
    return " | ".join(chain(texts))[:200]
