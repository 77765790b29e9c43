"""`check --deploy` has nothing to say about the settings as they are shipped, and would say it if it had."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.code import ROOT


def check(data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Django's own check in a process of its own, so that settings are read afresh."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("NEEMAN_")}
    paths = os.pathsep.join([str(ROOT / "src"), clean.get("PYTHONPATH", "")])
    return subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        env={
            **clean,
            "PYTHONPATH": paths,
            "DJANGO_SETTINGS_MODULE": "neeman.settings",
            "NEEMAN_DATA": str(data),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("url", ["https://crm.example.co.il", "http://localhost:8000"])
def test_nothing_to_say(tmp_path: Path, url: str) -> None:
    done = check(tmp_path, NEEMAN_URL=url)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout + done.stderr


def test_a_planted_fault_is_seen(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("short")
    done = check(tmp_path, NEEMAN_URL="https://crm.example.co.il")
    assert done.returncode == 1
    assert "security.W009" in done.stderr
