"""The rows that did not come in, or came in with a doubt: kept beside the file, one JSON line each.

They are a file and not a table because there may be as many as the rows of the upload. Its length is part of the
import's cursor: what was written after the last commit is cut off when the import goes on.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, BinaryIO

from django.conf import settings
from django.utils.translation import get_language_bidi, gettext

from neeman.imports.batches import Batch
from neeman.imports.cells import Fault
from neeman.imports.models import ImportFile
from neeman.imports.reasons import sentence
from neeman.imports.targets.plan import Plan
from neeman.lib.files import cell_text
from neeman.lib.sheets import Marked, Sheet, SheetCell, write_xlsx


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One row of the upload with what is wrong with it: `cells` as texts, `came_in` when only doubted."""

    row: int
    cells: tuple[str, ...]
    faults: tuple[Fault, ...]
    came_in: bool


class ProblemFile:
    """Writes problem rows as the batches come."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._out: IO[bytes] | None = None

    def resume(self, length: int) -> None:
        """Go on after the first `length` bytes."""
        self._out = self.path.open("r+b" if self.path.exists() else "w+b")
        self._out.truncate(length)
        self._out.seek(length)

    def write(self, batch: Batch, plan: Plan) -> None:
        """The bad and doubted rows of a batch; call `resume` first."""
        assert self._out is not None
        for index in sorted(plan.faults.keys() | plan.doubts.keys()):
            faults = plan.faults.get(index) or plan.doubts[index]
            cells = [cell_text(cell) for cell in batch.cells(index)]
            row = [batch.rows[index], cells, faults, index not in plan.faults]
            self._out.write(json.dumps(row, ensure_ascii=False, default=str).encode() + b"\n")

    def flush(self) -> int:
        """See to it that all is on disk; returns the length."""
        if self._out is None:
            return 0
        self._out.flush()
        os.fsync(self._out.fileno())
        return self._out.tell()

    def close(self) -> None:
        """No more rows."""
        if self._out is not None:
            self._out.close()
            self._out = None


def problem_rows(path: Path, *, first: int | None = None) -> Iterator[ProblemRow]:
    """The rows that were written; only the `first` ones if wanted. None at all where no file is."""
    if not path.exists():
        return
    with path.open(encoding="utf-8") as lines:
        for line in islice(lines, first):
            row, cells, faults, came_in = json.loads(line)
            yield ProblemRow(row, tuple(cells), tuple(Fault(*fault) for fault in faults), came_in)


def rejected_rows(path: Path, *, first: int) -> list[ProblemRow]:
    """The first rows that do not come in."""
    return list(islice((row for row in problem_rows(path) if not row.came_in), first))


MOST_IN_BOOK = 1_000_000  # a sheet holds little more


def write_problem_book(file: ImportFile) -> BinaryIO:
    """A workbook of the bad rows as they came, then of the doubted ones, each bad cell marked and its reason beside
    it, right to left in Hebrew."""
    book = TemporaryFile()  # noqa: SIM115 - the response closes it
    sheets = [_sheet(file, came_in=False)]
    if any(row.came_in for row in problem_rows(problems_path(file))):
        sheets.append(_sheet(file, came_in=True))
    write_xlsx(book, sheets, rtl=get_language_bidi())
    book.seek(0)
    return book


def problems_path(file: ImportFile) -> Path:
    """Where the rows that did not come in are kept."""
    return Path(settings.MEDIA_ROOT) / f"{file.path}.problems"


def _sheet(file: ImportFile, *, came_in: bool) -> Sheet:
    by_role = {role: int(column) for column, role in file.mapping.items()}
    rows = (row for row in problem_rows(problems_path(file)) if row.came_in == came_in)
    header = (gettext("Row"), gettext("Reason"), *(column["header"] for column in file.columns))
    name = gettext("Came in with a doubt") if came_in else gettext("Did not come in")
    return Sheet(name, header, (_book_row(row, by_role, header[2:]) for row in islice(rows, MOST_IN_BOOK)))


def _book_row(row: ProblemRow, by_role: dict[str, int], titles: Sequence[str]) -> list[SheetCell | Marked]:
    reasons = {by_role.get(fault.role): sentence(fault.code, fault.params) for fault in row.faults}
    cells: list[SheetCell | Marked] = [
        Marked(cell, reasons[column]) if column in reasons else cell for column, cell in enumerate(row.cells)
    ]
    return [row.row, " ".join(_with_places(reasons, titles)), *cells]


def _with_places(reasons: dict[int | None, str], titles: Sequence[str]) -> Iterator[str]:
    """Each reason once, behind it the titles of the columns that it is about."""
    places: dict[str, list[str]] = {}
    for column, reason in reasons.items():
        places.setdefault(reason, []).extend([] if column is None else [titles[column]])
    for reason, columns in places.items():
        yield f"{reason} ({', '.join(columns)})" if columns else reason
