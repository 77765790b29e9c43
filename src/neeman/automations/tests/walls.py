"""Objects of this room for the walk over all addresses."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from neeman.automations.models import Automation, Run, Stage
from neeman.automations.services.automations import take_preset
from neeman.automations.services.newsletters import write_newsletter
from neeman.automations.services.switching import switch_on
from neeman.customers.models import Customer
from neeman.customers.tests.making import make
from neeman.orgs.access import Access

Kwargs = dict[str, Any]
OF_ONE = "automation automation_edit automation_on automation_off automation_archive"


def samples(access: Access) -> dict[str, Kwargs]:
    """URL name -> kwargs of an object that exists for this access."""
    now, customer = timezone.now(), make(access, "לקוח של אוטומציה")
    automation = take_preset(access, "thank_you", "he")
    switch_on(access, automation, version=1, now=now)
    run = Run.objects.create(
        automation=automation, customer=customer, key="1", happened_at=now, planned_at=now, due_at=now
    )
    letter = {"name": "חודשי", "text": "thanks", "channels": ["sms"]}
    draft = write_newsletter(access, letter)
    ready = write_newsletter(access, {**letter, "stage": Stage.READY})
    return {
        **{name: {"pk": draft.pk} for name in ("newsletter", "newsletter_progress", "newsletter_count")},
        **{name: {"pk": ready.pk} for name in ("newsletter_send", "newsletter_stop")},
        **{name: {"pk": automation.pk} for name in OF_ONE.split()},
        "automation_run_stop": {"pk": run.pk},
        "customer_automations_stop": {"pk": customer.pk},
    }


def posts(access: Access) -> dict[str, dict[str, Any]]:
    """URL name -> data that a POST accepts."""
    version = Automation.objects.get(preset="thank_you").version
    edited = {"version": version, "name": "תודה", "wait": 1, "wait_unit": "days", "text": "thanks"}
    letter = {"name": "רבעוני", "text": "thanks", "channels": ["sms"]}
    return {
        "automation_preset": {"key": "birthday"},
        "automation_new": {"name": "שלנו", "trigger": "ledger.purchase", "act": "task"},
        "automation_edit": {**edited, "channels": ["sms"], "again_days": 3, "most_a_day": 5},
        "automation_on": {"version": version, "days_back": 7},
        "automation_off": {},
        "automation_archive": {},
        "automation_run_stop": {},
        "customer_automations_stop": {},
        "newsletter_new": {**letter, "query": ""},
        "newsletter_chosen": {**letter, "id": Customer.objects.earliest("pk").pk},
        "newsletter_count": {},
        "newsletter_send": {"version": 1},
        "newsletter_stop": {},
    }


EVERYBODYS = {
    *OF_ONE.split(),
    *("newsletter", "newsletter_progress", "newsletter_count", "newsletter_send", "newsletter_stop"),
}
"""Objects that are the business's own and no one customer's, so sight of customers does not hide them."""
