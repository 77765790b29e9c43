"""What a move between grades is called: states, kinds of moves, one customer's move, several together.

A customer's state on a day is the grade in force of who bought in the window before it, else `OUT`: not yet, or no more.
So `OUT` -> A is new or back, A -> `OUT` has gone. `moving` finds the moves; it is apart, since Arrow is heavy.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

OUT = "out"
STATES = ("A", "B", "C", OUT)
ORDER = {state: place for place, state in enumerate(STATES)}


class Kind(StrEnum):
    """What became of a customer between the two days."""

    ROSE = "rose"
    CAME = "came"
    FELL = "fell"
    WENT = "went"
    STAYED = "stayed"


CHANGED = (Kind.ROSE, Kind.CAME, Kind.FELL, Kind.WENT)


@dataclass(frozen=True, slots=True)
class Move:
    """One customer: its states on the two days, and the revenue of the windows that ended on them (minor units)."""

    customer_id: str
    was: str
    now: str
    revenue_then_minor: int
    revenue_now_minor: int

    @property
    def moved_minor(self) -> int:
        """By how much the revenue changed."""
        return self.revenue_now_minor - self.revenue_then_minor


@dataclass(frozen=True, slots=True)
class Sum:
    """Several customers together; money in minor units."""

    customers: int
    then_minor: int
    now_minor: int

    @property
    def moved_minor(self) -> int:
        """By how much their revenue changed."""
        return self.now_minor - self.then_minor


def kind_of(was: str, now: str) -> Kind:
    """What a change from one state to another is called."""
    if was == now:
        return Kind.STAYED
    if OUT in {was, now}:
        return Kind.CAME if was == OUT else Kind.WENT
    return Kind.ROSE if ORDER[now] < ORDER[was] else Kind.FELL


def tone_of(was: str, now: str) -> str:
    """Rising is good, falling is a loss."""
    kind = kind_of(was, now)
    return "calm" if kind == Kind.STAYED else "good" if kind in {Kind.ROSE, Kind.CAME} else "lose"
