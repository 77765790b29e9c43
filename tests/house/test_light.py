"""What waits all day stays light: neither the web server nor the worker loads what only a job or a rare page needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.house.running import environment

HEAVY = {
    "numpy",
    "pyarrow",
    "duckdb",
    "ibis",
    "xlsxwriter",
    "neeman.portfolio.computing",
}
STARTED = """
import sys
import neeman.wsgi
from django.urls import get_resolver
from neeman.jobs.registry import JOBS
get_resolver().url_patterns
assert JOBS
{planted}
print("\\n".join(sys.modules))
"""


def loaded(data: Path, planted: str = "") -> set[str]:
    """The modules of a started product."""
    run = [sys.executable, "-W", "ignore", "-c", STARTED.format(planted=planted)]
    return set(
        subprocess.run(run, env=environment(data), capture_output=True, text=True, check=True).stdout.split()
    )


def test_a_started_product_is_light(tmp_path: Path) -> None:
    assert not loaded(tmp_path) & HEAVY


def test_what_is_heavy_would_be_seen(tmp_path: Path) -> None:
    assert loaded(tmp_path, "import pyarrow") & HEAVY == {"numpy", "pyarrow"}
