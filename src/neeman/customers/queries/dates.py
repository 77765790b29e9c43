"""Days of customers that come round or come near: birthdays, anniversaries, dates in fields of one's own."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from neeman.customers.models import Contact, Customer, OwnDate
from neeman.customers.queries.visible import owned_by
from neeman.orgs.access import Access
from neeman.orgs.models import Member

OLDEST = 110
"""Years back in which somebody may be born."""

Owners = Sequence[Member | None]


@dataclass(frozen=True, slots=True)
class Coming:
    """A day of a customer: `person` is the contact whose day it is, `label` the field that holds it; both may be empty.
    `value_minor` is the customer's revenue of twelve months, for who orders by it."""

    day: date
    customer_id: int
    customer: str
    value_minor: int = 0
    person: str = ""
    label: str = ""


def birthdays(access: Access, owners: Owners, first: date, last: date) -> list[Coming]:
    """Birthdays of these owners' customers and of whom one speaks with there, between two days, both included."""
    people = Contact.objects.filter(left_at=None)
    return [
        *_coming_round(_living(owners), "birthday", "", first, last),
        *_coming_round(people.filter(_living_q(owners, "customer__")), "birthday", "customer__", first, last),
    ]


def anniversaries(access: Access, owners: Owners, first: date, last: date) -> list[Coming]:
    """Anniversaries of these owners' customers between two days, both included."""
    return list(_coming_round(_living(owners), "anniversary", "", first, last))


def dates_in_fields(
    access: Access, owners: Owners, days: Collection[date], most: int
) -> tuple[list[Coming], int]:
    """What these owners' customers have on these days in the business's own date fields: the nearest, at most so many, and
    how many there are in all."""
    rows = OwnDate.objects.filter(_living_q(owners, "customer__"), day__in=days, field__archived_at=None)
    columns = rows.order_by("day", "customer", "field").values_list(
        "day", "customer", "customer__name", "field__label"
    )
    nearest = [Coming(day, pk, name, label=label) for day, pk, name, label in columns[:most]]
    return nearest, rows.count() if len(nearest) == most else len(nearest)


def _living_q(owners: Owners, at: str) -> Q:
    living = Q((f"{at}archived_at", None), (f"{at}merged_into", None))
    return owned_by(owners, f"{at}owner") & living


def _living(owners: Owners) -> QuerySet[Customer]:
    return Customer.objects.filter(_living_q(owners, ""))


def _coming_round(rows: QuerySet[Any], column: str, at: str, first: date, last: date) -> Iterator[Coming]:
    """The rows whose day of the year lies between two days. They are asked for by every year in which the day can lie:
    an index finds a few hundred days sooner than a month and a day of each."""
    wished = dict(_days_of_all_years(first, last))
    person = F("name") if at else F("pk")
    columns = rows.filter((f"{column}__in", wished)).values_list(
        column, f"{at}pk", f"{at}name", f"{at}follow_up__value_minor", person
    )
    for born, pk, name, value, who in columns:
        yield Coming(wished[born], pk, name, value or 0, person=who if at else "")


def _days_of_all_years(first: date, last: date) -> Iterator[tuple[date, date]]:
    """(a day on which somebody may be born, the day on which it comes round); 29 February comes round on the 28th."""
    for ahead in range((last - first).days + 1):
        day = first + timedelta(days=ahead)
        eve_of_leap = (day.month, day.day) == (2, 28) and not _is_day(day.year, 2, 29)
        for year in range(day.year - OLDEST, day.year + 1):
            if _is_day(year, day.month, day.day):
                yield day.replace(year=year), day
            if eve_of_leap and _is_day(year, 2, 29):
                yield date(year, 2, 29), day


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
