"""What one member has to do, day by day, as their calendar shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, F, Q, QuerySet

from neeman.activity.models import Task
from neeman.customers.models import FollowUp
from neeman.customers.queries.visible import live, visible
from neeman.orgs.access import Access
from neeman.orgs.roles import Role

TASKS = 500
TASKS_SINCE, AHEAD = timedelta(days=90), timedelta(days=60)
"""Tasks that are long overdue clutter a calendar and help nobody there; the cadence of a far day will still move."""
NAMES = 20
NAMED = timedelta(days=7)
"""How many names a day of follow-ups tells, and how far ahead; the rest is a number."""


@dataclass(slots=True)
class FollowUpDay:
    """The customers with whom contact is due on a day: how many, and who weighs most among them."""

    day: date
    count: int
    names: list[str] = field(default_factory=list)


def tasks_to_do(access: Access, *, today: date) -> tuple[list[Task], set[int]]:
    """The member's own open tasks by day, and which of their customers the member sees (others are not named)."""
    tasks = list(
        Task.objects.filter(
            member=access.member, done_at=None, dropped_at=None, due_on__gte=today - TASKS_SINCE
        )
        .select_related("customer")
        .order_by("due_on", F("due_at").asc(nulls_last=True), "pk")[:TASKS]
    )
    ids = [task.customer_id for task in tasks if task.customer_id]
    return tasks, set(visible(access).filter(pk__in=ids).values_list("pk", flat=True))


def follow_up_days(access: Access, *, today: date) -> list[FollowUpDay]:
    """The days on which contact by the cadence is due; what is overdue is due today. Planned steps are tasks, and not here."""
    due = _due(access, today=today)
    days: dict[date, FollowUpDay] = {}
    for on, count in due.values_list("due_on").annotate(Count("pk")).order_by("due_on"):
        day = max(on, today)
        days.setdefault(day, FollowUpDay(day, 0)).count += count
    for day in days.values():
        if day.day > today + NAMED:
            continue
        when = Q(due_on__lte=today) if day.day == today else Q(due_on=day.day)
        rows = due.filter(when).order_by("grade", "-value_minor", "customer")
        day.names = [
            f"{name} · {grade}" if grade else name
            for name, grade in rows.values_list("customer__name", "grade")[:NAMES]
        ]
    return [days[day] for day in sorted(days)]


def _due(access: Access, *, today: date) -> QuerySet[FollowUp]:
    """Those of the member's customers; customers without an account manager fall to the owners."""
    whose = Q(owner=access.member)
    if access.role == Role.OWNER:
        whose |= Q(owner=None)
    return FollowUp.objects.filter(
        whose, customer__in=live(access), next_step="", due_on__isnull=False, due_on__lte=today + AHEAD
    )
