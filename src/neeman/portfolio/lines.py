"""Sales lines summed by customer beside the engine's table: months for small lines.

Whole minor units in 64-bit integers throughout; one pass over the lines for each question.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from neeman_engine.arrays import numbers
from neeman_engine.windows import month_number

EPOCH = date(1970, 1, 1)
Ints = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


@dataclass(frozen=True)
class LinesByCustomer:
    """Lines of the schema `facts.LINES`, and the ids of customers in the order in which sums are wanted."""

    lines: pa.Table
    customer_ids: pa.ChunkedArray

    @cached_property
    def _place(self) -> Ints:
        """The row of each line's customer; -1 for one who is not asked for."""
        found = pc.index_in(self.lines["customer_id"], value_set=self.customer_ids)
        return _numbers(pc.fill_null(found, -1))

    @cached_property
    def _day(self) -> Ints:
        """Days since 1970."""
        return _numbers(self.lines["day"].cast(pa.int32()))

    def count(self, as_of: date) -> int:
        """How many lines there are up to that day."""
        return int((self._day <= _day_number(as_of)).sum())

    def months(self, as_of: date, count: int) -> Ints:
        """Revenue of the last `count` months to the month of `as_of`: a row a customer, oldest month first."""
        last = month_number(as_of)
        month = self._day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + month_number(
            EPOCH
        )
        column = month - (last - count + 1)
        kept = (self._place >= 0) & (column >= 0) & (self._day <= _day_number(as_of))
        sums = np.zeros((len(self.customer_ids), count), dtype=np.int64)
        np.add.at(sums, (self._place[kept], column[kept]), self._amount[kept])
        return sums

    @cached_property
    def _amount(self) -> Ints:
        return _numbers(self.lines["amount_minor"])


def _day_number(day: date) -> int:
    return (day - EPOCH).days


def _numbers(column: pa.ChunkedArray) -> Ints:
    return numbers(column).astype(np.int64, copy=False)
