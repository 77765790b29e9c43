"""`neeman run` as a person starts it: the link, the two processes, the first figures, the end, and the next morning."""

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
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.house.code import ROOT

pytestmark = pytest.mark.one_database
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
    opener: urllib.request.OpenerDirector = field(
        default_factory=lambda: urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )
    )

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

    def is_up(self) -> bool:
        """Whether the web server answers."""
        try:
            return self.get("/healthz") == (200, "ok")
        except urllib.error.URLError:
            return False

    def stop(self) -> int:
        """SIGTERM, as a machine that goes down sends it; returns the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(12)

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


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("run")


@pytest.fixture
def product(data: Path) -> Iterator[Product]:
    """The first test to ask gives the house its demo business; the next ones find it there."""
    started = start(data, "--demo")
    yield started
    if started.process.poll() is None:
        started.stop()
    assert started.process.stdout is not None
    started.process.stdout.close()


def customers(product: Product) -> set[str]:
    return set(re.findall(r"/demo/customers/(\d+)/", product.get("/demo/customers/")[1]))


def enter(product: Product) -> tuple[int, str]:
    return product.post(urllib.parse.urlsplit(product.link).path)


def test_the_link_opens_once_and_the_figures_come(product: Product) -> None:
    assert product.get("/demo/customers/")[1].count("/account/login/") >= 1, "signed out so far"
    assert enter(product)[0] == 200
    assert len(customers(product)) > 10
    assert len(product.children()) == 2
    until(lambda: product.get("/demo/portfolio/")[1].count('class="figures"') == 1, 60, "the portfolio")
    spent = Product(product.process, product.port, product.link)
    assert enter(spent)[0] in {404, 410}


def test_it_ends_when_told_and_is_as_it_was_when_it_comes_back(product: Product, data: Path) -> None:
    enter(product)
    before, children = customers(product), product.children()
    assert before, "the house of the first test"
    assert product.stop() == 0
    assert [pid for pid in children if Path(f"/proc/{pid}").exists()] == []
    again = start(data, "--demo")
    try:
        assert again.link != product.link
        enter(again)
        assert customers(again) == before
    finally:
        again.stop()
        assert again.process.stdout is not None
        again.process.stdout.close()


def test_half_a_product_is_none(product: Product) -> None:
    """When one of the two dies, the other is ended too, and whoever watches `neeman run` is told by its exit code."""
    web, worker = product.children()
    os.kill(worker, signal.SIGKILL)
    assert product.process.wait(12) == 1
    assert not Path(f"/proc/{web}").exists()


def test_plain_http_is_refused_to_the_world(tmp_path: Path) -> None:
    done = subprocess.run(
        NEEMAN,
        env=environment(tmp_path, HOST="0.0.0.0", PORT=str(free_port())),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 2
    assert "without TLS" in done.stderr
    assert "NEEMAN_URL=https://" in done.stderr
    assert list(tmp_path.iterdir()) == [], "refused before anything was made"
