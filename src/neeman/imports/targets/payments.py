"""Payments: money that came in. The same payment in the next file is known by its reference, else by customer, day
and amount; which occurrence of the same it is keeps exact duplicates apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from neeman.imports.batches import Batch
from neeman.imports.book import CustomerBook, Identity, Known
from neeman.imports.bulk import among, insert_rows
from neeman.imports.cells import Fault, day, number, text
from neeman.imports.layout import Layout, ParseFor, RowReader
from neeman.imports.tally import Outcome
from neeman.imports.targets import whose
from neeman.imports.targets.plan import Plan, Said
from neeman.imports.targets.writing import create_customers, link_customers
from neeman.ledger.models import Document, Payment
from neeman.lib.dates import Order
from neeman.orgs.access import Access
from neeman.orgs.changes import Recorder

PARSERS: Mapping[str, ParseFor] = {
    **whose.PARSERS,
    "date": lambda layout, column: day(
        layout.date_orders.get(column, Order.DAY_FIRST), oldest=whose.OLDEST_YEAR
    ),
    "amount": lambda layout, column: number(layout.digits, layout.decimal_marks.get(column)),
    "currency": lambda layout, column: text(20),
    "reference": lambda layout, column: text(60),
}


class Paid(NamedTuple):
    """One row."""

    at: int
    identity: Identity
    customer: dict[str, Any]
    day: date
    amount_minor: int
    reference: str


@dataclass(slots=True)
class PaymentsPlan(Plan):
    """The payments to write: new ones with their customer, changed ones by id."""

    customers: list[Known] = field(default_factory=list)
    links: list[tuple[Known, str]] = field(default_factory=list)
    new: list[tuple[Known | None, Paid, str]] = field(default_factory=list)
    changed: list[tuple[int, dict[str, Any], Known | None]] = field(default_factory=list)


class PaymentsImporter:
    """See `Importer`."""

    def __init__(self, access: Access, layout: Layout, *, keeps: bool) -> None:
        self.rows = RowReader(layout, PARSERS)
        self.whose = whose.WhoseReader(layout)
        self.book = CustomerBook(access, layout.system, keeps=keeps)
        self.occurrences: dict[str, int] = {}

    def read(self, batch: Batch) -> Said[Paid]:
        """The rows as payments."""
        values = self.rows.read(batch)
        of, faults = values.of, values.faults
        payments = []
        rows = zip(self.whose.read(of), of["date"], of["amount"], of["reference"], strict=True)
        for index, ((identity, customer), on, amount, reference) in enumerate(rows):
            if index in faults:
                continue
            if missing := [role for role, value in (("date", on), ("amount", amount)) if value is None]:
                faults[index] = [Fault(role, "missing", {}) for role in missing]
                continue
            payments.append(Paid(index, identity, customer, on, amount, reference or ""))
        return Said(payments, faults, whose.foreign_rows(of["currency"], self.rows.layout))

    def plan(self, batch: Batch, said: Said[Paid]) -> PaymentsPlan:
        """What the rows of this batch come to."""
        plan, payments = PaymentsPlan([Outcome.UNCHANGED] * len(batch.rows)), said.rows
        plan.hear(said)
        keys = [self._key(paid) for paid in payments]
        columns = ("key", "pk", "customer_id", "day", "amount_minor", "reference")
        rows = Payment.objects.filter(key__in=among(keys)).values_list(*columns)
        there: dict[str, list[Any]] = {key: row for key, *row in rows}
        held: dict[Identity, set[int]] = defaultdict(set)
        for paid, key in zip(payments, keys, strict=True):
            if key in there and there[key][1] is not None:
                held[paid.identity].add(there[key][1])
        first = {paid.identity: (paid.at, paid.customer) for paid in reversed(payments)}
        whose_are = whose.customers_of(first, self.book, batch, plan, plan.customers, plan.links, held)
        for paid, key in zip(payments, keys, strict=True):
            customer = whose_are[paid.identity]
            if isinstance(customer, Fault):
                plan.reject(paid.at, customer)
                continue
            plan.nobodys += customer is None
            if key in there:
                _compare(paid, customer, there[key], plan)
            else:
                plan.new.append((customer, paid, key))
                plan.made["payments"] += 1
                plan.money += paid.amount_minor
                plan.days.add(paid.day)
                plan.did(paid.at, Outcome.CREATED)
        return plan

    def apply(self, plan: Plan, recorder: Recorder) -> None:
        """Write it."""
        assert isinstance(plan, PaymentsPlan)
        create_customers(self.book, plan.customers, recorder)
        link_customers(self.book.system, plan.links, recorder)
        papers = _documents({paid.reference for _, paid, _ in plan.new if paid.reference})
        rows = []
        for customer, paid, key in plan.new:
            owner = customer.pk if customer else None
            paper = papers.get((owner, paid.reference))
            rows.append((owner, paper, paid.day, paid.amount_minor, paid.reference, key))
        names = ("customer_id", "document_id", "day", "amount_minor", "reference", "key")
        recorder.created_ids(Payment, insert_rows(Payment, names, rows))
        wanted = {
            pk: {**changes, **({"customer_id": customer.pk} if customer else {})}
            for pk, changes, customer in plan.changed
        }
        payments = Payment.objects.select_for_update().in_bulk(list(wanted))
        recorder.update(list(payments.values()), [wanted[pk] for pk in payments])

    def _key(self, paid: Paid) -> str:
        who = whose.whose_key(paid.identity)[:50]
        stem = (
            f"{paid.reference[:50]}|{who}"
            if paid.reference
            else f"@{who}|{paid.day.isoformat()}|{paid.amount_minor}"
        )
        count = self.occurrences[stem] = self.occurrences.get(stem, 0) + 1
        return f"{stem}#{count}"


def _compare(paid: Paid, customer: Known | None, held: list[Any], plan: PaymentsPlan) -> None:
    pk, customer_id, on, amount, _ = held
    changes: dict[str, Any] = {}
    if on != paid.day:
        changes["day"] = paid.day
    if amount != paid.amount_minor:
        changes["amount_minor"] = paid.amount_minor
    newly = customer if customer is not None and customer.pk != customer_id else None
    if changes or newly:
        plan.changed.append((pk, changes, newly))
        plan.money += paid.amount_minor - amount
        plan.days.add(paid.day)
        plan.did(paid.at, Outcome.UPDATED)


def _documents(numbers: set[str]) -> dict[tuple[int | None, str], int]:
    """Customer and number -> the document, where there is just one."""
    found: dict[tuple[int | None, str], int] = {}
    twice = set()
    for pk, customer_id, number_ in Document.objects.filter(number__in=among(numbers)).values_list(
        "pk", "customer_id", "number"
    ):
        place = (customer_id, number_)
        if place in found:
            twice.add(place)
        found[place] = pk
    return {place: pk for place, pk in found.items() if place not in twice}
