"""The product as its own processes, on a free port with data of its own: for the tests and the bench of `neeman run`."""

from __future__ import annotations

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.house.code import ROOT

NEEMAN = [sys.executable, "-c", "from neeman.cli import main; main()", "run"]
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


def environment(data: Path, **given: str) -> dict[str, str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("NEEMAN_", "DJANGO_"))}
    return {**clean, "PYTHONPATH": str(ROOT / "src"), "NEEMAN_DATA": str(data), **given}


@dataclass
class Product:
    """One run of the product, and a browser's worth of cookies."""

    process: subprocess.Popen[str]
    port: int
    link: str = ""
    jar: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    def __post_init__(self) -> None:
        no_proxy, cookies = urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.jar)
        self.opener = urllib.request.build_opener(no_proxy, cookies)

    def url(self, path: str) -> str:
        return f"http://localhost:{self.port}{path}"

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page."""
        return self._ask(urllib.request.Request(self.url(path)))

    def post(self, path: str, **data: str) -> tuple[int, str]:
        """Send a form as its own page would, with that page's token."""
        token = TOKEN.search(self.get(path)[1])
        form = {**data, "csrfmiddlewaretoken": token[1] if token else ""}
        return self._ask(urllib.request.Request(self.url(path), urllib.parse.urlencode(form).encode()))

    def children(self) -> list[int]:
        """The web server and the worker."""
        pid = self.process.pid
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def enter(self) -> tuple[int, str]:
        """Press the button behind the one-time link."""
        return self.post(urllib.parse.urlsplit(self.link).path)

    def is_up(self) -> bool:
        """Whether the web server answers."""
        try:
            return self.get("/healthz") == (200, "ok")
        except urllib.error.URLError:
            return False

    def stop(self) -> int:
        """SIGTERM, as a machine that goes down sends it; returns the exit code."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(12)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code

    def _ask(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self.opener.open(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read().decode()


def until(done: Callable[[], bool], seconds: float, what: str) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, f"{what}: not within {seconds} s"
        time.sleep(0.2)


def start(data: Path, *arguments: str) -> Product:
    """Start it and wait until it answers."""
    port = free_port()
    process = subprocess.Popen(
        [*NEEMAN, *arguments],
        env=environment(data, PORT=str(port)),
        cwd=data,
        stdout=subprocess.PIPE,
        text=True,
    )
    product = Product(process, port)
    assert process.stdout is not None
    said = process.stdout.readline()
    product.link = said.removeprefix("enter ").strip()
    assert product.link.startswith(f"http://localhost:{port}/enter/"), said
    until(product.is_up, 30, "/healthz")
    return product
