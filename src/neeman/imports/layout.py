"""How a sheet's columns are understood: which role each plays, and how its cells are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from neeman.imports.batches import Batch
from neeman.imports.cells import Fault, Parse, Reader
from neeman.lib.dates import Order


@dataclass(frozen=True, slots=True)
class Layout:
    """Column index -> role, and what was decided for a column as a whole.

    `digits` is how many digits the organization's currency has after the point; `system` is which program's customer
    keys the file holds.
    """

    mapping: Mapping[int, str]
    date_orders: Mapping[int, Order] = field(default_factory=dict)
    decimal_marks: Mapping[int, str] = field(default_factory=dict)
    digits: int = 2
    system: str = "accounting"
    titles: Sequence[str] = ()
    currency: str = "ILS"

    def columns(self, role: str) -> list[int]:
        """The columns that play this role, in the order of the sheet."""
        return sorted(column for column, played in self.mapping.items() if played == role)

    def column(self, role: str) -> int | None:
        """The first of them."""
        return next(iter(self.columns(role)), None)

    def has(self, role: str) -> bool:
        """Whether any column plays it."""
        return role in self.mapping.values()


ParseFor = Callable[[Layout, int], Parse]
"""How the cells of one column are read: layout and column index -> what reads a cell."""


@dataclass(frozen=True, slots=True)
class Values:
    """The cells of a batch as values: `of[role][i]` is row i's, None where empty. Rows with bad cells are in `faults`."""

    of: dict[str, list[Any]]
    faults: dict[int, list[Fault]]


class RowReader:
    """Reads the mapped columns of batches into values by role."""

    def __init__(self, layout: Layout, parsers: Mapping[str, ParseFor]) -> None:
        self.layout = layout
        self.roles = tuple(parsers)
        self._readers = {
            column: Reader(role, parsers[role](layout, column))
            for column, role in sorted(layout.mapping.items())
            if role in parsers
        }

    def read(self, batch: Batch) -> Values:
        """Every role's values; a role that no column plays is empty throughout."""
        empty: list[Any] = [None] * len(batch.rows)
        values = Values(dict.fromkeys(self.roles, empty), {})
        for column, reader in self._readers.items():
            read = reader.read(batch.columns[column])
            if reader.met_faults:
                for index, value in enumerate(read):
                    if type(value) is Fault:
                        values.faults.setdefault(index, []).append(value)
            others = values.of[reader.role]
            values.of[reader.role] = read if others is empty else list(map(_both, others, read))
        return values


def _both(one: Any, other: Any) -> Any:
    """Two columns of one role: their texts together; of anything else the first that is there."""
    if isinstance(one, str) and isinstance(other, str):
        return one if one == other else f"{one}, {other}"
    return other if one is None else one
