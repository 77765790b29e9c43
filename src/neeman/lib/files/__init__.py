"""Files in: one reader for csv, txt, xls, xlsx, ods, parquet, vcf, HTML tables and the Israeli uniform structure.

`inspect(path)` says what a file holds, `read(path, sheet)` gives its rows by column. A file that cannot be read
answers with a `FileProblem` (code and parameters; English templates in `neeman.lib.messages`), never with a crash; an upload
is read inside `sandbox.run_limited`. What a column *means* is decided in `neeman.lib.columns`.
"""

from neeman.lib.cells import Cell, cell_text
from neeman.lib.files.limits import DEFAULT, Limits
from neeman.lib.files.reading import inspect, read
from neeman.lib.files.shapes import (
    Chunk,
    FileInfo,
    FileProblem,
    RowNote,
    SheetInfo,
    column_letters,
)

__all__ = [
    "DEFAULT",
    "Cell",
    "Chunk",
    "FileInfo",
    "FileProblem",
    "Limits",
    "RowNote",
    "SheetInfo",
    "cell_text",
    "column_letters",
    "inspect",
    "read",
]
