"""The contract of every table that goes into the engine, and checks that speak to a shopkeeper.

- Money is int64 minor units, turned into them once, at the door; days are dates without an hour; identifiers are text
  as a person would write them: 17850.0 of a column of numbers is 17850.
- Returns and credits are negative amounts. They lessen revenue and are never a purchase. A purchase day is a day on
  which the customer's positive lines sum above zero; several orders on one day are one occasion.
- A line without a customer is in nobody's figures. Lines that repeat an earlier one are kept and told of, since many are
  real. Lines of amount zero are kept, without effect on purchases.
- A day after `as_of` is not looked at. What is left out is left out with a reason, never silently.
- The window of grades, average revenue, churn and concentration: the days d with `as_of` - 12 months < d <= `as_of`; the
  same day of the month a year before is outside. It can be of another length, or the whole history.
- Shares and rates lie in 0..1. Classes are decided in whole numbers; ties go by customer id.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir

SALES = {
    "customer_id": "string",
    "day": "date",
    "amount_minor": "int64",
}
"""One row a sales line; returns and credits are negative. The three columns that must be there."""

SALES_OPTIONAL = {
    "order": "string",
    "product": "string",
    "product_category": "string",
    "quantity": "float64",
    "direct_cost_minor": "int64",
    "profit_minor": "int64",
    "discount_minor": "int64",
    "name": "string",
    "segment": "string",
    "parent": "string",
    "owner": "string",
    "row": "int64",
}
"""What a sales line may also say; `parent` is the id of the group that the customer belongs to."""

CUSTOMERS = {"customer_id": "string"}
CUSTOMERS_OPTIONAL = {
    "name": "string",
    "segment": "string",
    "parent": "string",
    "owner": "string",
    "referrals": "int64",
}
"""One row a customer: what sales lines do not say. Here `segment` and `parent` win over the lines' own."""

COSTS = {"customer_id": "string", "cost_minor": "int64"}
"""Costs to serve: service, sales, logistics, credit. Any number of rows a customer, positive is a cost."""

PAYMENTS = {"customer_id": "string", "amount_minor": "int64"}
"""Money received, any number of rows a customer; a refund is negative."""

SENTENCES = {
    "future_date": "row {row}: the date {value} is in the future",
    "no_date": "row {row}: the date is missing",
    "no_customer": "row {row}: the customer is missing",
    "no_amount": "row {row}: the amount is missing",
}


class FactsError(ValueError):
    """A table that cannot be measured; the message says what lacks, in words for a shopkeeper."""


@dataclass(frozen=True)
class Doubt:
    """One line that cannot be used: where it is, what it says and why not."""

    row: int
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        return SENTENCES[self.reason].format(row=self.row, value=self.value)


def check(
    table: ir.Table, needed: dict[str, str], optional: dict[str, str] | None = None, *, name: str = "sales"
) -> ir.Table:
    """The table with the contract's columns only, cast to the contract's types.

    Raises `FactsError` when a needed column is missing, or a column holds what cannot become its type
    without loss (an amount that is a float: money must arrive as whole minor units).
    """
    missing = [column for column in needed if column not in table.columns]
    if missing:
        raise FactsError(f"the {name} table has no column {', '.join(missing)}")
    wanted = needed | {column: kind for column, kind in (optional or {}).items() if column in table.columns}
    for column, kind in wanted.items():
        if kind == "int64" and not table[column].type().is_integer():
            raise FactsError(f"the column {column} of the {name} table must hold whole numbers")
        if kind == "date" and not (table[column].type().is_date() or table[column].type().is_timestamp()):
            raise FactsError(f"the column {column} of the {name} table must hold dates")
    return table.select({column: _as(table[column], kind) for column, kind in wanted.items()})


def _as(column: ir.Value, kind: str) -> ir.Value:
    return column if column.type() == ibis.dtype(kind) else column.cast(kind)


def doubts(lines: ir.Table, *, as_of: date) -> ir.Table:
    """Lines that cannot be used: `row`, `column`, `value` (text), `reason` (a code of `SENTENCES`), a row each.

    A line counts once, under the first reason that holds: no customer, no date, a date after `as_of`, no amount.
    """
    reason = ibis.cases(
        (lines.customer_id.isnull() | (lines.customer_id.strip() == ""), "no_customer"),
        (lines.day.isnull(), "no_date"),
        (lines.day > ibis.date(as_of), "future_date"),
        (lines.amount_minor.isnull(), "no_amount"),
    )
    column = {"no_customer": "customer_id", "no_amount": "amount_minor"}
    said = lines.mutate(reason=reason).filter(lambda t: t.reason.notnull())
    return said.select(
        "row",
        column=said.reason.cases(*column.items(), else_="day"),
        value=ibis.cases((said.reason == "future_date", said.day.cast("string")), else_=""),
        reason="reason",
    )


def read_doubts(table: ir.Table) -> list[Doubt]:
    """The rows of `doubts`, already run by the caller's engine, as objects that speak."""
    return [Doubt(**row) for row in table.to_pyarrow().to_pylist()]
