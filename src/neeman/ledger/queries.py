"""Reads: what one customer bought and paid. Money in minor units of the organization's currency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Min, Q, QuerySet, Sum

from neeman.customers.models import Customer
from neeman.ledger.models import Document, Payment
from neeman.ledger.punctuality import Paid, Paper, Punctuality, punctuality
from neeman.lib.terms import read_terms
from neeman.orgs.access import Access


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a customer brought in the last `years` years; `whole` is False where the history is shorter."""

    years: int
    minor: int
    whole: bool


def documents_of(access: Access, customer_ids: Sequence[int]) -> QuerySet[Document]:
    """Orders, invoices and credit notes of these customers, latest first."""
    return Document.objects.filter(customer_id__in=customer_ids).order_by("-day", "-pk")


def payments_of(access: Access, customer_ids: Sequence[int]) -> QuerySet[Payment]:
    """Payments of these customers, latest first."""
    return Payment.objects.filter(customer_id__in=customer_ids).order_by("-day", "-pk")


def contributions(access: Access, customer_id: int, *, as_of: date) -> list[Contribution]:
    """Revenue of the last 1, 5 and 10 years up to `as_of` (R31), as far as there is history: one query.

    A period is left out when the history of the one before it covers everything there is.
    """
    since = {years: _years_before(as_of, years) for years in (1, 5, 10)}
    row = Document.objects.filter(customer_id=customer_id, day__lte=as_of).aggregate(
        first=Min("day"),
        minor_1=Sum("total_minor", filter=Q(day__gt=since[1])),
        minor_5=Sum("total_minor", filter=Q(day__gt=since[5])),
        minor_10=Sum("total_minor", filter=Q(day__gt=since[10])),
    )
    found: list[Contribution] = []
    for years, day in since.items():
        if row["first"] is None or (found and not found[-1].whole):
            break
        found.append(Contribution(years, row[f"minor_{years}"] or 0, row["first"] <= day))
    return found


def punctuality_of(access: Access, customer: Customer, *, as_of: date) -> Punctuality | None:
    """How punctually a customer pays by the terms on its card: two queries, one where nothing was ever paid."""
    paid = Payment.objects.filter(customer=customer).values_list("day", "amount_minor", "document")
    payments = [Paid(*row) for row in paid]
    if not payments:
        return None
    rows = Document.objects.filter(customer=customer).values_list("pk", "day", "total_minor")
    papers = [Paper(*row) for row in rows]
    return punctuality(papers, payments, read_terms(customer.payment_terms), as_of=as_of)


def purchase_days(access: Access, customer_id: int, *, as_of: date, most: int = 8) -> list[date]:
    """The last days on which the customer bought, latest first: returns are no purchases."""
    days = Document.objects.filter(customer_id=customer_id, total_minor__gt=0, day__lte=as_of)
    return list(days.order_by("-day").values_list("day", flat=True).distinct()[:most])


def _years_before(day: date, years: int) -> date:
    """The same day years before; 28 February for a leap day."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
