"""The mark that a public form carries: signed, so that it is ours; dated, so that nobody sends faster than one writes."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from django.core import signing

SALT = "neeman.sales.lead_form"
TOO_FAST = timedelta(seconds=3)
LIFE = timedelta(hours=12)


class Mark(StrEnum):
    """What a mark is worth."""

    GOOD = "good"
    FAST = "fast"
    DEAD = "dead"


def new_mark(address: str, now: datetime) -> str:
    """A mark for one page of the form at `address`, good once."""
    return signing.dumps([address, secrets.token_urlsafe(12), now.timestamp()], salt=SALT)


def read_mark(mark: str, address: str, now: datetime) -> tuple[Mark, str]:
    """What a mark is worth at `now`, and its once-only part (empty for a dead one)."""
    try:
        of, once, made = signing.loads(mark, salt=SALT)
        age = timedelta(seconds=now.timestamp() - made)
    except (signing.BadSignature, ValueError, TypeError):
        return Mark.DEAD, ""
    if of != address or age > LIFE:
        return Mark.DEAD, ""
    return (Mark.FAST if age < TOO_FAST else Mark.GOOD), once
