"""Objects of this room for the walk over all addresses, and what may be posted to it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from neeman.activity.services.interactions import Said, log_interaction
from neeman.activity.services.tasks import add_task
from neeman.customers.tests.making import make
from neeman.desk.models import Subscription
from neeman.orgs.access import Access

WRITES_NOTHING = {"demo_load", "demo_clear"}
"""The walk's business holds customers, and none of a demo: both acts leave everything as it is."""


def samples(access: Access) -> dict[str, dict[str, Any]]:
    """URL name -> kwargs of an object that exists for this access."""
    customer, now = make(access, "של היום", phone="050-1234567"), timezone.now()
    logged = log_interaction(access, customer, Said(), now=now)
    task, _ = add_task(access, customer, title="משימה", due_on=timezone.localdate(), now=now)
    assert logged.change_set is not None
    one = {"pk": customer.pk}
    return {
        "offline": {"language": "he"},
        "today_talk": one,
        "today_sent": one,
        "today_snooze": one,
        "today_task": {"pk": task.pk},
        "today_undo": {"pk": logged.change_set.pk},
        "report_mail_stop": {"pk": Subscription.objects.create(member=access.member, report="revenue").pk},
    }


def posts(access: Access) -> dict[str, dict[str, Any]]:
    """URL name -> data that a POST accepts."""
    later = (timezone.localdate() + timedelta(days=9)).isoformat()
    return {
        "demo_load": {},
        "demo_clear": {},
        "today_talk": {"outcome": "spoke"},
        "today_sent": {"wording": "in_touch", "key": "sent"},
        "today_snooze": {"until": later},
        "today_task": {},
        "today_undo": {},
        "report_export": {},
        "report_mails": {
            "report": "new-customers",
            "every": "week",
            "form": "pdf",
            "member": access.member.pk,
        },
        "report_mail_stop": {},
        "enrich": {"customer": make(access, "נשאל").pk, "field": "phone", "answer": "later"},
    }
