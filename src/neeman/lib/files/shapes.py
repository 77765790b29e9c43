"""What a file looks like once it is understood: its sheets, their headers, their rows by column."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from neeman.lib.cells import Cell
from neeman.lib.reasons import ReasonError

Kind = Literal["csv", "html", "ods", "parquet", "uniform", "vcf", "xls", "xlsx"]


class FileProblem(ReasonError):
    """Why a file cannot be read at all: `code` and `params` fill a template of `neeman.lib.messages`."""


@dataclass(frozen=True, slots=True)
class RowNote:
    """Something to say about one row of the sheet: `row` as a spreadsheet numbers it, from 1.

    Codes of rows left out: `title`, `header`, `blank`, `total`, `repeated_header`, `not_a_sale`, `not_a_payment`, `not_a_customer`,
    `cancelled`, `no_document`, `junk_card`. Codes of rows kept with a doubt: `more_cells_than_header`,
    `unclosed_quote`, `cell_cut`, `unreadable_record`. `text` shows the row or the value.
    """

    row: int
    code: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """One sheet. `header_row` is None in a file without a header, whose columns are then named A, B, C...

    `header` is the title of every column that holds anything, as written (a two-row header is joined);
    `first_rows` up to twenty data rows; `skipped` the rows above the data that are no data. `rows` is the number
    of rows where the file tells it cheaply, for showing progress.
    """

    name: str
    header_row: int | None
    header: tuple[str, ...]
    first_rows: tuple[tuple[Cell, ...], ...]
    skipped: tuple[RowNote, ...] = ()
    rows: int | None = None
    data_row: int = 1


@dataclass(frozen=True, slots=True)
class FileInfo:
    """What `inspect` found. `encoding` and `delimiter` are empty where the kind has none.

    `notes` are codes about the whole file: `visual_order`, `no_header`, `hidden_sheets`, `date1904`.
    """

    kind: Kind
    sheets: tuple[SheetInfo, ...]
    encoding: str = ""
    delimiter: str = ""
    notes: tuple[str, ...] = ()

    def sheet(self, name: str) -> SheetInfo:
        """The sheet of that name; raises `FileProblem` "no_such_sheet"."""
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise FileProblem("no_such_sheet", sheet=name)


@dataclass(slots=True)
class Chunk:
    """Some consecutive data rows, by column: `columns[c][i]` is column c of the row numbered `row_numbers[i]`.

    Every column of the header is there and all are equally long. Every row of the sheet is in exactly one
    chunk's `row_numbers` or `skipped`, or in `SheetInfo.skipped`: nothing is dropped silently.
    """

    row_numbers: list[int]
    columns: list[list[Cell]]
    skipped: list[RowNote] = field(default_factory=list)
    doubted: list[RowNote] = field(default_factory=list)


def column_letters(index: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA: how a spreadsheet calls a column without a title."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
