"""The floors hold, and the check that says so sees a planted fault."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.house.code import ROOT, SOURCE


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=root,
        env={
            "PYTHONPATH": str(root / "src"),
            "PATH": "/usr/bin:/bin",
            "DJANGO_SETTINGS_MODULE": "neeman.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_floors_hold() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout


def test_a_planted_fault_is_seen(tmp_path: Path) -> None:
    shutil.copy(ROOT / ".importlinter", tmp_path)
    shutil.copytree(SOURCE, tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "vendor", "tests"))
    for place, fault in {
        "neeman/orgs/queries.py": "from neeman.customers import models  # upward",
        "neeman_engine/__init__.py": "import django",
        "neeman/lib/sqlite.py": "import django",
    }.items():
        path = tmp_path / "src" / place
        path.write_text(f"{path.read_text('utf-8')}\n{fault}\n", "utf-8")
    (tmp_path / "src/neeman/cellar").mkdir()
    (tmp_path / "src/neeman/cellar/__init__.py").write_text("")
    done = lint_imports(tmp_path)
    assert done.returncode == 1
    for broken in ("orgs.queries", "The engine knows neither", "Pure helpers", "cellar"):
        assert broken in done.stdout
