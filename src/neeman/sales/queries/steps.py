"""The next action of deals: the earliest open task about each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import OuterRef, QuerySet

from neeman.activity.models import Direction, Interaction, Task
from neeman.activity.models.interaction import CONTACTS
from neeman.sales.models import Deal

ABOUT = Deal._meta.label_lower


def open_steps() -> QuerySet[Task]:
    """The open tasks about deals."""
    return Task.objects.filter(about_table=ABOUT, done_at=None, dropped_at=None)


def next_of_outer() -> QuerySet[Task]:
    """The open tasks about the deal of the outer query, the next one first."""
    return open_steps().filter(about_id=OuterRef("pk")).order_by("due_on", "due_at", "pk")


def find_next_step(deal: Deal) -> Task | None:
    """The next action of one deal, or None."""
    return open_steps().filter(about_id=deal.pk).order_by("due_on", "due_at", "pk").first()


def next_steps(deal_ids: Iterable[int]) -> dict[int, Task]:
    """The next action of each of these deals that has one."""
    rows = open_steps().filter(about_id__in=list(deal_ids)).order_by("-due_on", "-due_at", "-pk")
    return {task.about_id: task for task in rows if task.about_id is not None}


def words_since(deals: Iterable[Deal]) -> dict[int, datetime]:
    """Deal id -> when its customer was first turned to after the lead came in, whatever it was about.

    So a call from the customer's card stops the clock of a lead just as one from the deal does.
    """
    leads = [deal for deal in deals if deal.arrived_at is not None]
    said = Interaction.objects.filter(
        customer__in=[deal.customer_id for deal in leads], direction=Direction.OUT, kind__in=CONTACTS
    ).order_by("-at")
    moments: dict[int, list[datetime]] = {}
    for customer_id, at in said.values_list("customer", "at"):
        moments.setdefault(customer_id, []).append(at)
    found = {
        deal.pk: [at for at in moments.get(deal.customer_id, []) if deal.arrived_at and at >= deal.arrived_at]
        for deal in leads
    }
    return {pk: min(times) for pk, times in found.items() if times}
