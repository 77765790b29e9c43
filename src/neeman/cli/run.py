"""`neeman run`: prepare the database, then web server and worker together until told to stop."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from types import FrameType

import typer

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
    return _prepare_apart(demo=demo) or serve(host, port)


def _prepare_apart(*, demo: bool) -> int:
    """In a child, so that what waits for the two servers to end does not hold a whole product meanwhile."""
    child = multiprocessing.get_context("fork").Process(target=prepare, kwargs={"demo": demo})
    child.start()
    child.join()
    return child.exitcode or 0


def prepare(*, demo: bool) -> None:
    """Bring the database up to date and see to it that somebody can enter."""
    from neeman.cli.app import start_django

    start_django()
    from django.core.management import call_command

    from neeman.cli.entrance import print_entrance

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    print_entrance(demo=demo)


def serve(host: str, port: int) -> int:
    """Run both children; when one ends, or on a signal, end the other."""
    stop = threading.Event()

    def on_signal(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    children = [subprocess.Popen(command) for command in (_web(host, port), _worker())]  # noqa: S603 - our own
    while not stop.is_set() and all(child.poll() is None for child in children):
        stop.wait(0.3)
    for child in children:
        child.terminate()
    deadline = time.monotonic() + 10
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
    return 0 if stop.is_set() else 1


def _web(host: str, port: int) -> list[str]:
    address = "127.0.0.1" if host == "localhost" else host  # the server binds addresses, not names
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", address, "--port", str(port)),
        *("--workers", "1", "--blocking-threads", "8", "--log-level", "warning", "neeman.wsgi:application"),
    ]


def _worker() -> list[str]:
    return [sys.executable, "-m", "neeman.jobs"]
