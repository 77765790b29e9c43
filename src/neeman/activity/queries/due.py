"""Reads of what is to come: whose tasks, and what is due on which day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet

from neeman.activity.models import Task
from neeman.activity.queries.records import open_tasks
from neeman.customers.models import FollowUp
from neeman.customers.queries.visible import visible
from neeman.orgs.access import Access

ME, ALL, NOBODY = "me", "all", "nobody"


def tasks_for(access: Access, whose: str) -> QuerySet[Task]:
    """Open tasks by day: one's own, a member's (by id), nobody's, or all that `access` sees."""
    return open_tasks(access).filter(_by(access, whose, "member"))


def tasks_between(access: Access, whose: str, first: date, last: date) -> QuerySet[Task]:
    """The same, of these days alone."""
    return tasks_for(access, whose).filter(due_on__range=(first, last))


def due_by_cadence(access: Access, whose: str, first: date, last: date) -> QuerySet[FollowUp]:
    """Customers whose cadence asks for a contact on these days, the most valuable of a day first; a planned task speaks
    for itself."""
    rows = FollowUp.objects.filter(
        _by(access, whose, "owner"), due_on__range=(first, last), next_step="", customer__archived_at=None
    )
    if not access.sees_all:
        rows = rows.filter(customer__in=visible(access))
    return rows.select_related("customer").order_by("due_on", "-value_minor", "customer")


def count_by_day(rows: QuerySet[FollowUp]) -> dict[date, int]:
    """How many are due on each day."""
    counted = rows.order_by().values_list("due_on").annotate(count=Count("customer"))
    return {day: count for day, count in counted if day is not None}


def first_of_each_day(
    rows: QuerySet[FollowUp], days: Iterable[date], most: int
) -> dict[date, list[FollowUp]]:
    """The first few of each day: a query a day, each from the index."""
    return {day: list(rows.filter(due_on=day)[:most]) for day in days}


def _by(access: Access, whose: str, column: str) -> Q:
    if whose == ALL:
        return Q()
    if whose == NOBODY:
        return Q((column, None))
    if whose.isascii() and whose.isdigit() and len(whose) < 19:
        return Q((column, int(whose)))
    return Q((column, access.member))
