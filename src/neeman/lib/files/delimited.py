"""Text with a delimiter (csv, txt), read leniently: the rules of RFC 4180, and what people's files do to them.

Python's csv module is not used: one quote that is never closed would swallow the rest of the file, and a cell
such as "צ'יקי בע"מ" loses a sign. Here a quote closes a cell only before a delimiter or the end of the line.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from neeman.lib.cells import Cell
from neeman.lib.files.encodings import guess_encoding, is_visual_order, to_logical
from neeman.lib.files.limits import Limits
from neeman.lib.files.shapes import FileProblem

DELIMITERS = (",", ";", "\t", "|")
BLANKS = " "
"""The delimiter of columns that are only set apart by blanks (old statistical files)."""

_SAMPLE_LINES = 200
_LONGEST_CELL_IN_LINES = 200
_SEP_LINE = re.compile(r"sep=(.)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one text file is written. `width`: cells of most lines; `skip_lines`: a leading "sep=;" line; `visual`:
    Hebrew stored backwards."""

    encoding: str
    delimiter: str
    width: int = 1
    skip_lines: int = 0
    visual: bool = False


@dataclass(slots=True)
class Row:
    """One record: the number of its first line, its cells, and whether a quote in it was never closed."""

    number: int
    cells: list[Cell]
    unclosed: bool = False


def guess_dialect(path: Path) -> Dialect:
    """Encoding and delimiter of a text file, from its first lines. Raises `FileProblem`."""
    encoding = guess_encoding(path)
    lines: list[str] = []
    for line in _lines(path, encoding):
        if line.strip():
            lines.append(line)
        if len(lines) >= _SAMPLE_LINES:
            break
    if not lines:
        raise FileProblem("empty_file")
    visual = is_visual_order(lines)
    if found := _SEP_LINE.fullmatch(lines[0].strip()):
        width = _usual_width(lines[1:] or lines, found.group(1))[0]
        return Dialect(encoding, found.group(1), width, 1, visual)
    delimiter, width = guess_delimiter(lines)
    return Dialect(encoding, delimiter, width, 0, visual)


def guess_delimiter(lines: list[str]) -> tuple[str, int]:
    """The delimiter that cuts most lines into the same number of cells, and that number; "," if there is none."""
    best, best_width, best_score = ",", 1, 0.0
    for delimiter in DELIMITERS:
        width, same = _usual_width(lines, delimiter)
        score = same / len(lines) * min(width, 20) ** 0.5 if width > 1 else 0.0
        if score > best_score:
            best, best_width, best_score = delimiter, width, score
    if best_score:
        return best, best_width
    width, same = _usual_width(lines, BLANKS)
    by_blanks = width > 2 and same >= 0.9 * len(lines) and any(character.isdigit() for character in lines[-1])
    return (BLANKS, width) if by_blanks else (",", 1)


def _usual_width(lines: list[str], delimiter: str) -> tuple[int, int]:
    """The most usual number of cells (above one, if any line has them) and how many lines have it."""
    widths = Counter(len(split_line(line, delimiter)[0]) for line in lines)
    return max(widths.items(), key=lambda item: ((item[0] > 1) * item[1], item[1]))


def read_rows(path: Path, dialect: Dialect, limits: Limits) -> Iterator[Row]:
    """Every record with its line number; blank lines too, as rows without cells that hold anything."""
    lines = _Lines(enumerate(_lines(path, dialect.encoding, limits.cell), 1))
    for number, line in lines:
        if number <= dialect.skip_lines:
            continue
        if '"' not in line:
            row = Row(number, _plain_cells(line, dialect.delimiter))
        else:
            row = _quoted_row(number, line, dialect, lines)
        if dialect.visual:
            row.cells = [to_logical(cell) if isinstance(cell, str) else cell for cell in row.cells]
        yield row


