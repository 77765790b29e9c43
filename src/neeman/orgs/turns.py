"""Long work in many transactions lets others write in between.

SQLite has one pen. Whoever waits for it asks again every 100 ms, so work that takes it up at once after each
transaction keeps everybody else out until they give up. PostgreSQL locks rows and needs none of this.
"""

from __future__ import annotations

import time

from django.db import connection

HELD_SECONDS = 1.5
PAUSE_SECONDS = 0.11


class Turns:
    """Call `give` between two transactions."""

    def __init__(self) -> None:
        self._since = time.monotonic()

    def give(self) -> None:
        """Pause, when the pen was held for long, until whoever waits has asked once."""
        if connection.vendor == "sqlite" and time.monotonic() - self._since > HELD_SECONDS:
            time.sleep(PAUSE_SECONDS)
            self._since = time.monotonic()
