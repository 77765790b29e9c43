"""Customers as unique (frequency, recency, age) triples with counts, so that a fit costs what is distinct.

Whole days, or days counted in weeks, lie on a grid: a million customers of one year share perhaps a tenth as many
triples. Values on no grid (time stamps to the second) are left as they are, one row a customer.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SAMPLE = 4096
DENSE_CELLS_PER_ROW = 4


@dataclass(frozen=True, slots=True)
class Triples:
    """Columns of equal length, one row a distinct triple, frequency ascending where grouped.

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
        return present.astype(np.float64), counts[present]


def group(
    frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, weights: ArrayLike | None = None
) -> Triples:
    """The distinct triples of customers, with their counts (or summed weights).

    Raises ValueError where the arrays differ in length or hold what no customer can have.

    >>> t = group([0, 2, 0], [0, 30, 0], [39, 39, 39])
    >>> t.frequency.tolist(), t.age.tolist(), t.weight.tolist()
    ([0.0, 2.0], [39.0, 39.0], [2.0, 1.0])
    """
    x, t_x, age_ = checked(frequency, recency, age)
    weight = None if weights is None else np.asarray(weights, dtype=np.float64)
    if weight is not None and (weight.shape != x.shape or not np.all(weight >= 0)):
        raise ValueError("weights: one number a customer, none below zero")
    step = grid_step(t_x, age_)
    cells = 0.0 if step is None else np.rint(age_.max() / step) + 1.0
    if step is None or (x.max() + 1.0) * cells**2 >= 2.0**62:
        return Triples(x, t_x, age_, np.ones_like(x) if weight is None else weight)
    return _grouped(x, t_x, age_, weight, step)


def checked(frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """The three columns as floats, or ValueError naming the first rule that is broken."""
    x, t_x, age_ = (np.atleast_1d(np.asarray(c, dtype=np.float64)) for c in (frequency, recency, age))
    if not x.shape == t_x.shape == age_.shape:
        x, t_x, age_ = (c.copy() for c in np.broadcast_arrays(x, t_x, age_))
    if not np.all(x >= 0) or not np.all(x == np.rint(x)):
        raise ValueError("frequency: whole numbers, none below zero")
    if not np.all(t_x >= 0) or not np.all(t_x <= age_) or not np.all(np.isfinite(age_)):
        raise ValueError("recency and age: 0 <= recency <= age")
    return x, t_x, age_


def grid_step(*columns: Floats) -> float | None:
    """The step of the grid on which all values lie, or None.

    >>> round(grid_step(np.array([3 / 7, 10 / 7, 11 / 7])), 6)
    0.142857
    """
    top = max((float(c.max()) for c in columns if c.size), default=0.0)
    if top <= 0.0:
        return None
    sample = np.unique(np.concatenate([[0.0], *(c[:: max(1, c.size // SAMPLE)] for c in columns)]))
    gaps = np.diff(sample)
    step = top / np.rint(top / gaps[gaps > 1e-9 * top].min())
    for column in columns:
        cells = column / step
        if np.abs(cells - np.rint(cells)).max() > 1e-6:
            return None
    return float(step)


def _grouped(x: Floats, t_x: Floats, age: Floats, weight: Floats | None, step: float) -> Triples:
    """Pack each triple into one whole number; count the numbers by table where that is small, else by sorting."""
    cells = int(np.rint(age.max() / step)) + 1
    packed = _cells(x, 1.0) * cells + _cells(t_x, step)
    packed = packed * cells + _cells(age, step)
    if packed.max() < DENSE_CELLS_PER_ROW * len(x) + SAMPLE:
        table = np.bincount(packed, weights=weight)
        distinct = np.flatnonzero(table)
        counts = table[distinct].astype(np.float64)
    else:
        distinct, counts = _counted(packed, weight)
    rest, age_cell = np.divmod(distinct, cells)
    frequency, recency_cell = np.divmod(rest, cells)
    return Triples(frequency.astype(np.float64), recency_cell * step, age_cell * step, counts)


def _cells(column: Floats, step: float) -> Ints:
    return np.rint(column / step).astype(np.int64)


def _counted(packed: Ints, weight: Floats | None) -> tuple[Ints, Floats]:
    """Distinct numbers with their counts, or the sums of their weights."""
    order = None if weight is None else np.argsort(packed, kind="stable")
    ordered = np.sort(packed) if order is None else packed[order]
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    if weight is None:
        counts = np.diff(np.append(starts, len(ordered))).astype(np.float64)
    else:
        counts = np.add.reduceat(weight[order], starts)
    return ordered[starts], counts
