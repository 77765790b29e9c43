"""DuckDB as the engine embeds it: no download of extensions, bounded memory, whole numbers that stay whole."""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb

MEMORY_LIMIT = "500MB"


def connect(
    *, memory_limit: str = MEMORY_LIMIT, threads: int | None = None, spill_to: Path | None = None
) -> duckdb.DuckDBPyConnection:
    """A database in memory that never reaches for the network.

    Beyond `memory_limit` it spills to files in `spill_to`, the system's folder for such files when none is given.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "memory_limit": memory_limit,
        "preserve_insertion_order": False,
        "temp_directory": str(spill_to or tempfile.gettempdir()),
    }
    if threads is not None:
        config["threads"] = threads
    return duckdb.connect(config=config)
