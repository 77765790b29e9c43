"""What narrows and orders a pipeline: each filter as a condition on deals, and how the next action stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, DateField, F, IntegerField, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from neeman.customers.search import matching_ids
from neeman.orgs.access import Access
from neeman.sales.models import Deal, Kind
from neeman.sales.queries.asked import MINE, NONE, Asked, By, Expected, Next, Sort, State, days_expected
from neeman.sales.queries.deals import deals
from neeman.sales.queries.steps import next_of_outer

MOST_FOUND = 500
"""Customers whose deals a search looks at."""

RANK = {Next.LATE: 0, Next.TODAY: 1, Next.NONE: 2, Next.PLANNED: 3}
URGENT_FIRST = ("soon", F("next_on").asc(nulls_last=True), "pk")
"""The order of urgency. A deal without a next action stands between those of today and those to come."""


def next_of(day: date | None, today: date) -> Next:
    """How a next action on this day stands."""
    if day is None:
        return Next.NONE
    return Next.LATE if day < today else Next.TODAY if day == today else Next.PLANNED


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, on which day."""

    access: Access
    today: date


Rows = QuerySet[Any]
"""Deals with columns that the model does not have."""

Condition = Callable[[Asking, tuple[str, ...]], Q | None]


def with_next(rows: QuerySet[Deal], today: date) -> Rows:
    """Deals with `next_on`, the day of the next action (None: there is none), `soon`, the same with today in place of
    None, and `urgency`, its rank. Each names the task anew, so an order by `soon` costs half of one by rank."""
    rows = rows.alias(next_on=Subquery(next_of_outer().values("due_on")[:1], output_field=DateField()))
    return rows.alias(
        soon=Coalesce("next_on", Value(today), output_field=DateField()),
        urgency=Case(
            When(next_on__lt=today, then=Value(RANK[Next.LATE])),
            When(next_on=today, then=Value(RANK[Next.TODAY])),
            When(next_on__gt=today, then=Value(RANK[Next.PLANNED])),
            default=Value(RANK[Next.NONE]),
            output_field=IntegerField(),
        ),
    )


def narrow_deals(asking: Asking, asked: Asked) -> Rows:
    """The visible deals that all filters leave, in no order; a filter whose values mean nothing leaves all."""
    rows = with_next(deals(asking.access), asking.today)
    rows = rows.filter(_state(asking, asked.by.get(By.STATE, ())))
    if asked.text:
        found = matching_ids(asking.access, asked.text, MOST_FOUND)
        rows = rows.filter(Q(title__icontains=asked.text) | Q(customer__in=found))
    for name, values in asked.by.items():
        condition = CONDITIONS[name](asking, values) if name in CONDITIONS else None
        if condition is not None:
            rows = rows.filter(condition)
    return rows


def in_order(rows: Rows, sort: Sort, *, descending: bool = False) -> Rows:
    """The rows of a table in order; what is not known comes last."""
    column = F(COLUMNS[sort])
    first = column.desc(nulls_last=True) if descending else column.asc(nulls_last=True)
    return rows.order_by(first, "pk") if sort != Sort.NEXT else rows.order_by(first, *URGENT_FIRST[1:])


COLUMNS = {
    Sort.NEXT: "soon",
    Sort.CUSTOMER: "customer__sort_key",
    Sort.STAGE: "stage__position",
    Sort.SINCE: "stage_since",
    Sort.VALUE: "value_minor",
    Sort.EXPECTED: "expected_on",
    Sort.OWNER: "owner__user__name",
}


def _state(asking: Asking, values: tuple[str, ...]) -> Q:
    if State.ALL in values:
        return Q()
    ended = Q(won_at__isnull=False) if State.WON in values else Q(pk__in=[])
    if State.LOST in values:
        ended |= Q(lost_at__isnull=False)
    return ended if {State.WON, State.LOST} & set(values) else Q(won_at=None, lost_at=None)


def _owner(asking: Asking, values: tuple[str, ...]) -> Q | None:
    member = asking.access.member
    chosen = [member.pk for value in values if value == MINE and member] + _ids(values)
    condition = Q(owner__in=chosen) if chosen else Q(pk__in=[])
    return condition | Q(owner=None) if NONE in values else condition


def _kind(asking: Asking, values: tuple[str, ...]) -> Q | None:
    chosen = [value for value in values if value in Kind.values]
    return Q(kind__in=chosen) if chosen else None


def _next(asking: Asking, values: tuple[str, ...]) -> Q | None:
    chosen = [RANK[Next(value)] for value in values if value in set(Next)]
    return Q(urgency__in=chosen) if chosen else None


def _expected(asking: Asking, values: tuple[str, ...]) -> Q | None:
    if values[0] == Expected.NONE:
        return Q(expected_on=None)
    span = days_expected(values[0], asking.today)
    if span is None:
        return None
    first, after = span
    condition = Q(expected_on__lt=after)
    return condition & Q(expected_on__gte=first) if first else condition


def _stage(asking: Asking, values: tuple[str, ...]) -> Q | None:
    chosen = _ids(values)
    return Q(stage__in=chosen) if chosen else None


def _source(asking: Asking, values: tuple[str, ...]) -> Q | None:
    return Q(source__in=["" if value == NONE else value for value in values])


def _lead(asking: Asking, values: tuple[str, ...]) -> Q | None:
    """Leads that nobody has answered yet."""
    return Q(arrived_at__isnull=False, first_reply_at=None) if values[0] == "waiting" else None


CONDITIONS: dict[By, Condition] = {
    By.OWNER: _owner,
    By.KIND: _kind,
    By.NEXT: _next,
    By.EXPECTED: _expected,
    By.STAGE: _stage,
    By.SOURCE: _source,
    By.LEAD: _lead,
}
"""How each filter speaks; By.STATE is always in force."""


def _ids(values: tuple[str, ...]) -> list[int]:
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 19]
