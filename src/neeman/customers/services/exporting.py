"""The list as cells of a sheet: figures as figures, money as money, days as days, phones as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from neeman.customers.cells import custom_said
from neeman.customers.conclusion import days_silent, revenue_change
from neeman.customers.models import CustomField
from neeman.customers.queries.asked import CUSTOM
from neeman.customers.queries.columns import Column
from neeman.customers.queries.listing import Listing, Row
from neeman.lib.money import Money
from neeman.lib.sheets import SheetCell
from neeman.orgs.access import Access
from neeman.orgs.log import log
from neeman.orgs.roles import May
from neeman.ui.text import plain

PAGE = 1_000

Cells = list[SheetCell]
Maker = Callable[[Row], SheetCell]


def export_rows(
    access: Access, listing: Listing, columns: Sequence[Column], owners: dict[int, str], *, kind: str
) -> tuple[list[str], Iterator[Cells]]:
    """Header and rows of the list in its order: the name, then the columns as chosen; noted in the log.

    Raises PermissionDenied.
    """
    access.require(May.EXPORT_CUSTOMERS)
    query = listing.asked.query()
    log(
        access,
        None,
        "customers.list.exported",
        {"kind": kind, "query": query, "rows": listing.totals().count},
    )
    fields = {f"{CUSTOM}{field.key}": field for field in listing.fields}
    parts = [
        part for column in columns for part in _parts(column, access.organization.currency, owners, fields)
    ]
    makers = [make for _title, make in parts]
    header = [_("Name"), *(str(title) for title, _make in parts)]
    return header, _rows(listing, makers)


def _rows(listing: Listing, makers: list[Maker]) -> Iterator[Cells]:
    start = 0
    while rows := listing.rows(start, PAGE):
        for row in rows:
            yield [row.customer.name, *(make(row) for make in makers)]
        start += PAGE


def _parts(
    column: Column, currency: str, owners: dict[int, str], fields: dict[str, CustomField]
) -> list[tuple[str | Promise, Maker]]:
    """The columns of the sheet that a column of the list becomes."""
    if column.key in fields:
        return [(column.title, _own(fields[column.key]))]
    if column.key == "rhythm":
        return [
            (gettext_lazy("Days since last purchase"), _silent),
            (gettext_lazy("Usual gap in days"), _gap),
        ]
    if column.key == "owner":
        return [(column.title, lambda row: owners.get(row.customer.owner_id or 0))]
    if column.key in MONEY:
        return [(column.title, _money(MONEY[column.key], currency))]
    return [(column.title, PLAIN[column.key])]


def _money(name: str, currency: str) -> Maker:
    def make(row: Row) -> SheetCell:
        minor = getattr(row.standing, name, None)
        return None if minor is None else Money(minor, currency)

    return make


def _own(field: CustomField) -> Maker:
    write = plain(get_language() or "he")

    def make(row: Row) -> SheetCell:
        value = row.customer.custom.get(field.key)
        if field.type == CustomField.Type.NUMBER and value not in (None, ""):
            return _decimal(str(value))
        return custom_said(field, value, write) or None

    return make


def _decimal(text: str) -> SheetCell:
    try:
        return Decimal(text)
    except ArithmeticError:
        return text


def _silent(row: Row) -> SheetCell:
    return days_silent(row.standing) if row.standing and row.standing.last_purchase else None


def _gap(row: Row) -> SheetCell:
    gap = row.standing.usual_gap_days if row.standing else None
    return None if gap is None else round(gap)


def _change(row: Row) -> SheetCell:
    change = revenue_change(row.standing) if row.standing else None
    return None if change is None else Decimal(f"{change:.4f}")


def _next(row: Row) -> SheetCell:
    follow_up = getattr(row.customer, "follow_up", None)
    return follow_up.due_on if follow_up else None


MONEY = {
    "revenue": "revenue_window_minor",
    "at_stake": "at_stake_minor",
    "lifetime": "lifetime_value_minor",
}
PLAIN: dict[str, Maker] = {
    "grade": lambda row: row.standing.grade if row.standing else None,
    "status": lambda row: row.customer.get_status_display(),
    "change": _change,
    "share": lambda row: Decimal(f"{row.standing.revenue_share:.6f}") if row.standing else None,
    "last": lambda row: row.standing.last_purchase if row.standing else None,
    "next": _next,
    "tags": lambda row: ", ".join(row.tags),
    "city": lambda row: row.customer.city,
    "industry": lambda row: row.customer.industry,
    "phone": lambda row: row.customer.phone,
    "email": lambda row: row.customer.email,
    "company_number": lambda row: row.customer.company_number,
    "source": lambda row: row.customer.source,
    "since": lambda row: row.customer.customer_since,
    "remarks": lambda row: row.customer.remarks,
}
