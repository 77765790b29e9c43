"""The user's files as one DuckDB relation, `raw`: the columns as written, and where each row stands.

Parquet is read where it lies. Plain csv is read by DuckDB on all cores and checked: when rows and lines do not tally,
or rows of totals stand among the data, the file is read again by `neeman.lib.files`, slower and as the importer of
the product reads it. Workbooks are always read so.
"""

# ruff: noqa: S608 - names and texts from files pass through sql.quoted and sql.literal

from __future__ import annotations

import codecs
import glob
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from neeman.analyze.refusal import RefusalError
from neeman.analyze.sql import literal, quoted
from neeman.lib.columns import Target, guess_columns
from neeman.lib.files import FileInfo, FileProblem, Limits, RowNote, SheetInfo, cell_text, inspect, read
from neeman.lib.files.kinds import detect_kind
from neeman.lib.files.limits import MEGABYTE

PLACE = ("_file", "_sheet", "_row")
"""Columns of `raw` that say where a row stands; `_row` counts as the file's own program does."""

LIMITS = Limits(size=20_000 * MEGABYTE, uncompressed=4_000 * MEGABYTE, rows=200_000_000, cells=60_000_000)
"""The user's own file on the user's own machine: wide bounds, against accidents only."""

SPLIT_AT_ONCE = frozenset(",;\t|")
_TOTALS = ("סה״כ", 'סה"כ', "סהכ", "סך הכל", "סך הכול", "total", "totals", "grand total")
_READ_BYTES = 8 * MEGABYTE


@dataclass(frozen=True)
class Place:
    """A row, by the file, the sheet ("" for none) and the number that its program shows."""

    file: str
    sheet: str
    note: RowNote


@dataclass(frozen=True)
class Raw:
    """The relation and its columns: name as written in the file -> DuckDB type.

    `left_out` are rows that are no data (totals, headers once more), `doubted` rows kept with a doubt.
    """

    name: str
    columns: dict[str, str]
    files: tuple[str, ...]
    left_out: tuple[Place, ...] = ()
    doubted: tuple[Place, ...] = ()


@dataclass
class _Notes:
    left_out: list[Place] = field(default_factory=list)
    doubted: list[Place] = field(default_factory=list)


def find_files(patterns: Sequence[str]) -> list[Path]:
    """The files of paths and globs, each once, in order. Refuses where one of them names none."""
    return list(dict.fromkeys(path for pattern in patterns for path in _named(pattern)))


def _named(pattern: str) -> list[Path]:
    path = Path(pattern)
    if path.is_file():
        return [path]
    names = glob.glob(pattern, recursive=True)  # noqa: PTH207 - Path.glob takes no absolute pattern
    found = sorted(Path(name) for name in names if Path(name).is_file())
    if not found:
        raise RefusalError("no_file", path=pattern)
    return found


def open_raw(
    connection: duckdb.DuckDBPyConnection,
    patterns: Sequence[str],
    work: Path,
    *,
    name: str = "raw",
    target: Target = "sales",
) -> Raw:
    """Make the view `name` over the files; what is not Parquet is turned into Parquet under `work` first."""
    paths, notes = find_files(patterns), _Notes()
    try:
        queries = [
            query
            for index, path in enumerate(paths)
            for query in _queries(connection, path, work / f"{name}_{index}", notes, target)
        ]
        union = " UNION ALL BY NAME ".join(queries)
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {quoted(name)} AS {union}")
        described = connection.execute(f"DESCRIBE {quoted(name)}").fetchall()
    except FileProblem as problem:
        raise RefusalError("file_problem", path=_said(patterns), problem=problem) from problem
    except (duckdb.Error, OSError) as fault:
        raise RefusalError("unreadable_file", path=_said(patterns)) from fault
    columns = {column: kind for column, kind, *_ in described if column not in PLACE}
    files = tuple(path.name for path in paths)
    return Raw(name, columns, files, tuple(notes.left_out), tuple(notes.doubted))


def _said(patterns: Sequence[str]) -> str:
    return ", ".join(patterns)


def _queries(
    connection: duckdb.DuckDBPyConnection, path: Path, place: Path, notes: _Notes, target: Target
) -> Iterator[str]:
    if detect_kind(path, LIMITS) == "parquet":
        yield (
            f"SELECT * EXCLUDE (file_row_number), {literal(path.name)} AS _file, '' AS _sheet, "
            f"file_row_number + 1 AS _row FROM read_parquet({literal(str(path))}, file_row_number = true)"
        )
        return
    info = inspect(path, limits=LIMITS)
    for number, sheet in enumerate(_sheets_of(info, target)):
        made = place.with_name(f"{place.name}_{number}.parquet")
        if not _read_at_once(connection, path, info, sheet, made):
            _read_by_rows(path, info, sheet, made, notes)
        yield f"SELECT * FROM read_parquet({literal(str(made))})"


def _sheets_of(info: FileInfo, target: Target) -> list[SheetInfo]:
    """Sheets that are of the kind looked for, all with the same columns; the first sheet where none is."""
    fitting = [sheet for sheet in info.sheets if not _missing(sheet, target)]
    return [sheet for sheet in fitting if sheet.header == fitting[0].header] or [info.sheets[0]]


