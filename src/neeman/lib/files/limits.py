"""How much of a file is read at most, so that no file can take the machine down."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one file; whatever passes one is answered by a `FileProblem`, never by a crash.

    `size`: bytes as uploaded; `uncompressed`: bytes that a zip container (xlsx, ods, zip) really unpacks to;
    `ratio`: times its size that it may unpack to, looked at above `ratio_from` bytes; `rows`, `columns` and `cells` (the rectangle they
    reach over) of one sheet; `sheets`: sheets read; `cell`: characters of one cell; `members`: entries of a zip.
    """

    size: int = 200 * MEGABYTE
    uncompressed: int = 400 * MEGABYTE
    ratio: int = 30
    ratio_from: int = 64 * MEGABYTE
    rows: int = 2_000_000
    columns: int = 1_000
    cells: int = 20_000_000
    sheets: int = 100
    cell: int = 100_000
    members: int = 5_000


DEFAULT = Limits()
