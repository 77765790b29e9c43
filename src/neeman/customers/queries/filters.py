"""What narrows a list: each filter as a condition, and the closed table of them.

A list that names figures only is read from the standings, whose indexes give its order; so the conditions on figures are
writable from both tables: `at` is the way to the standing ("standing__" from a customer, "" from itself).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Case, FloatField, Q, QuerySet, TextField, When
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast
from django.db.models.lookups import Regex

from neeman.customers.models import Customer, CustomerTag, CustomField, FollowUp, Warmth
from neeman.customers.models.customer import Kind, Status
from neeman.customers.models.standing import Grade
from neeman.customers.queries.asked import Asked, By
from neeman.customers.queries.spans import read_day, read_span
from neeman.lib.dates import DateError, parse_date
from neeman.lib.money import AmountError, minor_digits, parse_amount
from neeman.orgs.access import Access

MONEY = frozenset({By.REVENUE_FROM, By.REVENUE_TO})
OF_STANDING = frozenset({By.GRADE, By.JOINED, By.BOUGHT, By.SILENT, By.LATE, *MONEY})
YES, NO, NONE, MINE = "yes", "no", "none", "me"


class NextContact(StrEnum):
    """When the next contact is, as an address asks for it."""

    LATE = "late"
    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    PAUSED = "paused"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, on what day the figures stand, what day it is, and which fields of their own there are."""

    access: Access
    day: date
    today: date
    fields: Mapping[str, CustomField]


Rows = QuerySet[Any]
Condition = Callable[[Asking, tuple[str, ...], str], Q | None]
FROM_CUSTOMERS, FROM_STANDINGS = "standing__", ""


def narrow_customers(rows: QuerySet[Customer], asking: Asking, asked: Asked) -> QuerySet[Customer]:
    """The customers that all filters leave; a filter whose values mean nothing leaves all."""
    if By.ARCHIVED in asked.by:
        rows = rows.filter(archived_at__isnull=False, merged_into=None)
    else:
        rows = rows.filter(archived_at=None)
    return _narrow_by_custom(narrow(rows, asking, asked, FROM_CUSTOMERS), asking, asked)


def narrow(rows: Rows, asking: Asking, asked: Asked, at: str) -> Rows:
    """The rows that the named filters leave, archived or not."""
    for name, values in asked.by.items():
        condition = CONDITIONS[name](asking, values, at) if name in CONDITIONS else None
        if condition is not None:
            rows = rows.filter(condition)
    return rows


def _one_of(column: str, known: type[Any]) -> Condition:
    def condition(asking: Asking, values: tuple[str, ...], at: str) -> Q | None:
        chosen = [value for value in values if value in known.values]
        return Q((f"{column}__in", chosen)) if chosen else None

    return condition


def _same(column: str) -> Condition:
    def condition(asking: Asking, values: tuple[str, ...], at: str) -> Q | None:
        wanted = ["" if value == NONE else value for value in values]
        return Q((f"{column}__in", wanted))

    return condition


def _grade(asking: Asking, values: tuple[str, ...], at: str) -> Q | None:
    chosen = [value for value in values if value in Grade.values]
    return Q((f"{at}grade__in", chosen)) if chosen else None


def _owner(asking: Asking, values: tuple[str, ...], at: str) -> Q | None:
    member = asking.access.member
    ids = [member.pk for value in values if value == MINE and member] + _ids(values)
    asked = Q(owner__in=ids) if ids else Q(pk__in=[])
    return asked | Q(owner=None) if NONE in values else asked


def _tag(asking: Asking, values: tuple[str, ...], at: str) -> Q | None:
    ids = _ids(values)
    tagged = CustomerTag.objects.filter(tag__in=ids).values("customer")
    return Q(pk__in=tagged) if ids else None


def _parent(asking: Asking, values: tuple[str, ...], at: str) -> Q | None:
    ids = _ids(values)
    return Q(parent__in=ids) | Q(pk__in=ids) if ids else None


def _phone(asking: Asking, values: tuple[str, ...], at: str) -> Q | None:
    has_none = Q(phone="")
    return {YES: ~has_none, NO: has_none}.get(values[0])


def _joined(asking: Asking, values: tuple[str, ...], at: str) -> Q | None:
    """By the day of the first purchase."""
    span = read_span(values[0])
    if span is None:
        return None
    since = Q((f"{at}first_purchase__gte", span.first))
    return since & Q((f"{at}first_purchase__lt", span.after)) if span.after else since


def _bought(asking: Asking, values: tuple[str, ...], at: str) -> Q | None:
    day = _days_before(asking.day, values[0])
    return Q((f"{at}last_purchase__gte", day)) if day else None


def _silent(asking: Asking, values: tuple[str, ...], at: str) -> Q | None:
    day = _days_before(asking.day, values[0])
    return Q((f"{at}last_purchase__lt", day)) if day else None


