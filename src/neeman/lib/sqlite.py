"""The one SQLite that may open the product's database.

SQLite 3.7.0 to 3.51.2 can lose or corrupt a WAL database when two connections write and checkpoint at the same
instant (fixed in 3.51.3, and in the back-ports 3.50.7 and 3.44.6). Debian 12 and most Pythons carry such a version,
so a current one from PyPI takes the place of the standard module before Django is imported.
"""

from __future__ import annotations

import importlib
import sys

Version = tuple[int, int, int]

FIXED: Version = (3, 51, 3)
BACK_PORTS: tuple[tuple[Version, Version], ...] = (((3, 44, 6), (3, 45, 0)), ((3, 50, 7), (3, 51, 0)))


def use_safe_sqlite() -> None:
    """Let `import sqlite3` mean the current SQLite, where a wheel of it exists for this machine."""
    if "sqlite3" in sys.modules and getattr(sys.modules["sqlite3"], "__name__", "") == "pysqlite3":
        return
    try:
        module = importlib.import_module("pysqlite3")
        dbapi2 = importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        return  # no wheel for this platform: `journal_mode` then gives up WAL instead of safety
    sys.modules["sqlite3"] = module
    sys.modules["sqlite3.dbapi2"] = dbapi2


def is_safe_for_wal(version: Version) -> bool:
    """Whether this SQLite has the fix of the WAL-reset fault."""
    return version >= FIXED or any(low <= version < high for low, high in BACK_PORTS)


def library_version() -> Version:
    """The version of the SQLite that `import sqlite3` gives now."""
    sqlite3 = importlib.import_module("sqlite3")
    major, minor, patch = (int(part) for part in sqlite3.sqlite_version.split("."))
    return major, minor, patch


def journal_mode(version: Version) -> str:
    """WAL where it is safe; the slower rollback journal where this SQLite has the fault."""
    return "WAL" if is_safe_for_wal(version) else "DELETE"
