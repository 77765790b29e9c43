"""What is asked for twice is done once, also by two requests at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, transaction

T = TypeVar("T")


def once(find: Callable[[], T | None], do: Callable[[], T]) -> T:
    """What `find` knows from before, else what `do` writes under the same key.

    Two who find nothing at the same moment both write; the database lets one of the keys in, and the other one gets what
    was written under it. `do` runs in a transaction of its own and must write nothing elsewhere.
    """
    known = find()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return do()
    except IntegrityError:
        known = find()
        if known is None:
            raise
        return known