def _missing(sheet: SheetInfo, target: Target) -> tuple[str, ...]:
    samples = [[row[column] for row in sheet.first_rows] for column in range(len(sheet.header))]
    return guess_columns(sheet.header, samples, target=target).missing


def _read_at_once(
    connection: duckdb.DuckDBPyConnection, path: Path, info: FileInfo, sheet: SheetInfo, made: Path
) -> bool:
    """Let DuckDB read a csv; False, and nothing said, where it would read other rows than are there."""
    if info.kind != "csv" or info.delimiter not in SPLIT_AT_ONCE or "visual_order" in info.notes:
        return False
    text = _as_utf8(path, info.encoding, made.with_suffix(".txt"))
    header_row = sheet.data_row - 1
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in _distinct(sheet.header))
    source = (
        f"read_csv({literal(str(text))}, auto_detect = false, header = false, skip = {header_row}, "
        f"delim = {literal(info.delimiter)}, quote = '\"', escape = '\"', columns = {{{columns}}}, "
        f"strict_mode = false, null_padding = true)"
    )
    try:
        connection.execute("SET preserve_insertion_order = true")
        connection.execute(
            f"COPY (SELECT *, {literal(path.name)} AS _file, '' AS _sheet, row_number() OVER () + {header_row} AS _row "
            f"FROM {source}) TO {literal(str(made))} (FORMAT parquet)"
        )
    except duckdb.Error:
        return False
    finally:
        connection.execute("SET preserve_insertion_order = false")
        if text != path:
            text.unlink(missing_ok=True)
    return _tallies(connection, path, info.encoding, made, header_row) and not _has_odd_rows(
        connection, sheet, made
    )


def _as_utf8(path: Path, encoding: str, target: Path) -> Path:
    if encoding in {"utf-8", "utf-8-sig"}:
        return path
    with path.open(encoding=encoding, errors="replace", newline="") as source, target.open("w", encoding="utf-8", newline="") as copy:  # fmt: skip
        while block := source.read(_READ_BYTES):
            copy.write(block)
    return target


def _tallies(
    connection: duckdb.DuckDBPyConnection, path: Path, encoding: str, made: Path, header_row: int
) -> bool:
    """Whether each line is one row: no blank lines, no line breaks within cells, nothing dropped."""
    row = connection.execute(f"SELECT count(*) FROM read_parquet({literal(str(made))})").fetchone()
    return row is not None and int(row[0]) + header_row == _lines_in(path, encoding)


def _lines_in(path: Path, encoding: str) -> int:
    """Lines of a file, one more when the last has no end."""
    mark = "\n".encode("utf-16-le" if encoding == "utf-16" else codecs.lookup(encoding).name)
    count, last = 0, b""
    with path.open("rb") as file:
        while block := file.read(_READ_BYTES):
            count += block.count(mark)
            last = block[-len(mark) :]
    return count + (last not in (b"", mark))


def _has_odd_rows(connection: duckdb.DuckDBPyConnection, sheet: SheetInfo, made: Path) -> bool:
    """Whether some rows are totals, or the header once more."""
    names = _distinct(sheet.header)
    totals = ", ".join(literal(word) for word in _TOTALS)
    tests = [f"lower(trim({quoted(name)})) IN ({totals})" for name in names]
    tests.append(f"{quoted(names[0])} = {literal(sheet.header[0])}")
    row = connection.execute(
        f"SELECT 1 FROM read_parquet({literal(str(made))}) WHERE {' OR '.join(tests)} LIMIT 1"
    ).fetchone()
    return row is not None


def _read_by_rows(path: Path, info: FileInfo, sheet: SheetInfo, made: Path, notes: _Notes) -> None:
    """Read a sheet as the importer does, every cell as the text that a person sees."""
    names = _distinct(sheet.header)
    shown = "" if info.kind == "csv" else sheet.name
    kinds = [pa.string()] * len(names) + [pa.string(), pa.string(), pa.int64()]
    schema = pa.schema(list(zip([*names, *PLACE], kinds, strict=True)))
    with pq.ParquetWriter(made, schema) as writer:
        for chunk in read(path, sheet.name, limits=LIMITS):
            cells = [
                pa.array([cell_text(cell) or None for cell in column], pa.string())
                for column in chunk.columns
            ]
            size = len(chunk.row_numbers)
            place = [
                pa.array([path.name] * size),
                pa.array([shown] * size),
                pa.array(chunk.row_numbers, pa.int64()),
            ]
            writer.write_table(pa.Table.from_arrays([*cells, *place], schema=schema))
            notes.left_out += [
                Place(path.name, shown, note) for note in chunk.skipped if note.code != "blank"
            ]
            notes.doubted += [Place(path.name, shown, note) for note in chunk.doubted]


def _distinct(header: tuple[str, ...]) -> list[str]:
    """Titles that can name columns: a repeated one gets a number, as databases compare without case."""
    names: list[str] = []
    seen: set[str] = set(PLACE)
    for title in header:
        name, copy = title, 1
        while name.lower() in seen:
            copy += 1
            name = f"{title} {copy}"
        seen.add(name.lower())
        names.append(name)
    return names
