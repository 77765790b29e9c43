"""What this room shows on a customer's card: the next contact and why, open tasks, and the sheet to record a talk."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from neeman.activity.queries.records import find_follow_up, pause_of, tasks_of
from neeman.activity.queries.spent import time_spent
from neeman.activity.services.cadence import day_of
from neeman.activity.sheet import days_off, sheet_of
from neeman.activity.signs import TASKS
from neeman.activity.words import neglect, why_due, why_silent
from neeman.customers.models import Customer, FollowUp
from neeman.customers.panels import Panel
from neeman.orgs.access import Access
from neeman.orgs.hours import hours_of
from neeman.orgs.roles import May

MOST_TASKS = 6


def next_panel(access: Access, customer: Customer) -> tuple[str, dict[str, Any]] | None:
    """The next contact; None for an archived customer."""
    if customer.archived_at is not None:
        return None
    now, hours = timezone.now(), hours_of(access.organization)
    follow_up = find_follow_up(access, customer)
    tasks = list(tasks_of(access, customer)[:MOST_TASKS])
    today = day_of(access, now)
    action = reverse("customer_talk", kwargs={"org": access.organization.slug, "pk": customer.pk})
    due_on, days = _due_on(follow_up, today), days_off(today, hours)
    given = {
        "follow_up": follow_up,
        "why": (why_silent(follow_up) or why_due(follow_up, today)) if follow_up else "",
        "due_on": due_on,
        "neglect": neglect(follow_up, due_on, today) if follow_up else "",
        "pause": pause_of(access, customer, today=today) if _may_rest(follow_up, today) else None,
        "spent": time_spent(access, customer, now=now),
        "days": days,
        "tasks": [(task, TASKS[task.kind], task.due_on < today) for task in tasks],
        "today": today,
        "me": access.member,
        "may": {"log": access.may(May.LOG_ACTIVITY), "edit": access.may(May.EDIT_CUSTOMERS)},
        "sheet": sheet_of(
            customer,
            follow_up,
            action=action,
            target="#part-next",
            today=today,
            hours=hours,
            days=days,
            task=tasks[0] if tasks and tasks[0].due_on <= today else None,
        ),
    }
    return "activity/_next.html", given


def _may_rest(follow_up: FollowUp | None, today: date) -> bool:
    """Whether a pause may hold: where the follow-up was reckoned, it knows."""
    return follow_up is None or (follow_up.paused_until is not None and follow_up.paused_until > today)


def _due_on(follow_up: FollowUp | None, today: date) -> date | None:
    """The day to tell: whoever waits for a first talk is due today, however long ago the last purchase was."""
    if follow_up is None or follow_up.due_on is None:
        return None
    return max(follow_up.due_on, today) if follow_up.first_talk_waits else follow_up.due_on


NEXT = Panel(
    key="next",
    title=_("The next contact"),
    order=0,
    where="first",
    permission=May.VIEW_CUSTOMERS,
    render=next_panel,
)
