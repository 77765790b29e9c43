"""Parquet through pyarrow: typed columns, read a row group's slice at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from neeman.lib.cells import Cell
from neeman.lib.files.limits import Limits
from neeman.lib.files.shapes import Chunk, FileProblem, SheetInfo

SHEET = "data"
_CHUNK_ROWS = 16_384
_SAMPLE_ROWS = 20


def describe_parquet(path: Path, limits: Limits) -> SheetInfo:
    """The one sheet of a parquet file; rows are numbered from 1 and the header counts as row 0."""
    file = _open(path)
    columns, rows = len(file.schema_arrow), file.metadata.num_rows
    if columns > limits.columns:
        raise FileProblem("too_many_columns", columns=columns, limit=limits.columns)
    if rows > limits.rows:
        raise FileProblem("too_many_rows", rows=limits.rows)
    header = tuple(file.schema_arrow.names)
    first: list[list[Cell]] = next(_batches(file, _SAMPLE_ROWS), [])
    sample = tuple(zip(*first, strict=True))[:_SAMPLE_ROWS]
    return SheetInfo(SHEET, 0, header, sample, rows=rows)


def read_parquet(path: Path, _limits: Limits) -> Iterator[Chunk]:
    """All rows, by column."""
    number = 1
    for columns in _batches(_open(path), _CHUNK_ROWS):
        count = len(columns[0]) if columns else 0
        yield Chunk(list(range(number, number + count)), columns)
        number += count


def _open(path: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path, pre_buffer=False)
    except (pa.ArrowException, OSError) as fault:
        raise FileProblem("broken_parquet") from fault


def _batches(file: pq.ParquetFile, rows: int) -> Iterator[list[list[Cell]]]:
    try:
        for batch in file.iter_batches(batch_size=rows, use_threads=False):
            yield [_values(column) for column in batch.columns]
    except (pa.ArrowException, OSError) as fault:
        raise FileProblem("broken_parquet") from fault


def _values(column: pa.Array[Any]) -> list[Cell]:
    """Python values of a column: text trimmed, nothing and not-a-number None, nanoseconds cut to microseconds."""
    kind = column.type
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        column, kind = column.cast(pa.string()), pa.string()
    if pa.types.is_timestamp(kind):
        column = column.cast(pa.timestamp("us"), safe=False)
    if pa.types.is_floating(kind):
        return [None if number != number else number for number in column.to_pylist()]
    if pa.types.is_nested(kind):
        return [None if value is None else str(value) for value in column.to_pylist()]
    if pa.types.is_integer(kind) or pa.types.is_boolean(kind):
        numbers: list[Cell] = column.to_pylist()
        return numbers
    return _shared(column if pa.types.is_dictionary(kind) else column.dictionary_encode())


def _shared(column: pa.DictionaryArray[Any]) -> list[Cell]:
    """Each distinct value is made once: a column of names and days costs a fraction of its length."""
    words: list[Cell] = [
        (value.strip() or None) if isinstance(value, str) else value
        for value in column.dictionary.to_pylist()
    ]
    words.append(None)
    return [words[index] for index in column.indices.fill_null(len(words) - 1).to_pylist()]
