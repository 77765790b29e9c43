"""One value of a file's cell, as every reader gives it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

Cell = str | int | float | bool | Decimal | date | datetime | time | timedelta | None
"""Text trimmed, an empty cell None, numbers and dates where the file types them."""


def cell_text(value: Cell) -> str:
    """A cell as a person would write it: 17850.0 is "17850", a date 2026-03-07, nothing is ""."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return str(value)
