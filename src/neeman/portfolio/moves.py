"""Grade moves between two snapshots: who rose, fell, came and went, from the tables of customers of both days.

A customer's state on a day is the grade in force of who bought in the window before it, else `OUT`: not yet, or no more.
So `OUT` -> A is new or back, A -> `OUT` has gone; who was out on both days is not counted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from neeman.portfolio.models import Snapshot
from neeman.portfolio.queries import customers_of

OUT = "out"
STATES = ("A", "B", "C", OUT)
COLUMNS = ["customer_id", "grade_in_force", "purchases_window", "revenue_window_minor"]
ORDER = {state: place for place, state in enumerate(STATES)}


@dataclass(frozen=True, slots=True)
class Move:
    """One customer: its states on the two days, and the revenue of the windows that ended on them (minor units)."""

    customer_id: str
    was: str
    now: str
    revenue_then_minor: int
    revenue_now_minor: int

    @property
    def weight_minor(self) -> int:
        """The revenue by which the move is weighed: the larger of the two windows', never below zero."""
        return max(self.revenue_then_minor, self.revenue_now_minor, 0)

    @property
    def tone(self) -> str:
        """Rising is good, falling is a loss."""
        step = ORDER[self.was] - ORDER[self.now]
        return "good" if step > 0 else "lose" if step < 0 else "calm"


@dataclass(frozen=True)
class Moves:
    """Every customer who bought in either window, largest first."""

    all: list[Move]

    def counts(self) -> Counter[tuple[str, str]]:
        """(was, now) -> customers."""
        return Counter((move.was, move.now) for move in self.all)

    def revenue_minor(self) -> Counter[tuple[str, str]]:
        """(was, now) -> revenue of the later window; of the earlier one for those who have gone."""
        sums: Counter[tuple[str, str]] = Counter()
        for move in self.all:
            revenue = move.revenue_then_minor if move.now == OUT else move.revenue_now_minor
            sums[move.was, move.now] += revenue
        return sums

    def of(self, was: str, now: str) -> list[Move]:
        """The customers of one cell; an empty `was` or `now` stands for any."""
        return [move for move in self.all if was in {"", move.was} and now in {"", move.now}]

    @property
    def changed(self) -> list[Move]:
        """Those whose state is not what it was."""
        return [move for move in self.all if move.was != move.now]


def moves_between(earlier: Snapshot, later: Snapshot) -> Moves:
    """The moves of all customers; reads both tables."""
    then, now = _states(earlier), _states(later)
    nobody = (OUT, 0)
    moves = [
        Move(
            pk,
            then.get(pk, nobody)[0],
            now.get(pk, nobody)[0],
            then.get(pk, nobody)[1],
            now.get(pk, nobody)[1],
        )
        for pk in then.keys() | now.keys()
    ]
    seen = [move for move in moves if (move.was, move.now) != (OUT, OUT)]
    return Moves(sorted(seen, key=lambda move: (-move.weight_minor, int(move.customer_id))))


def _states(snapshot: Snapshot) -> dict[str, tuple[str, int]]:
    ids, grades, purchases, revenues = (
        column.to_pylist() for column in customers_of(snapshot, COLUMNS).columns
    )
    return {
        pk: (grade if bought else OUT, revenue)
        for pk, grade, bought, revenue in zip(ids, grades, purchases, revenues, strict=True)
    }
