"""`neeman doctor`: is this house in order? One line a question, and what to do where it is not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

Level = Literal["ok", "warn", "fail"]
LOW_DISK_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to one question."""

    level: Level
    text: str


def examine() -> Iterator[Finding]:
    """All findings, in order of weight. Reads only."""
    yield sqlite_finding()
    yield from database_findings()
    yield disk_finding()
    yield from queue_findings()
    yield from log_findings()
    yield from asset_findings()


def sqlite_finding(version: tuple[int, int, int] | None = None) -> Finding:
    """Whether the SQLite in use has the fix of the WAL fault."""
    from neeman.lib.sqlite import is_safe_for_wal, library_version

    version = version or library_version()
    name = ".".join(map(str, version))
    if is_safe_for_wal(version):
        return Finding("ok", f"SQLite {name} is safe for WAL")
    return Finding("warn", f"SQLite {name} has the WAL-reset fault, so WAL is off: slower, but safe")


def database_findings() -> Iterator[Finding]:
    """Reachable, sound, durable, and at the newest migration."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import Error

    from neeman.cli.upgrade import TooOld, refuse_too_old

    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA quick_check(1)")
                sound = cursor.fetchone()[0]
                yield Finding("ok" if sound == "ok" else "fail", f"database file: {sound}")
                cursor.execute("PRAGMA synchronous")
                full = cursor.fetchone()[0] == 2
                yield Finding(
                    "ok" if full else "fail",
                    "commits survive a power cut" if full else "synchronous is not FULL",
                )
            else:
                cursor.execute("SHOW server_version")
                yield Finding("ok", f"PostgreSQL {cursor.fetchone()[0]}")
        refuse_too_old()
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except Error as fault:
        yield Finding("fail", f"the database does not answer: {fault}")
        return
    except TooOld as reason:
        yield Finding("fail", str(reason))
        return
    if waiting:
        yield Finding("fail", f"{waiting} migrations wait: start Neeman once with `neeman run`")
    else:
        yield Finding("ok", "the database is at the newest migration")


def disk_finding() -> Finding:
    """Room on the disk of the data."""
    from django.conf import settings

    free = shutil.disk_usage(settings.DATA).free
    text = f"{free // 1_000_000_000} GB free in {settings.DATA}"
    return Finding("ok" if free > LOW_DISK_BYTES else "fail", text)


def queue_findings() -> Iterator[Finding]:
    """Jobs that wait too long, or failed in the last day."""
    from django.db.utils import Error
    from django.utils import timezone

    from neeman.jobs.queries import health

    try:
        late, failed = health(timezone.now(), patience=timedelta(minutes=5))
    except Error:
        return  # said already: the database does not answer
    yield Finding(
        "warn" if late else "ok", f"{late} jobs have waited for over five minutes" if late else "no job waits"
    )
    yield Finding(
        "warn" if failed else "ok", f"{failed} jobs failed in the last day" if failed else "no job failed"
    )


def log_findings() -> Iterator[Finding]:
    """Whether anybody changed a past line of the log, organization by organization."""
    from django.db.utils import Error

    from neeman.orgs.access import house_access
    from neeman.orgs.chain import broken_seal
    from neeman.orgs.models import Organization
    from neeman.orgs.wall import organization_scope

    try:
        for organization in Organization.objects.order_by("pk"):
            with organization_scope(organization.pk):
                broken = broken_seal(house_access(organization))
            if broken:
                day = f"{broken.sealed_at:%Y-%m-%d}"
                yield Finding("fail", f"the log of {organization.slug} was changed before its seal of {day}")
            else:
                yield Finding("ok", f"the log of {organization.slug} is as it was sealed")
    except Error:
        return  # said already: the database does not answer


def asset_findings() -> Iterator[Finding]:
    """Whether fonts, icons and the Hebrew catalogue were built."""
    import neeman

    root = Path(neeman.__file__).parent
    for path, what in (
        (root / "ui/static/vendor", "fonts, icons and htmx"),
        (root / "locale/he/LC_MESSAGES/django.mo", "the Hebrew catalogue"),
    ):
        there = path.exists()
        yield Finding(
            "ok" if there else "fail", f"{what}: {'built' if there else 'missing; run `make setup`'}"
        )
