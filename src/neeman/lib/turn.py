"""One waits for another: the servers load their code while the database is brought up to date, and begin after it.

A lock on a file in the data folder, which is let go however its holder ends.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = "preparing.lock"


@contextmanager
def preparing(data: Path) -> Iterator[None]:
    """While this lasts, whoever waits for the house in this folder waits."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (data / LOCK).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def wait_until_prepared(data: Path) -> None:
    """Return once nobody prepares the house in this folder; at once where nobody ever did."""
    if (data / LOCK).exists():
        with (data / LOCK).open() as asked:
            fcntl.flock(asked, fcntl.LOCK_SH)
