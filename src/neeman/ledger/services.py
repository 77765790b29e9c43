"""Writes of the ledger by upper rooms: an order that was agreed on. Files are written by `imports`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from neeman.customers.models import Customer
from neeman.ledger.models import Document, Line
from neeman.orgs.access import Access
from neeman.orgs.changes import Recorder


@dataclass(frozen=True, slots=True)
class OrderLine:
    """What was ordered: thousandths of a unit, minor units without VAT. None: not known."""

    name: str
    amount_minor: int
    product: str = ""
    category: str = ""
    quantity_milli: int = 1_000
    unit_price_minor: int | None = None
    discount_minor: int | None = None
    direct_cost_minor: int | None = None


def add_order(
    access: Access,
    recorder: Recorder,
    customer: Customer,
    *,
    key: str,
    number: str,
    day: date,
    lines: Sequence[OrderLine],
    channel: str = "",
) -> Document:
    """Keep an order within the act of `recorder`, whose undo removes it; the same `key` gives the order that is there.

    Its total is what its lines add up to, without VAT as everywhere in the ledger.
    """
    known = Document.objects.filter(key=key).first()
    if known is not None:
        return known
    order = Document.objects.create(
        customer=customer,
        kind=Document.Kind.ORDER,
        number=number,
        day=day,
        key=key,
        total_minor=sum(line.amount_minor for line in lines),
        lines_count=len(lines),
        order_channel=channel,
    )
    Line.objects.bulk_create([_row(order, place, line) for place, line in enumerate(lines, start=1)])
    recorder.created([order])
    return order


def _row(order: Document, place: int, line: OrderLine) -> Line:
    return Line(
        document=order,
        key=f"{place}",
        product=line.product[:80],
        product_name=line.name[:200],
        category=line.category[:80],
        quantity_milli=line.quantity_milli,
        unit_price_minor=line.unit_price_minor,
        amount_minor=line.amount_minor,
        discount_minor=line.discount_minor,
        direct_cost_minor=line.direct_cost_minor,
    )
