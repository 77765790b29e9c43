"""DuckDB as the engine embeds it: no download of extensions, bounded memory, whole numbers that stay whole."""

from __future__ import annotations

from pathlib import Path

import duckdb

MEMORY_LIMIT = "700MB"


def connect(
    *, memory_limit: str = MEMORY_LIMIT, threads: int | None = None, spill_to: Path | None = None
) -> duckdb.DuckDBPyConnection:
    """A database in memory that never reaches for the network; beyond `memory_limit` it spills to `spill_to`."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "memory_limit": memory_limit,
        "preserve_insertion_order": False,
    }
    if threads is not None:
        config["threads"] = threads
    if spill_to is not None:
        config["temp_directory"] = str(spill_to)
    return duckdb.connect(config=config)
