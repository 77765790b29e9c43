"""Between Arrow columns and numpy arrays, without Arrow's own way, which imports pandas (a quarter of a second)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

Floats = np.ndarray[Any, np.dtype[np.float64]]


def numbers(column: pa.ChunkedArray | pa.Array) -> np.ndarray[Any, np.dtype[Any]]:
    """A column of numbers without nulls as an array that may only be read. Raises where there is a null.

    >>> numbers(pa.chunked_array([[1, 2], [3]])).tolist()
    [1, 2, 3]
    """
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return np.from_dlpack(whole)


def whole(values: np.ndarray[Any, np.dtype[Any]]) -> pa.Array:
    """Whole numbers as a column.

    >>> whole(np.array([1, 2])).to_pylist()
    [1, 2]
    """
    return _column(values.astype(np.int64), pa.int64(), None)


def known_only(values: Floats) -> pa.Array:
    """The numbers as a column, null where they are not finite.

    >>> known_only(np.array([0.5, np.nan])).to_pylist()
    [0.5, None]
    """
    return _with_nulls(values, np.isfinite(values), pa.float64())


def whole_known_only(values: Floats) -> pa.Array:
    """The numbers, rounded half to even, as a column of whole ones; null where they are not finite.

    >>> whole_known_only(np.array([2.5, np.inf, 1e15])).to_pylist()
    [2, None, 1000000000000000]
    """
    known = np.isfinite(values)
    return _with_nulls(np.rint(np.where(known, values, 0.0)).astype(np.int64), known, pa.int64())


def _with_nulls(values: np.ndarray[Any, np.dtype[Any]], known: np.ndarray[Any, np.dtype[np.bool_]], kind: pa.DataType) -> pa.Array:  # fmt: skip
    return _column(values, kind, pa.py_buffer(np.packbits(known, bitorder="little")))


def _column(values: np.ndarray[Any, np.dtype[Any]], kind: pa.DataType, known: pa.Buffer | None) -> pa.Array:
    return pa.Array.from_buffers(kind, len(values), [known, pa.py_buffer(np.ascontiguousarray(values))])
