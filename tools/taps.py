"""`make taps`: does each daily job in a real browser and prints what it cost: job, width, counted, budget."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree as ET

from browser import see_to_a_browser

ROOT = Path(__file__).resolve().parent.parent
WIDTHS = {"phone": "390", "desk": "1280"}


def main() -> int:
    """The status of the tests themselves."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "taps.xml"
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "tests/browser/test_taps.py",
            "-o",
            "junit_family=xunit1",
            f"--junitxml={report}",
        ]
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, "NEEMAN_BROWSER": see_to_a_browser()})
        rows = [
            ast.literal_eval(found.attrib["value"])
            for found in ET.parse(report).iter("property")
            if found.attrib["name"] == "taps"
        ]
    print(f"{'job':52} {'width':>5} {'taps':>5} {'of':>3} {'keys':>5} {'of':>3}")
    for job, size, taps, keys, most_taps, most_keys in sorted(rows):
        print(f"{job:52} {WIDTHS[size]:>5} {taps:>5} {most_taps:>3} {keys:>5} {most_keys:>3}")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
