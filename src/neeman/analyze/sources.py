"""The user's files as one DuckDB relation, `raw`: the columns as written, and where each row stands."""

from __future__ import annotations

import glob
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from neeman.analyze.refusal import RefusalError
from neeman.analyze.sql import literal, quoted

PLACE = ("_file", "_sheet", "_row")
"""Columns of `raw` that say where a row stands; `_row` counts as the file's own program does."""


@dataclass(frozen=True)
class Raw:
    """The relation and its columns: name as written in the file -> DuckDB type."""

    name: str
    columns: dict[str, str]
    files: tuple[str, ...]
    is_text: bool


def find_files(pattern: str) -> list[Path]:
    """The files of a path or a glob, in order. Refuses when there is none."""
    path = Path(pattern)
    if path.is_file():
        return [path]
    found = sorted(Path(name) for name in glob.glob(pattern, recursive=True) if Path(name).is_file())
    if not found:
        raise RefusalError("no_file", path=pattern)
    return found


def open_raw(connection: duckdb.DuckDBPyConnection, pattern: str, work: Path, *, name: str = "raw") -> Raw:
    """Make the view `name` over the files; what is not Parquet is turned into Parquet under `work` first."""
    paths = find_files(pattern)
    try:
        selects = [_select(path, work, connection, index) for index, path in enumerate(paths)]
        query = " UNION ALL BY NAME ".join(selects)
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {quoted(name)} AS {query}")
        described = connection.execute(f"DESCRIBE {quoted(name)}").fetchall()
    except (duckdb.InvalidInputException, duckdb.IOException, duckdb.BinderException, duckdb.ConversionException) as fault:
        raise RefusalError("unreadable_file", path=pattern) from fault
    columns = {column: kind for column, kind, *_ in described if column not in PLACE}
    if not columns:
        raise RefusalError("empty_file", path=pattern)
    is_text = any(path.suffix.lower() != ".parquet" for path in paths)
    return Raw(name, columns, tuple(path.name for path in paths), is_text)


def _select(path: Path, work: Path, connection: duckdb.DuckDBPyConnection, index: int) -> str:
    if path.suffix.lower() == ".parquet":
        return (
            f"SELECT * EXCLUDE (file_row_number), {literal(path.name)} AS _file, NULL::VARCHAR AS _sheet, "
            f"file_row_number + 1 AS _row FROM read_parquet({literal(str(path))}, file_row_number = true)"
        )
    raise RefusalError("unknown_kind", path=path.name)


def names_of(paths: Sequence[Path]) -> str:
    """The files in a sentence."""
    return ", ".join(path.name for path in paths)
