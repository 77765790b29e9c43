"""From the cells of a column to values: each distinct cell is read once, and a bad one says why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import Any, NamedTuple

from neeman.lib.columns import percent_of
from neeman.lib.dates import DateError, Order, parse_date
from neeman.lib.files import Cell, cell_text
from neeman.lib.money import AmountError, parse_amount
from neeman.lib.reasons import ReasonError

CACHED = 100_000
FINE = 10_000_000  # thousandths times PRICE_DIGITS
PERCENT_DIGITS = 4
WHOLE: int = 100 * 10**PERCENT_DIGITS
PRICE_DIGITS = 4  # digits of a unit price beyond the currency's own: 0.0125 a screw


class Fault(NamedTuple):
    """Why a row does not come in: the role of the bad cell ("" for the row as a whole), a code and its numbers."""

    role: str
    code: str
    params: dict[str, Any]


class CellError(ReasonError):
    """Codes: `too_long` (longest), `date_far` (year), `percent_far`."""


Parse = Callable[[Cell], Any]


class Reader:
    """Reads the cells of one role. An empty cell is None; a bad one is a Fault in place of its value."""

    def __init__(self, role: str, parse: Parse) -> None:
        self.role = role
        self.parse = parse
        self.known: dict[Cell, Any] = {None: None}
        self.met_faults = False  # whether looking for bad cells among the values is worth the time

    def read(self, cells: Sequence[Cell]) -> list[Any]:
        """The values of these cells, in order."""
        if len(self.known) > CACHED:
            self.known = {None: None}
        known = self.known
        for cell in set(cells).difference(known):
            known[cell] = self._read(cell)
        return list(map(known.__getitem__, cells))

    def _read(self, cell: Cell) -> Any:
        try:
            return self.parse(cell)
        except ReasonError as refusal:
            self.met_faults = True
            params = {name: value for name, value in refusal.params.items() if name != "value"}
            return Fault(self.role, refusal.code, {**params, "value": cell_text(cell)[:80]})


def text(longest: int) -> Parse:
    """Text as a person would write it; longer than the column that keeps it is a fault, never a cut."""
    return partial(_text, longest=longest)


def _text(cell: Cell, longest: int) -> str | None:
    found = cell_text(cell).strip()
    if len(found) > longest:
        raise CellError("too_long", longest=longest)
    return found.replace("\x00", "") or None


def day(order: Order, *, oldest: int = 1900) -> Parse:
    """A date under the column's order of day and month, of the year `oldest` or later."""
    return partial(_day, order=order, oldest=oldest)


def _day(cell: Cell, *, order: Order, oldest: int) -> date | None:
    try:
        found = parse_date(cell, order)
    except DateError as refusal:
        if refusal.code == "date_empty":
            return None
        raise
    if not oldest <= found.year <= 2200:
        raise CellError("date_far", year=found.year)
    return found


def number(digits: int, decimal_mark: str | None = None) -> Parse:
    """A number times ten to the power of `digits`: amounts in minor units, quantities in thousandths."""
    return partial(_number, digits=digits, decimal_mark=decimal_mark)


def _number(cell: Cell, digits: int, decimal_mark: str | None) -> int | None:
    try:
        return parse_amount(cell, digits, decimal_mark=decimal_mark)
    except AmountError as refusal:
        if refusal.code == "amount_empty":
            return None
        raise


def percent(decimal_mark: str | None = None, *, share: bool) -> Parse:
    """A percentage times ten to the power of PERCENT_DIGITS; what is more than the whole is a fault."""
    return partial(_percent, decimal_mark=decimal_mark, share=share)


def _percent(cell: Cell, *, decimal_mark: str | None, share: bool) -> int | None:
    try:
        found = percent_of(cell, PERCENT_DIGITS, share=share, decimal_mark=decimal_mark)
    except AmountError as refusal:
        if refusal.code == "amount_empty":
            return None
        raise
    if not 0 <= found <= WHOLE:
        raise CellError("percent_far")
    return found


def part(minor: int, percentage: int) -> int:
    """So many percent of a sum in minor units, rounded half up."""
    rounded: int = (2 * abs(minor) * percentage + WHOLE) // (2 * WHOLE)
    return -rounded if minor < 0 else rounded


@lru_cache(maxsize=200_000)
def times(quantity_milli: int, price_fine: int) -> int:
    """Quantity in thousandths times a price with `PRICE_DIGITS` more digits, in minor units, rounded half up once."""
    exact, unit = abs(quantity_milli) * abs(price_fine), FINE
    rounded = (2 * exact + unit) // (2 * unit)
    return rounded if (quantity_milli < 0) == (price_fine < 0) else -rounded
