"""`neeman backup` and `neeman restore`: everything in one verified file.

A copy of a live SQLite file is not a backup: SQLite's own online backup is, and it is checked before it is trusted.
The file is a zip: `manifest.json` (versions, counts, checksums), the database, and the stored files. The secret key
stays at home: a restored house makes a new one, which only signs everybody out.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import shutil
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

DATABASE = "database.sqlite3"
DUMP = "database.pgdump"
MANIFEST = "manifest.json"


class BackupProblem(Exception):
    """Says in one sentence why a backup cannot be made, trusted or put back."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a backup holds."""

    made_at: str
    rows: int
    files: int
    bytes: int


def write_backup(target: Path) -> Summary:
    """Write a verified backup to `target`. Raises BackupProblem; leaves nothing half-written."""
    from django.conf import settings

    if target.exists():
        raise BackupProblem(f"{target} exists already; choose another name.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        database = _copy_database(Path(folder))
        part = Path(folder) / "part.zip"
        members = {database.name: database} | _stored_files(Path(settings.MEDIA_ROOT))
        manifest = _manifest(database, members)
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
            for name, path in members.items():
                archive.write(path, name)
        verify(part)
        part.rename(target)
    return Summary(
        manifest["made_at"], sum(manifest["rows"].values()), len(members) - 1, target.stat().st_size
    )


def verify(archive: Path) -> dict[str, Any]:
    """Read the whole backup back and compare every checksum; returns the manifest. Raises BackupProblem."""
    try:
        with zipfile.ZipFile(archive) as opened:
            manifest: dict[str, Any] = json.loads(opened.read(MANIFEST))
            for name, checksum in manifest["sha256"].items():
                digest = hashlib.sha256()
                with opened.open(name) as member:
                    for block in iter(lambda: member.read(1 << 20), b""):
                        digest.update(block)
                if digest.hexdigest() != checksum:
                    raise BackupProblem(f"{archive}: {name} is not what was written. Use another backup.")
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as fault:
        raise BackupProblem(f"{archive} is not a whole backup of Neeman ({fault}).") from fault
    return manifest


def restore_backup(archive: Path, *, replace: bool) -> Summary:
    """Put a backup in the place of the present data, which is set aside, never deleted. Raises BackupProblem."""
    from django.conf import settings
    from django.db import connections

    manifest = verify(archive)
    connections.close_all()
    present = Path(connections["default"].settings_dict["NAME"])
    if connections["default"].vendor != "sqlite":
        raise BackupProblem(f"For PostgreSQL: unzip {DUMP} from {archive} and use pg_restore.")
    if present.exists():
        if not replace:
            raise BackupProblem(f"{present} holds data. Add --replace to set it aside and restore over it.")
        _set_aside(present, Path(settings.MEDIA_ROOT))
    with zipfile.ZipFile(archive) as opened:
        for name in manifest["sha256"]:
            place = present if name == DATABASE else _inside(Path(settings.MEDIA_ROOT), name)
            place.parent.mkdir(parents=True, exist_ok=True)
            with opened.open(name) as member, place.open("wb") as out:
                shutil.copyfileobj(member, out)
    check_sqlite(present)
    return Summary(
        manifest["made_at"],
        sum(manifest["rows"].values()),
        len(manifest["sha256"]) - 1,
        archive.stat().st_size,
    )


def check_sqlite(path: Path) -> None:
    """Raise BackupProblem unless the file is sound and every foreign key leads somewhere."""
    sqlite3 = importlib.import_module("sqlite3")
    opened = sqlite3.connect(path)
    try:
        sound = opened.execute("PRAGMA integrity_check").fetchone()[0]
        lost = opened.execute("PRAGMA foreign_key_check").fetchall()
    finally:
        opened.close()
    if sound != "ok" or lost:
        raise BackupProblem(f"{path}: the copy is not sound ({sound}, {len(lost)} lost references).")


def _copy_database(folder: Path) -> Path:
    from django.db import connection

    if connection.vendor == "sqlite":
        copy = folder / DATABASE
        sqlite3 = importlib.import_module("sqlite3")
        source, target = sqlite3.connect(connection.settings_dict["NAME"]), sqlite3.connect(copy)
        with source, target:
            source.backup(target)
        source.close()
        target.close()
        check_sqlite(copy)
        return copy
    program = shutil.which("pg_dump")
    if program is None:
        raise BackupProblem("pg_dump is not on this machine: install PostgreSQL's client programs.")
    copy = folder / DUMP
    facts = connection.settings_dict
    command = [program, "-Fc", "-f", str(copy), "-h", facts["HOST"], "-U", facts["USER"], "-d", facts["NAME"]]
    if facts["PORT"]:
        command += ["-p", facts["PORT"]]
    done = subprocess.run(  # noqa: S603 - our own settings, no shell
        command, env={"PGPASSWORD": facts["PASSWORD"]}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupProblem(f"pg_dump: {done.stderr.strip()}")
    return copy


def _stored_files(root: Path) -> dict[str, Path]:
    return {f"files/{path.relative_to(root)}": path for path in sorted(root.rglob("*")) if path.is_file()}


def _manifest(database: Path, members: dict[str, Path]) -> dict[str, Any]:
    from neeman import __version__

    return {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": __version__,
        "rows": _row_counts(database),
        "sha256": {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in members.items()},
    }


def _row_counts(database: Path) -> dict[str, int]:
    if database.name != DATABASE:
        return {}
    sqlite3 = importlib.import_module("sqlite3")
    opened = sqlite3.connect(database)
    try:
        # a virtual table cannot be counted; the plain ones that it keeps its rows in are
        real = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL %'"
        tables = [row[0] for row in opened.execute(real)]
        return {
            table: opened.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608 - names of its own
            for table in tables
        }
    finally:
        opened.close()


def _set_aside(database: Path, files: Path) -> None:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    for path in (database, *(database.with_name(database.name + tail) for tail in ("-wal", "-shm")), files):
        if path.exists():
            path.rename(path.with_name(f"{path.name}.before-{stamp}"))


def _inside(root: Path, name: str) -> Path:
    """Where a stored file goes; a name that leads out of the folder is refused."""
    place = (root / name.removeprefix("files/")).resolve()
    if not place.is_relative_to(root.resolve()):
        raise BackupProblem(f"{name} leads outside the folder of files: this backup was tampered with.")
    return place
