"""Reading the rows of a sales file: one `Sale` each, or the faults of its cells."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from neeman.imports.batches import Batch
from neeman.imports.book import Identity
from neeman.imports.cells import PRICE_DIGITS, Fault, day, number, part, percent, text, times
from neeman.imports.layout import Layout, ParseFor, RowReader
from neeman.imports.targets import whose
from neeman.imports.targets.plan import Said
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
    "discount_percent",
    "discount_share",
    "direct_cost",
    "profit",
)
WORDS = ("product", "product_name", "product_category")


def _amount(layout: Layout, column: int) -> Any:
    return number(layout.digits, layout.decimal_marks.get(column))


def _price(layout: Layout, column: int) -> Any:
    return number(layout.digits + PRICE_DIGITS, layout.decimal_marks.get(column))


def _text(longest: int) -> ParseFor:
    return lambda layout, column: text(longest)


PARSERS: Mapping[str, ParseFor] = {
    **whose.PARSERS,
    "date": lambda layout, column: day(
        layout.date_orders.get(column, Order.DAY_FIRST), oldest=whose.OLDEST_YEAR
    ),
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
    "discount_percent": lambda layout, column: percent(layout.decimal_marks.get(column), share=False),
    "discount_share": lambda layout, column: percent(layout.decimal_marks.get(column), share=True),
    "direct_cost": _amount,
    "profit": _amount,
    "currency": _text(20),
}


class SalesReader:
    """Rows of batches as sales."""

    def __init__(self, layout: Layout) -> None:
        self.rows = RowReader(layout, PARSERS)
        self.whose = whose.WhoseReader(layout)

    def read(self, batch: Batch) -> Said[Sale]:
        """The rows that can be read, and what is wrong with the others."""
        values = self.rows.read(batch)
        of, faults = values.of, values.faults
        who = self.whose.read(of)
        papers = zip(of["date"], of["order"], of["document_kind"], strict=True)
        sales = []
        for index, (known, (on, order, kind), line) in enumerate(
            zip(who, papers, lines_of(of, faults), strict=True)
        ):
            if index in faults:
                continue
            if on is None or line[AMOUNT] is None:
                faults[index] = [Fault("date" if on is None else "amount", "missing", {})]
                continue
            sales.append(Sale(index, *known, order or "", *kind_of(kind), on, line[0] or line[1][:80], line))
        return Said(sales, faults, whose.foreign_rows(of["currency"], self.rows.layout))


def lines_of(of: Mapping[str, list[Any]], faults: Collection[int]) -> Iterator[tuple[Any, ...]]:
    """The values of LINE_FIELDS of each row, a column at a time: a file has few columns and many rows.

    Rows with `faults` hold anything. The amount is as written, else quantity times unit price less the discount, None
    where neither is there. A discount in percent is kept as the sum that it comes to.
    """
    of = {role: _without(of[role], faults) for role in MONEY} | {role: of[role] for role in WORDS}
    quantities = [1000 if quantity is None else quantity for quantity in of["quantity"]]
    gross = _gross(quantities, of["unit_price"])
    discounts = _discounts(gross, of)
    amounts = _amounts(quantities, gross, discounts, of)
    costs = of["direct_cost"]
    if any(profit is not None for profit in of["profit"]):
        costs = [
            amount - profit if cost is None and None not in (amount, profit) else cost
            for cost, amount, profit in zip(costs, amounts, of["profit"], strict=True)
        ]
    prices = [None if price is None else times(1000, price) for price in of["unit_price"]]
    words = [["" if word is None else word for word in of[role]] for role in WORDS]
    return zip(*words, quantities, prices, amounts, discounts, costs, strict=True)


def _without(column: list[Any], faults: Collection[int]) -> list[Any]:
    """The column with nothing in the rows that have faults."""
    if not faults:
        return column
    cleared = list(column)
    for index in faults:
        cleared[index] = None
    return cleared


def _gross(quantities: list[int], prices: list[int | None]) -> list[int | None]:
    return [
        None if price is None else times(quantity, price)
        for quantity, price in zip(quantities, prices, strict=True)
    ]


def _discounts(gross: list[int | None], of: Mapping[str, list[Any]]) -> list[int | None]:
    """The discounts as sums; those in percent are of quantity times price."""
    discounts: list[int | None] = of["discount"]
    for role in ("discount_percent", "discount_share"):
        if any(percentage is not None for percentage in of[role]):
            discounts = [
                said if said is not None or whole is None or percentage is None else part(whole, percentage)
                for said, whole, percentage in zip(discounts, gross, of[role], strict=True)
            ]
    return discounts


def _amounts(
    quantities: list[int],
    gross: list[int | None],
    discounts: list[int | None],
    of: Mapping[str, list[Any]],
) -> list[int | None]:
    """As written (without VAT where only a sum with VAT is), else computed; a return counts as negative."""
    computed = (
        None if whole is None else whole - (discount or 0)
        for whole, discount in zip(gross, discounts, strict=True)
    )
    written: list[int | None] = of["amount"]
    if any(amount is not None for amount in of["amount_gross"]):
        written = [
            with_vat - (vat or 0) if amount is None and with_vat is not None else amount
            for amount, with_vat, vat in zip(written, of["amount_gross"], of["vat_amount"], strict=True)
        ]
    return [
        other if amount is None else -amount if quantity < 0 < amount else amount
        for quantity, amount, other in zip(quantities, written, computed, strict=True)
    ]


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
