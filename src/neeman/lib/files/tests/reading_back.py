"""What the tests of every kind of file ask: everything of a sheet at once, and that no row is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from neeman.lib.files import Cell, RowNote, inspect, read


def rows_of(path: Path, sheet: str | None = None) -> list[tuple[Cell, ...]]:
    name = sheet or inspect(path).sheets[0].name
    return [row for chunk in read(path, name) for row in zip(*chunk.columns, strict=True)]


def numbers_of(path: Path, sheet: str | None = None) -> list[int]:
    name = sheet or inspect(path).sheets[0].name
    return [number for chunk in read(path, name) for number in chunk.row_numbers]


def notes_of(path: Path, sheet: str | None = None) -> list[RowNote]:
    """Every note of a sheet: above the data, left out, doubted."""
    info = inspect(path)
    found = info.sheet(sheet) if sheet else info.sheets[0]
    notes = list(found.skipped)
    for chunk in read(path, found.name):
        notes += [*chunk.skipped, *chunk.doubted]
    return notes


def codes_of(path: Path, sheet: str | None = None) -> dict[int, str]:
    return {note.row: note.code for note in notes_of(path, sheet)}


def write_text(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def by_title(path: Path, sheet: str | None = None) -> list[dict[str, Any]]:
    info = inspect(path)
    found = info.sheet(sheet) if sheet else info.sheets[0]
    return [dict(zip(found.header, row, strict=True)) for row in rows_of(path, found.name)]
