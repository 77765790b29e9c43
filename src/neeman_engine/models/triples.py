"""Customers as unique (frequency, recency, age) triples with counts, so that a fit costs what is distinct.

Whole days, or days counted in weeks, lie on a grid: a million customers of one year share perhaps a tenth as many
triples. Values on no grid (time stamps to the second) are left as they are, one row a customer.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SAMPLE = 4096
TABLE_CELLS_PER_ROW = 4
FINEST = 1e-6
CLOSE = 1e-8
"""Shares of the longest time: the finest step looked for, and what is written off as rounding."""


@dataclass(frozen=True, slots=True)
class Triples:
    """Columns of equal length, one row a distinct triple.

    frequency: repeat purchase occasions (whole numbers); recency, age: any one unit of time; weight: customers.
    """

    frequency: Floats
    recency: Floats
    age: Floats
    weight: Floats

    @property
    def customers(self) -> float:
        """How many customers stand behind the rows."""
        return float(self.weight.sum())

    @property
    def repeat_buyers(self) -> float:
        """How many of them bought again."""
        return float(self.weight[self.frequency > 0].sum())

    @property
    def typical_gap(self) -> float:
        """Time lived by all customers for each repeat purchase of theirs."""
        return float(self.weight @ self.age) / float(self.weight @ self.frequency)

    def by_frequency(self) -> tuple[Floats, Floats]:
        """Distinct frequencies, and the customers at each."""
        counts = np.bincount(self.frequency.astype(np.int64), weights=self.weight)
        present = np.flatnonzero(counts)
        return present.astype(np.float64), counts[present].astype(np.float64)


def group(
    frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, weights: ArrayLike | None = None
) -> Triples:
    """The distinct triples of customers, with their counts (or summed weights).

    Raises ValueError where the arrays differ in length or hold what no customer can have.

    >>> t = group([0, 2, 0], [0, 30, 0], [39, 39, 39])
    >>> t.frequency.tolist(), t.age.tolist(), t.weight.tolist()
    ([0.0, 2.0], [39.0, 39.0], [2.0, 1.0])
    """
    columns = checked(frequency, recency, age)
    weight = None if weights is None else np.asarray(weights, dtype=np.float64)
    if weight is not None and (weight.shape != columns[0].shape or not np.all(weight >= 0)):
        raise ValueError("weights: one number a customer, none below zero")
    grid = Grid.of(*columns)
    if grid is None:
        return Triples(*columns, np.ones_like(columns[0]) if weight is None else weight)
    packed = grid.pack(*columns)
    if grid.fits_table(len(packed)):
        table = np.bincount(packed, weights=weight)
        distinct = np.flatnonzero(table)
        counts = table[distinct].astype(np.float64)
    else:
        distinct, counts = _counted(packed, weight)
    return Triples(*grid.unpack(distinct), counts)


def each_once(
    compute: Callable[[Floats, Floats, Floats], Floats],
    frequency: ArrayLike,
    recency: ArrayLike,
    age: ArrayLike,
) -> Floats:
    """`compute` of every customer, worked out once for each distinct triple."""
    columns, place = placed(frequency, recency, age)
    return compute(*columns)[place]


def placed(
    frequency: ArrayLike, recency: ArrayLike, age: ArrayLike
) -> tuple[tuple[Floats, Floats, Floats], NDArray[np.intp]]:
    """The distinct triples as columns, and for each customer the row of his.

    >>> columns, place = placed([0, 2, 0], [0, 30, 0], [39, 39, 39])
    >>> columns[0].tolist(), place.tolist()
    ([0.0, 2.0], [0, 1, 0])
    """
    columns = checked(frequency, recency, age)
    grid = Grid.of(*columns)
    if grid is None:
        return columns, np.arange(len(columns[0]))
    packed = grid.pack(*columns)
    if not grid.fits_table(len(packed)):
        distinct, place = np.unique(packed, return_inverse=True)
        return grid.unpack(distinct), place
    distinct = np.flatnonzero(np.bincount(packed))
    places = np.zeros(int(distinct[-1]) + 1 if distinct.size else 0, dtype=np.intp)
    places[distinct] = np.arange(len(distinct))
    return grid.unpack(distinct), places[packed]


def checked(frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """The three columns as floats of one length, or ValueError naming the first rule that is broken."""
    x, t_x, until = (np.atleast_1d(np.asarray(c, dtype=np.float64)) for c in (frequency, recency, age))
    if not x.shape == t_x.shape == until.shape:
        x, t_x, until = (c.copy() for c in np.broadcast_arrays(x, t_x, until))
    if not np.all(x >= 0) or not np.all(x == np.rint(x)) or not np.all(np.isfinite(x)):
        raise ValueError("frequency: whole numbers, none below zero")
    if not np.all(t_x >= 0) or not np.all(t_x <= until) or not np.all(np.isfinite(until)):
        raise ValueError("recency and age: 0 <= recency <= age")
    return x, t_x, until


def blocks(rows: int, size: int) -> list[slice]:
    """The rows in runs of `size`."""
    return [slice(start, start + size) for start in range(0, rows, size)]


@dataclass(frozen=True, slots=True)
class Grid:
    """Whole numbers for triples whose times are all multiples of one step."""

    step: float
    cells: int
    frequencies: int

    @classmethod
    def of(cls, frequency: Floats, recency: Floats, age: Floats) -> "Grid | None":
        """The grid on which the customers lie; None where there is none, or it would not fit 64 bits."""
        step = grid_step(recency, age)
        if step is None:
            return None
        cells, frequencies = int(np.rint(age.max() / step)) + 1, int(frequency.max()) + 1
        return cls(step, cells, frequencies) if frequencies * cells**2 < 2**62 else None

    def fits_table(self, rows: int) -> bool:
        """Whether one cell for each possible triple costs no more than sorting the rows."""
        return self.frequencies * self.cells**2 < TABLE_CELLS_PER_ROW * rows + SAMPLE

    def pack(self, frequency: Floats, recency: Floats, age: Floats) -> Ints:
        """One number a triple; they sort by frequency, then recency, then age."""
        packed = frequency.astype(np.int64) * self.cells + np.rint(recency / self.step).astype(np.int64)
        return packed * self.cells + np.rint(age / self.step).astype(np.int64)

    def unpack(self, packed: Ints) -> tuple[Floats, Floats, Floats]:
        """The triples again."""
        rest, age = np.divmod(packed, self.cells)
        frequency, recency = np.divmod(rest, self.cells)
        return frequency.astype(np.float64), recency * self.step, age * self.step


def grid_step(*columns: Floats) -> float | None:
    """The step of the grid on which all values lie (their common divisor, by Euclid), or None.

    >>> round(grid_step(np.array([3 / 7, 10 / 7, 11 / 7])), 6)
    0.142857
    """
    top = max((float(c.max()) for c in columns if c.size), default=0.0)
    if top <= 0.0:
        return None
    sample = np.unique(np.concatenate([[0.0], *(c[:: c.size // SAMPLE + 1] for c in columns)]))
    step = top
    while step > FINEST * top:
        beside = np.abs(sample - step * np.rint(sample / step))
        beside = beside[beside > CLOSE * top]
        if not beside.size:
            break
        step = float(beside.min())
    step = top / np.rint(top / step)
    for column in columns:
        cells = column / step
        if np.abs(cells - np.rint(cells)).max() > 1e-6:
            return None
    return float(step)


def _counted(packed: Ints, weight: Floats | None) -> tuple[Ints, Floats]:
    """Distinct numbers with their counts, or the sums of their weights."""
    if weight is None:
        ordered = np.sort(packed)
        starts = _starts(ordered)
        return ordered[starts], np.diff(starts, append=len(ordered)).astype(np.float64)
    order = np.argsort(packed, kind="stable")
    ordered = packed[order]
    starts = _starts(ordered)
    counts: Floats = np.add.reduceat(weight[order], starts)
    return ordered[starts], counts


def _starts(ordered: Ints) -> NDArray[np.intp]:
    return np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
