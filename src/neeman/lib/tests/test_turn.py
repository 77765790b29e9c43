"""Whoever starts while the house is being prepared waits for it, in whatever process; nobody waits for a dead one."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from neeman.lib.turn import preparing, wait_until_prepared

WAIT = "import sys, pathlib; from neeman.lib.turn import wait_until_prepared as w; w(pathlib.Path(sys.argv[1])); print('on')"


def test_where_nobody_prepares_nobody_waits(tmp_path: Path) -> None:
    wait_until_prepared(tmp_path / "never")
    with preparing(tmp_path / "new"):
        pass
    wait_until_prepared(tmp_path / "new")


def test_another_process_waits(tmp_path: Path) -> None:
    with preparing(tmp_path):
        waiting = subprocess.Popen(
            [sys.executable, "-c", WAIT, str(tmp_path)], stdout=subprocess.PIPE, text=True
        )
        went = threading.Thread(target=waiting.wait)
        went.start()
        went.join(0.5)
        assert waiting.poll() is None
    assert waiting.communicate(timeout=20)[0] == "on\n"
    went.join()
