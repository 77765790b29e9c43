"""Which jobs exist: a room puts `@job("room.verb")` on a function `(access, run, **payload) -> result` in its jobs.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Work = Callable[..., dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Registered:
    """A job's function and the limits under which its process lives."""

    name: str
    work: Work
    seconds: int
    memory_mb: int
    attempts: int
    nightly: bool
    follows: tuple[str, ...]
    yields: bool


JOBS: dict[str, Registered] = {}


def job(
    name: str,
    *,
    seconds: int = 600,
    memory_mb: int = 2_048,
    attempts: int = 3,
    nightly: bool = False,
    follows: tuple[str, ...] = (),
    yields: bool = False,
) -> Callable[[Work], Work]:
    """Register a job. `nightly` ones are queued for every organization each night, with no payload; those that follow
    something are queued when a lower room tells of it (`services.tell_of`). What `yields` is the machine's own work:
    it waits behind what people wait for, and is stopped and begun again for it, as long as it has attempts left.
    """

    def register(work: Work) -> Work:
        if name in JOBS and JOBS[name].work is not work:
            raise ValueError(f"two jobs are called {name}")
        JOBS[name] = Registered(name, work, seconds, memory_mb, attempts, nightly, follows, yields)
        return work

    return register
