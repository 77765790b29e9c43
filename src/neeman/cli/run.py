"""`neeman run`: prepare the database, then web server and worker together until told to stop."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType

import typer

from neeman.lib.turn import preparing

MOST_THREADS = 8
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def run(host: str, port: int, *, demo: bool) -> int:
    """Returns the exit code. Refuses to serve plain http to the world."""
    if host not in LOOPBACK and not os.environ.get("NEEMAN_URL", "").startswith("https://"):
        typer.echo(
            f"Refusing to listen on {host} without TLS: passwords would travel in the open. Put a proxy with a "
            "certificate in front and set NEEMAN_URL=https://your.address",
            err=True,
        )
        return 2
    # A passkey belongs to a name, never to a number: at http://127.0.0.1 no browser offers one.
    os.environ.setdefault("NEEMAN_URL", f"http://localhost:{port}")
    return serve(host, port, demo=demo)


def _prepare_apart(*, demo: bool) -> int:
    """In a child, so that what waits for the two servers to end does not hold a whole product meanwhile."""
    child = multiprocessing.get_context("fork").Process(target=prepare, kwargs={"demo": demo})
    child.start()
    child.join()
    return child.exitcode or 0


def prepare(*, demo: bool) -> None:
    """Bring the database up to date and see to it that somebody can enter. Exits with 2 where the data are too old."""
    from neeman.cli.app import start_django

    start_django()
    from neeman.cli.assets import lay_out_assets
    from neeman.cli.entrance import print_entrance
    from neeman.cli.upgrade import TooOld, bring_up_to_date

    try:
        bring_up_to_date()
    except TooOld as reason:
        typer.echo(str(reason), err=True)
        raise SystemExit(2) from None
    lay_out_assets()
    print_entrance(demo=demo)


def serve(host: str, port: int, *, demo: bool) -> int:
    """Prepare, then run both children; when one ends, or on a signal, end the other."""
    stop = threading.Event()

    def on_signal(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    data = Path(os.environ.get("NEEMAN_DATA", "var")).resolve()
    children: list[subprocess.Popen[bytes]] = []
    try:
        with preparing(data):
            # In a house that has been here before both load their code meanwhile; a new one has no key to load yet.
            children += _start(host, port) if (data / "secret.key").exists() else []
            failed = _prepare_apart(demo=demo)
        if failed:
            return failed
        children += [] if children else _start(host, port)
        while not stop.is_set() and all(child.poll() is None for child in children):
            stop.wait(0.3)
    finally:
        _end(children)
    return 0 if stop.is_set() else 1


def _start(host: str, port: int) -> list[subprocess.Popen[bytes]]:
    return [subprocess.Popen(command, process_group=0) for command in (_web(host, port), _worker())]  # noqa: S603 - our own


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    """Ask them to end; whoever has not within ten seconds is killed, and what it left running with it."""
    for child in children:
        child.terminate()
    deadline = time.monotonic() + 10
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.1, deadline - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)


def _web(host: str, port: int) -> list[str]:
    address = "127.0.0.1" if host == "localhost" else host  # the server binds addresses, not names
    threads = str(
        min(MOST_THREADS, 2 * (os.cpu_count() or 1) + 1)
    )  # more wait for each other, and the server warns
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", address, "--port", str(port)),
        *("--workers", "1", "--blocking-threads", threads, "--log-level", "warning"),
        "neeman.wsgi:application",
    ]


def _worker() -> list[str]:
    return [sys.executable, "-m", "neeman.jobs"]
