"""`make test`: the whole suite on SQLite and on PostgreSQL, then in a real browser and on a real Spark.

Each stage is a pytest run of its own; the sum of all is printed last. A stage that cannot run on this machine says
why; where it could run and does not, that is a failure.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(Path(__file__).parent))

from browser import see_to_a_browser
from postgres import postgres

COUNT = re.compile(r"(\d+) (passed|failed|error|errors|skipped)")
PLAIN = "not browser and not spark"
SIDE_BY_SIDE = ("-n", "2", "--dist", "worksteal")
"""Each worker keeps to its half, so that what a file makes once is made once; who is through first takes from the other."""

BRIEF = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""A JVM that lives for a minute: what it would spend on becoming fast it does not get back."""


@dataclass
class Total:
    """What all stages added up to."""

    counts: dict[str, int] = field(default_factory=dict)
    red: list[str] = field(default_factory=list)

    def stage(self, name: str, *arguments: str, **environment: str) -> None:
        """Run pytest with these arguments and add up what it says; every line bears the stage's name."""
        begun = time.monotonic()
        command = [sys.executable, "-m", "pytest", *arguments]
        run = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True
        )
        last = ""
        for line in run.stdout or ():
            print(f"{name}: {line}", end="", flush=True)
            last = line if COUNT.search(line) else last
        for number, word in COUNT.findall(last):
            self.counts[word.rstrip("s")] = self.counts.get(word.rstrip("s"), 0) + int(number)
        if run.wait() != 0:
            self.red.append(name)
        print(f"{name}: {time.monotonic() - begun:.0f} s\n", flush=True)


def main() -> int:
    """Run every stage; the exit code is 0 only when all are green."""
    total = Total()
    total.stage("SQLite", *SIDE_BY_SIDE, "-m", PLAIN)
    with postgres() as url:
        total.stage("PostgreSQL", *SIDE_BY_SIDE, "-m", f"{PLAIN} and not one_database", NEEMAN_DATABASE=url)
    browser = see_to_a_browser()
    with ThreadPoolExecutor() as side_by_side:  # each keeps one core busy
        both = [
            side_by_side.submit(
                total.stage, "browser", *SIDE_BY_SIDE, "-m", "browser", NEEMAN_BROWSER=browser
            )
        ]
        if shutil.which("java"):
            both.append(side_by_side.submit(total.stage, "Spark", "-m", "spark", JAVA_TOOL_OPTIONS=BRIEF))
        else:
            print("Spark: there is no Java on this machine")
    for stage in both:
        stage.result()
    failed = total.counts.get("failed", 0) + total.counts.get("error", 0)
    print(
        f"\n{total.counts.get('passed', 0)} passed, {failed} failed, {total.counts.get('skipped', 0)} skipped"
    )
    for name in total.red:
        print(f"red: {name}")
    return 1 if total.red else 0


if __name__ == "__main__":
    raise SystemExit(main())
