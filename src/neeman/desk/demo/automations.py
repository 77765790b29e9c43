"""Two automations of the made-up business that work, and what they did lately: shown, and never sent to anybody."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils.translation import override

from neeman.automations.acting import reaching_hours
from neeman.automations.models import Automation, Run, State
from neeman.automations.services.automations import take_preset
from neeman.automations.waits import due_after
from neeman.ledger.models import Document
from neeman.orgs.access import Access
from neeman.orgs.models import Member

WORKING = {"thank_you": 0, "review": 7}
"""Preset -> days that it waits."""
LATELY, MOST = timedelta(days=30), 25


def write_automations(access: Access, member: Member | None, *, today: date) -> None:
    """Thanks after a purchase, and a request for a review a week later, for the purchases of the last month."""
    if member is None:
        return
    with override("he"):
        for key in WORKING:
            automation = take_preset(access, key, "he")
            _switch_on(access, automation, member, today)
            Run.objects.bulk_create(_runs(access, automation, today))


def _switch_on(access: Access, automation: Automation, member: Member, today: date) -> None:
    zone = reaching_hours(access.organization).zone
    begun = datetime.combine(today - LATELY, time(9), zone)
    automation.is_on, automation.switched_by, automation.switched_at = True, member, begun
    automation.on_from = automation.read_to = datetime.combine(today, time.max, zone)
    automation.values = {"link": "https://example.com/review"} if automation.preset == "review" else {}
    automation.save()


def _runs(access: Access, automation: Automation, today: date) -> list[Run]:
    hours = reaching_hours(access.organization)
    found: dict[int, Run] = {}
    now = datetime.combine(today, time(8), hours.zone)
    bought = Document.objects.filter(day__gt=today - LATELY, day__lt=today, customer__isnull=False)
    for document in bought.filter(total_minor__gt=0).order_by("-day", "pk"):
        if document.customer_id is None:
            continue
        happened = datetime.combine(document.day, time.min, hours.zone)
        due = due_after(happened, automation.wait, automation.wait_unit, hours)
        done = due < now
        found.setdefault(
            document.customer_id,
            Run(
                automation=automation,
                customer_id=document.customer_id,
                key=f"bought {document.day}",
                about_table="ledger.document",
                about_id=document.pk,
                happened_at=happened,
                planned_at=due,
                due_at=due,
                state=State.DONE if done else State.WAITING,
                ended_at=due if done else None,
            ),
        )
    return list(found.values())[:MOST]
