"""Reading the rows of a sales file: one `Sale` each, or the faults of its cells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from neeman.imports.batches import Batch
from neeman.imports.book import Identity
from neeman.imports.cells import PRICE_DIGITS, Fault, day, number, text, times
from neeman.imports.layout import Layout, ParseFor, RowReader
from neeman.imports.targets import whose
from neeman.ledger.models import Document
from neeman.lib.dates import Order
from neeman.lib.hebrew import search_key

_CREDIT = ("זיכוי", "credit", "refund", "return", "החזר", "330")
_ORDER = ("הזמנה", "order")


class Sale(NamedTuple):
    """One row: whose, when, on which paper, what, how much. Money in minor units, quantity in thousandths."""

    at: int
    identity: Identity
    customer: dict[str, Any]
    number: str
    kind: str  # "" where the file does not say
    series: str  # the word for the kind as written: invoices 305 and 320 are numbered apart
    day: date
    product: str  # what tells this line from the others of its document
    line: tuple[Any, ...]  # the values of LINE_FIELDS


LINE_FIELDS = (
    "product",
    "product_name",
    "category",
    "quantity_milli",
    "unit_price_minor",
    "amount_minor",
    "discount_minor",
    "direct_cost_minor",
)
AMOUNT = LINE_FIELDS.index("amount_minor")
MONEY = (
    "quantity",
    "unit_price",
    "amount",
    "amount_gross",
    "vat_amount",
    "discount",
    "direct_cost",
    "profit",
)


def _amount(layout: Layout, column: int) -> Any:
    return number(layout.digits, layout.decimal_marks.get(column))


def _price(layout: Layout, column: int) -> Any:
    return number(layout.digits + PRICE_DIGITS, layout.decimal_marks.get(column))


def _text(longest: int) -> ParseFor:
    return lambda layout, column: text(longest)


PARSERS: Mapping[str, ParseFor] = {
    **whose.PARSERS,
    "date": lambda layout, column: day(layout.date_orders.get(column, Order.DAY_FIRST)),
    "order": _text(60),
    "document_kind": _text(40),
    "product": _text(80),
    "product_name": _text(200),
    "product_category": _text(80),
    "quantity": lambda layout, column: number(3, layout.decimal_marks.get(column)),
    "unit_price": _price,
    "amount": _amount,
    "amount_gross": _amount,
    "vat_amount": _amount,
    "discount": _amount,
    "direct_cost": _amount,
    "profit": _amount,
    "currency": _text(20),
}


class SalesReader:
    """Rows of batches as sales."""

    def __init__(self, layout: Layout) -> None:
        self.rows = RowReader(layout, PARSERS)
        self.whose = whose.WhoseReader(layout)
        self.foreign: dict[
            int, Fault
        ] = {}  # rows of the last batch in another currency than the organization's

    def read(self, batch: Batch) -> tuple[list[Sale], dict[int, list[Fault]]]:
        """The rows that can be read, and what is wrong with the others."""
        values = self.rows.read(batch)
        of, faults = values.of, values.faults
        self.foreign = whose.foreign_rows(of["currency"], self.rows.layout)
        who = self.whose.read(of)
        papers = zip(of["date"], of["order"], of["document_kind"], strict=True)
        what = zip(of["product"], of["product_name"], of["product_category"], strict=True)
        sums = zip(*(of[role] for role in MONEY), strict=True)
        sales = []
        for index, (known, (on, order, kind), product, numbers) in enumerate(
            zip(who, papers, what, sums, strict=True)
        ):
            if index in faults:
                continue
            line = _line(product, numbers)
            if on is None or line is None:
                faults[index] = [Fault("date" if on is None else "amount", "missing", {})]
                continue
            sales.append(Sale(index, *known, order or "", *kind_of(kind), on, line[0] or line[1][:80], line))
        return sales, faults


def _line(product: tuple[Any, ...], numbers: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """The values of LINE_FIELDS; None without an amount. Amount: as written, else quantity times unit price."""
    quantity, price, amount, gross, vat, discount, cost, profit = numbers
    if quantity is None:
        quantity = 1000
    if amount is None and gross is not None:
        amount = gross - (vat or 0)
    if amount is None:
        if price is None:
            return None
        amount = times(quantity, price) - (discount or 0)
    elif quantity < 0 < amount:
        amount = -amount
    if cost is None and profit is not None:
        cost = amount - profit
    unit_price = None if price is None else times(1000, price)
    code, name, category = product
    return (code or "", name or "", category or "", quantity, unit_price, amount, discount, cost)


@lru_cache(maxsize=1_000)
def kind_of(written: str | None) -> tuple[str, str]:
    """Which kind of paper a word names ("" when the file does not say), and the word as a key."""
    if not written:
        return "", ""
    word = search_key(written)
    kind = Document.Kind.INVOICE
    if any(search_key(sign) in word for sign in _CREDIT):
        kind = Document.Kind.CREDIT
    elif any(search_key(sign) in word for sign in _ORDER):
        kind = Document.Kind.ORDER
    return kind.value, word[:30]