def split_line(line: str, delimiter: str, *, may_stay_open: bool = True) -> tuple[list[Cell], bool]:
    """The cells of one line, and whether its last cell is a quoted one that goes on in the next line.

    With `may_stay_open=False` an opening quote without its closing one is a letter like any other.
    """
    if '"' not in line or delimiter == BLANKS:
        return _plain_cells(line, delimiter), False
    start, quoted, opening, plain = _patterns(delimiter)
    if not start.search(line):  # only quotes inside words, as in סה"כ
        return _plain_cells(line, delimiter), False
    cells: list[Cell] = []
    position = 0
    while True:
        if found := quoted.match(line, position):
            text = found.group(1).replace('""', '"')
        elif may_stay_open and opening.match(line, position):
            return cells, True
        else:
            found = plain.match(line, position)
            assert found, "the plain pattern matches anything"
            text = found.group()
            if "\n" in text:  # lines were joined in vain: the quote does not hold them together
                return cells, True
        cells.append(text.strip() or None)
        position = found.end() + 1
        if position > len(line):
            return cells, False


class _Lines:
    """Numbered lines that can be given back."""

    def __init__(self, lines: Iterator[tuple[int, str]]) -> None:
        self._lines = lines
        self._returned: deque[tuple[int, str]] = deque()

    def __iter__(self) -> Iterator[tuple[int, str]]:
        return self

    def __next__(self) -> tuple[int, str]:
        return self._returned.popleft() if self._returned else next(self._lines)

    def give_back(self, lines: list[tuple[int, str]]) -> None:
        self._returned.extendleft(reversed(lines))


def _quoted_row(number: int, line: str, dialect: Dialect, lines: _Lines) -> Row:
    """A record whose cells may hold line breaks; where no quote closes it well, the quote was a letter."""
    cells, is_open = split_line(line, dialect.delimiter)
    if not is_open:
        return Row(number, cells)
    alone = split_line(line, dialect.delimiter, may_stay_open=False)[0]
    held: list[tuple[int, str]] = []
    for further in lines:
        held.append(further)
        if '"' in further[1]:
            cells, is_open = split_line("\n".join([line, *(text for _, text in held)]), dialect.delimiter)
        if not is_open or len(held) >= _LONGEST_CELL_IN_LINES:
            break
    if is_open or _fits_better_alone(alone, cells, held, dialect):
        lines.give_back(held)
        return Row(number, alone, unclosed=True)
    return Row(number, cells)


def _fits_better_alone(
    alone: list[Cell], joined: list[Cell], held: list[tuple[int, str]], dialect: Dialect
) -> bool:
    """Whether the line is a whole record without what follows: joined it has the wrong width or swallows others."""
    if len(alone) != dialect.width:
        return False
    swallowed = (len(_plain_cells(text, dialect.delimiter)) == dialect.width for _, text in held[:-1])
    return len(joined) != dialect.width or (dialect.width > 2 and any(swallowed))


def _plain_cells(line: str, delimiter: str) -> list[Cell]:
    parts = line.split() if delimiter == BLANKS else line.split(delimiter)
    return [part.strip() or None for part in parts]


@cache
def _patterns(delimiter: str) -> tuple[re.Pattern[str], ...]:
    """A quote that opens a cell; a whole quoted cell; one that is opened by the rules and not closed; anything up to the delimiter.

    What a lookahead has matched is not tried otherwise, and the reference takes just that: so hostile lines stay linear.
    (Possessive repeats would say it plainly, but Python 3.11.2, that of Debian 12, matches them wrongly.) A stray quote
    inside a quoted cell is kept as a letter unless it follows a delimiter or starts a line, where it opens another cell.
    """
    mark = re.escape(delimiter)
    end = rf" *(?:{mark}|\Z)"
    start = re.compile(rf'(?:\A|{mark}) *"')
    inside = rf'(?:[^"]+|""|(?<![{mark}\n])"(?!{end}))*'
    quoted = re.compile(rf' *"(?=({inside}))\1" *(?={mark}|\Z)')
    opening = re.compile(r' *"(?=((?:[^"]+|"")*))\1\Z')
    return start, quoted, opening, re.compile(f"[^{mark}]*")


def _lines(path: Path, encoding: str, longest: int | None = None) -> Iterator[str]:
    """Lines without their ends (\\n, \\r\\n or \\r), NUL bytes dropped; what cannot be decoded becomes U+FFFD."""
    limit = 50 * (longest or 100_000)
    with path.open(encoding=encoding, errors="replace", newline=None) as file:
        while line := file.readline(limit):
            if len(line) >= limit:
                raise FileProblem("line_too_long", characters=limit)
            yield line.rstrip("\n").replace("\0", "")
