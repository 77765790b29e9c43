"""The rows of a file in portions, each written in one transaction. The same file is always cut the same way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from neeman.lib.files import Cell, Chunk, RowNote

ROWS = 5_000
LONGEST = 10_000  # rows of a document that is not cut in two


@dataclass(slots=True)
class Batch:
    """Consecutive data rows: `columns[c][i]` stands in column c of the row that a spreadsheet numbers `rows[i]`.

    `answers` are what a person said of a doubtful match, by row number: a customer's id, or "new".
    """

    rows: list[int]
    columns: list[list[Cell]]
    skipped: list[RowNote] = field(default_factory=list)
    doubted: list[RowNote] = field(default_factory=list)
    answers: dict[int, str] = field(default_factory=dict)

    def cells(self, index: int) -> list[Cell]:
        """Row `index` of the batch, across."""
        return [column[index] for column in self.columns]


def cut(chunks: Iterable[Chunk], *, group: int | None = None, size: int = ROWS) -> Iterator[Batch]:
    """Batches of about `size` rows; rows that follow each other with one value in column `group` stay together."""
    held = Batch([], [])
    for chunk in chunks:
        _append(held, chunk)
        while (end := _end(held, group, size)) is not None:
            yield _take(held, end)
    if held.rows or held.skipped or held.doubted:
        yield held


def _append(held: Batch, chunk: Chunk) -> None:
    if not held.columns:
        held.columns = [[] for _ in chunk.columns]
    held.rows.extend(chunk.row_numbers)
    for column, more in zip(held.columns, chunk.columns, strict=True):
        column.extend(more)
    held.skipped.extend(chunk.skipped)
    held.doubted.extend(chunk.doubted)


def _end(held: Batch, group: int | None, size: int) -> int | None:
    """Where the next batch ends, None when more rows must be seen first."""
    count = len(held.rows)
    if count <= size:
        return None
    if group is None:
        return size
    column = held.columns[group]
    for end in range(size, min(count, LONGEST)):
        if column[end] is None or column[end] != column[end - 1]:
            return end
    return LONGEST if count >= LONGEST else None


def _take(held: Batch, end: int) -> Batch:
    """The first `end` rows leave; the notes go with the first batch that is cut after them."""
    taken = Batch(held.rows[:end], [column[:end] for column in held.columns], held.skipped, held.doubted)
    held.rows = held.rows[end:]
    held.columns = [column[end:] for column in held.columns]
    held.skipped, held.doubted = [], []
    return taken
