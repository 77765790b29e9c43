"""Small businesses for the tests of this room: who bought what when, written into the ledger."""

from __future__ import annotations

from datetime import date, timedelta

from neeman.customers.models import Customer
from neeman.ledger.models import Document, Line
from neeman.orgs.access import Access
from neeman.portfolio import facts
from neeman.portfolio.computing import keep, measure
from neeman.portfolio.queries import get_rules

TODAY = date(2026, 11, 22)
A_YEAR_AGO = date(2025, 11, 22)


def sell(customer: Customer | None, day: date, minor: int, *, cost: int | None = None) -> Document:
    """One invoice of one line."""
    number = str(Document.objects.count() + 1)
    document = Document.objects.create(
        customer=customer, number=number, key=number, day=day, total_minor=minor
    )
    Line.objects.create(document=document, key="1", amount_minor=minor, direct_cost_minor=cost)
    return document


def sell_rhythmically(customer: Customer, *, every: int, times: int, last: date, minor: int) -> None:
    """The same sale every so many days, the last one on `last`."""
    for n in range(times):
        sell(customer, last - timedelta(days=every * n), minor, cost=minor * 6 // 10)


def open_shop(customers: int = 24) -> list[Customer]:
    """Three years of different customers: giants and dwarfs, some late, some lost, some new, a group, a return."""
    made = [Customer(name=f"לקוח {n}", phone=f"050-10000{n:02d}") for n in range(customers)]
    Customer.objects.bulk_create(made)
    Customer.objects.filter(pk=made[2].pk).update(parent=made[1])
    documents, lines = [], []
    for n, customer in enumerate(made):
        gap = 20 + 3 * n
        first = TODAY - timedelta(days=90 if n % 6 == 4 else 1000 - 11 * n)
        last = TODAY - timedelta(days=500 if n % 6 == 5 else 3 * gap if n % 6 == 3 else n)
        day = first
        while day <= last:
            number, minor = str(len(documents) + 1), 100_000 * (customers - n) ** 2 // 10 + 7 * len(documents)
            minor = -minor if len(documents) % 29 == 28 else minor
            document = Document(customer=customer, number=number, key=number, day=day, total_minor=minor)
            documents.append(document)
            lines.append(
                Line(document=document, key="1", amount_minor=minor, direct_cost_minor=minor * 7 // 10)
            )
            day += timedelta(days=gap)
    Document.objects.bulk_create(documents)
    Line.objects.bulk_create(lines)
    return made


def look_back(access: Access, *days: date) -> None:
    """The snapshots of these days, as the history would make them, without the quarters between."""
    known, rules = facts.read(access), get_rules(access)
    for day in days:
        keep(measure(access, known, rules, as_of=day, held={}), rules, looking_back=True)
