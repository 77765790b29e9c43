"""Reading the rows of a pipeline: one `Told` each, or the faults of its cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from neeman.imports.batches import Batch
from neeman.imports.book import Identity
from neeman.imports.cells import Fault, Parse, day, number, text
from neeman.imports.layout import Layout, ParseFor, RowReader
from neeman.imports.targets import whose
from neeman.imports.targets.deal_words import End, end_of
from neeman.imports.targets.plan import Said
from neeman.lib.dates import Order

_TEXTS = {
    "deal": 60,
    "title": 200,
    "stage": 80,
    "status": 80,
    "owner": 254,
    "source": 80,
    "currency": 20,
    "lost_reason": 2_000,
    "remarks": 20_000,
}
_DAYS = ("created", "closed", "expected", "won_on", "lost_on")


@dataclass(frozen=True, slots=True)
class Told:
    """One row: whose deal, how it stands, since and until when. `stage` is the file's word, value in minor units."""

    at: int
    identity: Identity
    customer: dict[str, Any]
    number: str
    title: str
    stage: str
    end: End
    value_minor: int | None
    created: date | None
    ended: date | None
    expected: date | None
    owner: str
    source: str
    remarks: str
    lost_reason: str


def _text(longest: int) -> ParseFor:
    return lambda layout, column: text(longest)


def _day(layout: Layout, column: int) -> Parse:
    return day(layout.date_orders.get(column, Order.DAY_FIRST), oldest=whose.OLDEST_YEAR)


PARSERS: Mapping[str, ParseFor] = {
    **{role: _text(_TEXTS[role]) for role in ("deal", "title", "stage", "status")},
    "value": lambda layout, column: number(layout.digits, layout.decimal_marks.get(column)),
    **whose.PARSERS,
    **dict.fromkeys(_DAYS, _day),
    **{role: _text(_TEXTS[role]) for role in ("lost_reason", "owner", "source", "currency", "remarks")},
}


class DealsReader:
    """Rows of batches as deals."""

    def __init__(self, layout: Layout) -> None:
        self.rows = RowReader(layout, PARSERS)
        self.whose = whose.WhoseReader(layout)

    def read(self, batch: Batch) -> Said[Told]:
        """The rows that can be read, and what is wrong with the others."""
        values = self.rows.read(batch)
        of, faults = values.of, values.faults
        told = []
        for index, (identity, customer) in enumerate(self.whose.read(of)):
            if index in faults:
                continue
            said = {role: column[index] for role, column in of.items()}
            end = _end(said)
            if fault := _fault(identity, said, end):
                faults[index] = [fault]
            else:
                told.append(_told(index, identity, customer, said, end))
        return Said(told, faults, whose.foreign_rows(of["currency"], self.rows.layout))


def _end(said: dict[str, Any]) -> End:
    """How the deal stands: the status says so where there is one, else the stage."""
    found = end_of(said["status"]) if said["status"] else None
    by_stage = end_of(said["stage"]) if said["stage"] else None
    if found is None or (found is End.CLOSED and by_stage is not None):
        found = by_stage
    return found or End.OPEN


def _fault(identity: Identity, said: dict[str, Any], end: End) -> Fault | None:
    """Why the row is no deal that can be kept."""
    if identity == whose.NOBODY:
        return Fault("customer_name", "deal_of_nobody", {})
    if end is End.CLOSED:
        return Fault("status" if said["status"] else "stage", "closed_how", {})
    if end is not End.OPEN and _ended(said, end) is None:
        return Fault("closed", "end_day_missing", {})
    if said["value"] is not None and said["value"] < 0:
        return Fault("value", "value_below_zero", {})
    return None


def _ended(said: dict[str, Any], end: End) -> date | None:
    own: date | None = said["won_on"] if end is End.WON else said["lost_on"]
    return own or said["closed"] or said["expected"]


def _told(index: int, identity: Identity, customer: dict[str, Any], said: dict[str, Any], end: End) -> Told:
    is_open = end is End.OPEN
    word = said["stage"] or said["status"] or ""
    return Told(
        index,
        identity,
        customer,
        said["deal"] or "",
        said["title"] or customer["name"],
        "" if end_of(word) is not None else word,
        end,
        said["value"],
        said["created"],
        None if is_open else _ended(said, end),
        said["expected"] or (said["closed"] if is_open else None),
        said["owner"] or "",
        said["source"] or "",
        said["remarks"] or "",
        (said["lost_reason"] or "") if end is End.LOST else "",
    )
