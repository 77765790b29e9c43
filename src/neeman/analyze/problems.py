"""Every line that was left out or is doubted, with its place and its reason."""

# ruff: noqa: S608 - names and texts from files pass through sql.quoted and sql.literal

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from neeman.analyze.facts import Cleaned
from neeman.analyze.sources import Place, Raw
from neeman.analyze.sql import literal, quoted
from neeman.analyze.words import NOTES, WORDS, Lang

_ROLE_OF_REASON = {
    "no_customer": ("customer",),
    "no_date": ("date",),
    "bad_date": ("date",),
    "future_date": ("date",),
    "no_amount": ("amount", "unit_price"),
    "bad_amount": ("amount", "unit_price"),
    "other_currency": ("currency",),
}
_NOTE_SCHEMA = pa.schema(
    {
        name: pa.int64() if name == "_row" else pa.string()
        for name in ("_file", "_sheet", "_row", "col", "value", "reason")
    }
)
_HASHED_AT_ONCE = 12_000_000


def write_problems(
    connection: duckdb.DuckDBPyConnection, raw: Raw, cleaned: Cleaned, target: Path, lang: Lang
) -> int:
    """Write `problems.csv` (file, sheet, row, column, value, reason, explanation); answers how many are duplicates."""
    duplicates = _find_duplicates(connection, raw)
    roles = cleaned.roles
    columns, values = [], []
    for reason, candidates in _ROLE_OF_REASON.items():
        role = next((role for role in candidates if role in roles), None)
        if role is not None:
            columns.append(f"WHEN {literal(reason)} THEN {literal(roles[role].name)}")
        if role is not None and role != "customer":
            values.append(f"WHEN {literal(reason)} THEN _said_{role}::VARCHAR")
    left_out = (
        f"SELECT _file, _sheet, _row, CASE reason {' '.join(columns)} END AS col, "
        f"CASE reason {' '.join(values)} END AS value, reason FROM lines WHERE reason IS NOT NULL"
    )
    noted = " UNION ALL FROM notes"
    if not cleaned.lines_left_out:
        left_out, noted = "FROM notes", ""  # nothing to look for: the lines need not be read again

    doubted = "SELECT _file, _sheet, _row, NULL AS col, NULL AS value, 'duplicate' AS reason FROM duplicates"
    connection.register("notes", _table_of([*raw.left_out, *raw.doubted]))
    said = " ".join(
        f"WHEN {literal(reason)} THEN {literal(WORDS[lang][f'problem_{reason}'])}"
        for reason in (*_ROLE_OF_REASON, "duplicate", *NOTES)
    )
    connection.execute(
        f'COPY (SELECT _file AS file, _sheet AS sheet, _row AS row, col AS "column", value, reason, '
        f"CASE reason {said} END AS explanation FROM ({left_out} UNION ALL {doubted}{noted}) "
        f"ORDER BY file, sheet, row) TO {literal(str(target))} (FORMAT csv, HEADER)"
    )
    return duplicates


def _table_of(places: Sequence[Place]) -> pa.Table:
    rows = [
        {
            "_file": p.file,
            "_sheet": p.sheet,
            "_row": p.note.row,
            "col": "",
            "value": p.note.text,
            "reason": p.note.code,
        }
        for p in places
    ]
    return pa.Table.from_pylist(rows, _NOTE_SCHEMA)


def _find_duplicates(connection: duckdb.DuckDBPyConnection, raw: Raw) -> int:
    """Make the table `duplicates`: places of the lines that equal an earlier one in every column.

    Equal hashes are found by sorting them in one array, a twentieth of what a group-by of whole lines would hold;
    then the few lines that share a hash are compared in full.
    """
    columns = ", ".join(quoted(name) for name in raw.columns)
    (lines,) = connection.execute(f"SELECT count(*) FROM {quoted(raw.name)}").fetchone() or (0,)
    parts = lines // _HASHED_AT_ONCE + 1
    suspects = np.concatenate([np.empty(0, np.uint64), *_repeated_hashes(connection, raw, columns, parts)])
    connection.register("suspects", pa.table({"h": suspects}))
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE duplicates AS SELECT _file, _sheet, _row FROM (SELECT _file, _sheet, _row, "
        f"row_number() OVER (PARTITION BY {columns} ORDER BY _file, _sheet, _row) AS copy "
        f"FROM {quoted(raw.name)} WHERE hash({columns}) IN (SELECT h FROM suspects)) WHERE copy > 1"
    )
    connection.unregister("suspects")
    (count,) = connection.execute("SELECT count(*) FROM duplicates").fetchone() or (0,)
    return int(count)


def _repeated_hashes(
    connection: duckdb.DuckDBPyConnection, raw: Raw, columns: str, parts: int
) -> Iterable[np.ndarray[tuple[int], np.dtype[np.uint64]]]:
    for part in range(parts):
        some = f" WHERE hash({columns}) % {parts} = {part}" if parts > 1 else ""
        query = f"SELECT hash({columns}) AS h FROM {quoted(raw.name)}{some}"
        hashes = np.asarray(connection.execute(query).fetchnumpy()["h"])
        hashes.sort()
        yield np.unique(hashes[1:][hashes[1:] == hashes[:-1]])
