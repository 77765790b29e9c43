"""Requests that are truly simultaneous: each has looked whether it is the first before any of them writes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from django.db import connection

PATIENCE = 0.5
"""Seconds to wait for the others: who holds a lock that the others need goes on alone."""

T = TypeVar("T")


def together(acts: Sequence[Callable[[], T]], *, at: str) -> list[T]:
    """What the acts answer, each done in a thread with a connection of its own; each stops once, after its first
    statement in which `at` stands, until the others have come as far."""
    meeting, answers = threading.Barrier(len(acts)), dict.fromkeys(range(len(acts)))

    def run(place: int) -> None:
        waited = False

        def wait(execute: Callable[..., Any], sql: str, *given: Any) -> Any:
            nonlocal waited
            found = execute(sql, *given)
            if at in sql and not waited:
                waited = True
                with suppress(threading.BrokenBarrierError):
                    meeting.wait(PATIENCE)
            return found

        try:
            with connection.execute_wrapper(wait):
                answers[place] = acts[place]()  # type: ignore[assignment]  # filled one by one
            assert waited, f"no statement with {at}"
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in answers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return list(answers.values())  # type: ignore[arg-type]  # all are there by now
