"""The one SQLite: which versions may use the write-ahead log, how each connection is set, and that nothing is lost."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from neeman.lib.sqlite import journal_mode, library_version
from tests.house.code import ROOT, files, shown

pytestmark = pytest.mark.one_database
OTHER_LIBRARIES = re.compile(
    r"adbc_driver_sqlite|sqlite_scanner|sqlite_scan\b|read_sqlite|ATTACH\b.*SQLITE", re.I
)
Act = Callable[..., "subprocess.Popen[str]"]
PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "secure_delete": 1,
    "mmap_size": 0,
}


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 34, 1), "DELETE"),
        ((3, 40, 1), "DELETE"),  # Debian 12
        ((3, 44, 5), "DELETE"),
        ((3, 44, 6), "WAL"),  # a back-port of the fix
        ((3, 45, 0), "DELETE"),
        ((3, 46, 1), "DELETE"),  # Debian 13
        ((3, 50, 6), "DELETE"),
        ((3, 50, 7), "WAL"),  # a back-port of the fix
        ((3, 51, 0), "DELETE"),
        ((3, 51, 2), "DELETE"),
        ((3, 51, 3), "WAL"),
        ((3, 52, 0), "WAL"),
        ((4, 0, 0), "WAL"),
    ],
)
def test_versions_that_can_lose_data_get_no_write_ahead_log(version: tuple[int, int, int], mode: str) -> None:
    assert journal_mode(version) == mode


def test_the_library_of_this_house_is_a_safe_one() -> None:
    assert journal_mode(library_version()) == "WAL", "a machine with a wheel of pysqlite3 runs on it"


def pragmas() -> dict[str, object]:
    with connection.cursor() as cursor:
        return {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="speaks of SQLite")
@pytest.mark.django_db(transaction=True)
def test_every_connection_keeps_what_it_acknowledged() -> None:
    """The first of this process, and one that another thread opens for itself."""
    seen = [pragmas()]

    def in_another_thread() -> None:
        seen.append(pragmas())
        connection.close()

    thread = threading.Thread(target=in_another_thread)
    thread.start()
    thread.join()
    assert seen == [PRAGMAS, PRAGMAS]


def test_no_second_sqlite_opens_the_house() -> None:
    """Two SQLite libraries in one process drop each other's locks (sqlite.org, "How to corrupt", 2.2.1)."""
    assert OTHER_LIBRARIES.search("import adbc_driver_sqlite")
    assert OTHER_LIBRARIES.search("ATTACH 'x.sqlite3' AS house (TYPE SQLITE)")
    found = [
        shown(path, number)
        for path in files("*.py")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if OTHER_LIBRARIES.search(line)
    ]
    assert found == []


@pytest.fixture
def act(tmp_path: Path) -> Iterator[Act]:
    """Starts a process of `hammering` on one new database; none of them outlives the test."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("NEEMAN_")}
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    begun: list[subprocess.Popen[str]] = []

    def begin(act: str, number: int = 0) -> subprocess.Popen[str]:
        begun.append(
            subprocess.Popen(
                [sys.executable, "-m", "tests.house.hammering", act, str(number)],
                env={**clean, "PYTHONPATH": paths, "NEEMAN_DATA": str(tmp_path)},
                cwd=ROOT,
                stdout=subprocess.PIPE,
                text=True,
            )
        )
        return begun[-1]

    yield begin
    for process in begun:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def test_writers_hammer_while_the_portfolio_is_computed(act: Act) -> None:
    """Three writers are killed in the middle of their work; whatever each was told is kept is there, once, and whole."""
    assert act("prepare", 100).wait() == 0
    writers = [act("write", number) for number in (1, 2, 3)]
    computing = act("compute")
    rounds, _ = computing.communicate(timeout=300)
    for writer in writers:
        writer.kill()
    told = [key for writer in writers for key in writer.communicate()[0].split()]
    said, _ = act("look").communicate(timeout=60)
    found = json.loads(said)
    assert (computing.returncode, rounds.split()) == (0, ["0", "1"])
    assert {key.split("-")[0] for key in told} == {"1", "2", "3"}, "each of them wrote"
    assert found["integrity"] == ["ok"]
    assert found["broken"] == 0
    assert len(found["keys"]) == len(set(found["keys"]))
    assert set(told) <= set(found["keys"]), "an acknowledged commit is never lost"
    assert found["lines"] == 2 * len(found["keys"]), "nothing half done"
