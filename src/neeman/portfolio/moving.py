"""Grade moves between two snapshots, from the tables of customers of both days.

Held as columns, for there may be a hundred thousand customers and a page names twenty. Who was out on both days is not
counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from neeman.portfolio.models import Snapshot
from neeman.portfolio.moves import ORDER, OUT, STATES, Kind, Move, Sum, kind_of
from neeman.portfolio.queries import customers_of
from neeman_engine.arrays import numbers, whole

COLUMNS = ["customer_id", "grade_in_force", "purchases_window", "revenue_window_minor"]
OUTSIDE = ORDER[OUT]

Ints = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


@dataclass(frozen=True)
class Moves:
    """Every customer who bought in either window, by the larger of the two windows' revenue, largest first.

    Columns of equal length: ids as text, places in `STATES` on the two days, revenue of the two windows in minor units.
    """

    ids: pa.Array
    was: Ints
    now: Ints
    then_minor: Ints
    now_minor: Ints

    def sums(self) -> dict[tuple[str, str], Sum]:
        """(was, now) -> its customers together; pairs of nobody are there too."""
        pair = self.was * len(STATES) + self.now
        many, then, now = (np.zeros(len(STATES) ** 2, dtype=np.int64) for _ in range(3))
        np.add.at(many, pair, 1)
        np.add.at(then, pair, self.then_minor)
        np.add.at(now, pair, self.now_minor)
        pairs = [(was, now) for was in STATES for now in STATES]
        rows = zip(many.tolist(), then.tolist(), now.tolist(), strict=True)
        return {key: Sum(*row) for key, row in zip(pairs, rows, strict=True)}

    @cached_property
    def by_kind(self) -> dict[Kind, Sum]:
        """What became of them -> those customers together."""
        found = dict.fromkeys(Kind, Sum(0, 0, 0))
        for (was, now), more in self.sums().items():
            kind, so_far = kind_of(was, now), found[kind_of(was, now)]
            found[kind] = Sum(
                so_far.customers + more.customers,
                so_far.then_minor + more.then_minor,
                so_far.now_minor + more.now_minor,
            )
        return found

    def of(self, was: str, now: str) -> Ints:
        """The rows of one cell; an empty `was` or `now` stands for any."""
        kept = np.ones(len(self.ids), dtype=np.bool_)
        for state, places in ((was, self.was), (now, self.now)):
            if state:
                kept &= places == ORDER[state]
        return np.flatnonzero(kept)

    def of_kind(self, *kinds: Kind) -> Ints:
        """The rows of those to whom one of these happened."""
        known = {
            Kind.STAYED: self.was == self.now,
            Kind.CAME: (self.was == OUTSIDE) & (self.now != OUTSIDE),
            Kind.WENT: (self.was != OUTSIDE) & (self.now == OUTSIDE),
            Kind.ROSE: (self.now < self.was) & (self.was != OUTSIDE),
            Kind.FELL: (self.now > self.was) & (self.now != OUTSIDE),
        }
        return np.flatnonzero(np.logical_or.reduce([known[kind] for kind in kinds]))

    def named(self, rows: Ints) -> list[Move]:
        """These rows as customers."""
        ids = self.ids.take(whole(rows)).to_pylist()
        columns = (self.was[rows], self.now[rows], self.then_minor[rows], self.now_minor[rows])
        return [
            Move(pk, STATES[was], STATES[now], then, later)
            for pk, was, now, then, later in zip(ids, *(each.tolist() for each in columns), strict=True)
        ]


def moves_between(earlier: Snapshot, later: Snapshot) -> Moves:
    """The moves of all customers; reads both tables."""
    then, now = customers_of(earlier, COLUMNS), customers_of(later, COLUMNS)
    left = pc.invert(pc.is_in(then["customer_id"], value_set=now["customer_id"]))
    ids = pa.concat_arrays([*now["customer_id"].chunks, *then["customer_id"].filter(left).chunks])
    was, then_minor = _states(then, ids)
    became, now_minor = _states(now, ids)
    seen = np.flatnonzero((was != OUTSIDE) | (became != OUTSIDE))
    weight = np.maximum(np.maximum(then_minor, now_minor), 0)[seen]
    order = seen[np.lexsort((numbers(ids.cast(pa.int64()))[seen], -weight))]
    return Moves(ids.take(whole(order)), was[order], became[order], then_minor[order], now_minor[order])


def _states(table: pa.Table, ids: pa.Array) -> tuple[Ints, Ints]:
    """Place in `STATES` and revenue of each of these customers on the day of the table; outside and 0 for who is not there."""
    grades = numbers(pc.index_in(table["grade_in_force"], value_set=pa.array(STATES))).astype(np.int64)
    states = np.where(numbers(table["purchases_window"]) > 0, grades, OUTSIDE)
    revenues = numbers(table["revenue_window_minor"]).astype(np.int64)
    place = numbers(pc.fill_null(pc.index_in(ids, value_set=table["customer_id"]), -1))
    there = place >= 0
    return np.where(there, states[place], OUTSIDE), np.where(there, revenues[place], 0)
