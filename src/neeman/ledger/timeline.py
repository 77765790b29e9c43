"""What this room tells on a customer's timeline: documents and payments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeVar

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from neeman.customers.timeline import Entry, Source
from neeman.ledger.models import Document, Payment
from neeman.ledger.queries import documents_of, payments_of
from neeman.orgs.access import Access
from neeman.orgs.roles import May


def documents(access: Access, customer_ids: list[int], until: datetime | None, most: int) -> Iterable[Entry]:
    """Orders, invoices and credit notes as entries."""
    return [_document(row) for row in _until(documents_of(access, customer_ids), until)[:most]]


def payments(access: Access, customer_ids: list[int], until: datetime | None, most: int) -> Iterable[Entry]:
    """Payments as entries."""
    return [_payment(row) for row in _until(payments_of(access, customer_ids), until)[:most]]


@dataclass(frozen=True, slots=True)
class Sign:
    """How a document stands on the thread."""

    icon: str
    tone: str = ""


SALE = Sign(icon="package")
RETURN = Sign(icon="receipt-refund", tone="watch")

Row = TypeVar("Row", Document, Payment)

SOURCES = (
    Source(
        kind="documents",
        title=gettext_lazy("Orders and invoices"),
        order=10,
        permission=May.VIEW_MONEY,
        entries=documents,
        count=lambda access, ids: documents_of(access, ids).count(),
    ),
    Source(
        kind="payments",
        title=gettext_lazy("Payments"),
        order=20,
        permission=May.VIEW_MONEY,
        entries=payments,
        count=lambda access, ids: payments_of(access, ids).count(),
    ),
)


def _until(rows: QuerySet[Row], until: datetime | None) -> QuerySet[Row]:
    return rows if until is None else rows.filter(day__lte=timezone.localtime(until).date())


def _document(row: Document) -> Entry:
    title = f"{row.get_kind_display()} {row.number}".strip()
    lines = ngettext("%(n)s line", "%(n)s lines", row.lines_count) % {"n": row.lines_count}
    text = " · ".join(filter(None, [lines if row.lines_count else "", row.order_channel]))
    sign = RETURN if row.kind == Document.Kind.CREDIT or row.total_minor < 0 else SALE
    return Entry(
        at=_start_of(row.day),
        kind="documents",
        title=title,
        text=text,
        amount_minor=row.total_minor,
        icon=sign.icon,
        tone=sign.tone,
        whole_day=True,
    )


def _payment(row: Payment) -> Entry:
    return Entry(
        at=_start_of(row.day),
        kind="payments",
        title=_("Payment"),
        text=row.reference,
        amount_minor=row.amount_minor,
        icon="cash",
        tone="good",
        whole_day=True,
    )


def _start_of(day: date) -> datetime:
    """The day in the organization's zone: of a document no hour is known."""
    return timezone.make_aware(datetime.combine(day, time.min))
