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
    """Call `over` after each transaction and `wait` before the next; work that needs no pen goes in between."""

    def __init__(self) -> None:
        self._since = self._over = time.monotonic()

    def over(self) -> None:
        """The pen was laid down."""
        self._over = time.monotonic()

    def wait(self) -> None:
        """When the pen was held for long, see that it lies for as long as it takes whoever waits to ask once."""
        if connection.vendor != "sqlite" or self._over - self._since <= HELD_SECONDS:
            return
        time.sleep(max(0.0, PAUSE_SECONDS - (time.monotonic() - self._over)))
        self._since = time.monotonic()