def _late(asking: Asking, values: tuple[str, ...], at: str) -> Q | None:
    """Late by their own rhythm: those whose year's revenue is at stake."""
    return Q((f"{at}at_stake_minor__gt", 0)) if values[0] == YES else None


def due_on(today: date, values: tuple[str, ...]) -> Q | None:
    """Follow-ups whose next contact is late, today, within a week or a month, on a day, put off, or not planned."""
    conditions: dict[str, Q] = {
        NextContact.LATE: Q(due_on__lt=today),
        NextContact.TODAY: Q(due_on=today),
        NextContact.WEEK: Q(due_on__range=(today, today + timedelta(days=6))),
        NextContact.MONTH: Q(due_on__range=(today, today + timedelta(days=29))),
        NextContact.PAUSED: Q(paused_until__gt=today),
        NextContact.NONE: Q(due_on=None),
    }
    day = read_day(values[0])
    return Q(due_on=day) if day else conditions.get(values[0])


def _next(asking: Asking, values: tuple[str, ...], at: str) -> Q | None:
    due = due_on(asking.today, values)
    return Q(pk__in=FollowUp.objects.filter(due).values("customer")) if due is not None else None


def _warmth(asking: Asking, values: tuple[str, ...], at: str) -> Q | None:
    chosen = [value for value in values if value in Warmth.values]
    return Q(pk__in=FollowUp.objects.filter(warmth__in=chosen).values("customer")) if chosen else None


def _revenue(lookup: str) -> Condition:
    def condition(asking: Asking, values: tuple[str, ...], at: str) -> Q | None:
        try:
            minor = parse_amount(values[0], minor_digits(asking.access.organization.currency))
        except AmountError:
            return None
        return Q((f"{at}revenue_window_minor__{lookup}", minor))

    return condition


CONDITIONS: dict[By, Condition] = {
    By.STATUS: _one_of("status", Status),
    By.KIND: _one_of("kind", Kind),
    By.GRADE: _grade,
    By.OWNER: _owner,
    By.TAG: _tag,
    By.CITY: _same("city"),
    By.INDUSTRY: _same("industry"),
    By.SOURCE: _same("source"),
    By.PARENT: _parent,
    By.PHONE: _phone,
    By.JOINED: _joined,
    By.BOUGHT: _bought,
    By.SILENT: _silent,
    By.LATE: _late,
    By.NEXT: _next,
    By.WARMTH: _warmth,
    By.REVENUE_FROM: _revenue("gte"),
    By.REVENUE_TO: _revenue("lte"),
}
"""How each filter speaks; By.ARCHIVED is no condition but the choice of which half is looked at."""


def _narrow_by_custom(rows: QuerySet[Customer], asking: Asking, asked: Asked) -> QuerySet[Customer]:
    for number, (own, values) in enumerate(asked.custom.items()):
        key, _, end = own.partition(".")
        field = asking.fields.get(key)
        wanted = _custom_value(field, values, end) if field else None
        if field is None or wanted is None:
            continue
        name = f"custom_{number}"
        rows = rows.alias(**{name: _custom_column(field)}).filter(Q((f"{name}__{wanted[0]}", wanted[1])))
    return rows


def _custom_column(field: CustomField) -> Any:
    """What is kept in a field of one's own, as it compares: numbers are kept as digits, so that none is rounded."""
    if field.type == CustomField.Type.YES_NO:
        return KeyTransform(field.key, "custom")
    text = Cast(
        KeyTextTransform(field.key, "custom"), TextField()
    )  # so that it compares as text, not as JSON
    if field.type != CustomField.Type.NUMBER:
        return text
    return Case(When(Regex(text, r"^-?[0-9]{1,15}(\.[0-9]+)?$"), then=Cast(text, FloatField())))


def _custom_value(field: CustomField, values: tuple[str, ...], end: str) -> tuple[str, Any] | None:
    """The lookup and the value that are asked of a field of one's own, by its type; None where they mean nothing."""
    lookup = {"from": "gte", "to": "lte"}.get(end, "exact")
    match field.type:
        case CustomField.Type.NUMBER:
            number = _number(values[0])
            return (lookup, number) if number is not None else None
        case CustomField.Type.DATE:
            day = _day(values[0])
            return (lookup, day.isoformat()) if day else None
        case CustomField.Type.YES_NO:
            return {YES: ("exact", True), NO: ("exact", False)}.get(values[0])
        case CustomField.Type.CHOICE:
            return "in", list(values)
    return "icontains", values[0]


def _ids(values: tuple[str, ...]) -> list[int]:
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 19]


def _days_before(day: date, value: str) -> date | None:
    """So many days before `day`, or the day itself that the value names."""
    named = read_day(value)
    if named:
        return named
    days = _ids((value,))
    return day - timedelta(days=days[0]) if days and days[0] < 20_000 else None


def _number(text: str) -> int | float | None:
    try:
        number = float(text.replace(",", ""))
    except ValueError:
        return None
    if not abs(number) < 1e15:  # nor what is no number at all
        return None
    return int(number) if number.is_integer() else number


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except DateError:
        return None
