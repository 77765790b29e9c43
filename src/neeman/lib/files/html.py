"""The table inside an HTML page that calls itself xls: how many web systems "export to Excel"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from neeman.lib.cells import Cell
from neeman.lib.files.encodings import guess_encoding
from neeman.lib.files.limits import Limits
from neeman.lib.files.shapes import FileProblem
from neeman.lib.files.tables import NumberedRow

_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)", re.IGNORECASE)
_BLOCK = 64 * 1024


def html_encoding(path: Path) -> str:
    """The encoding that the page declares when Python knows it, else the guessed one."""
    with path.open("rb") as file:
        head = file.read(4096)
    found = _CHARSET.search(head)
    if found and not head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            "".encode(found.group(1).decode())
        except LookupError:
            return guess_encoding(path)
        return found.group(1).decode().lower()
    return guess_encoding(path)


def read_html_rows(path: Path, encoding: str, limits: Limits) -> Iterator[NumberedRow]:
    """Rows of all tables of the page, one after the other, numbered as they come."""
    parser = _Rows(limits)
    number = 0
    with path.open(encoding=encoding, errors="replace") as file:
        while block := file.read(_BLOCK):
            parser.feed(block)
            for cells in parser.take():
                number += 1
                yield number, cells, False
    parser.close()
    for cells in parser.take():
        number += 1
        yield number, cells, False


class _Rows(HTMLParser):
    """Collects the cells of `tr` elements; whatever is not in a cell is passed over."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self._limits = limits
        self._done: list[list[Cell]] = []
        self._row: list[Cell] | None = None
        self._text: list[str] | None = None
        self._span = 1

    def take(self) -> list[list[Cell]]:
        """The rows finished since the last call."""
        done, self._done = self._done, []
        return done

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._end_row()
            self._row = []
        elif tag in ("td", "th") and self._row is not None:
            self._end_cell()
            self._text = []
            span = dict(attrs).get("colspan") or "1"
            self._span = int(span) if span.isdigit() and len(span) < 6 else 1
        elif tag == "br" and self._text is not None:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table"):
            self._end_row()

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def close(self) -> None:
        super().close()
        self._end_row()

    def _end_cell(self) -> None:
        if self._row is None or self._text is None:
            return
        text = " ".join("".join(self._text).split())
        self._row.extend([text or None, *[None] * (self._span - 1)])
        self._text = None
        if len(self._row) > self._limits.columns:
            raise FileProblem("too_many_columns", columns=len(self._row), limit=self._limits.columns)

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is not None:
            self._done.append(self._row)
        self._row = None
