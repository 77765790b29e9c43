"""`neeman run` as a person starts it: the link, the two processes, the first figures, the end, and the next morning."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.running import NEEMAN, Product, environment, free_port, start, until

pytestmark = pytest.mark.one_database


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


def test_the_link_opens_once_and_the_figures_come(product: Product) -> None:
    assert product.get("/demo/customers/")[1].count("/account/login/") >= 1, "signed out so far"
    assert product.enter()[0] == 200
    assert len(customers(product)) > 10
    assert len(product.children()) == 2
    until(lambda: product.get("/demo/portfolio/")[1].count('class="figures"') == 1, 60, "the portfolio")
    spent = Product(product.process, product.port, product.link)
    assert spent.enter()[0] in {404, 410}


def test_it_ends_when_told_and_is_as_it_was_when_it_comes_back(product: Product, data: Path) -> None:
    product.enter()
    before, children = customers(product), product.children()
    assert before, "the house of the first test"
    assert product.stop() == 0
    assert [pid for pid in children if Path(f"/proc/{pid}").exists()] == []
    again = start(data, "--demo")
    try:
        assert again.link != product.link
        again.enter()
        assert customers(again) == before
    finally:
        again.stop()


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
