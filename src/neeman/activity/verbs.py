"""What this room's verbs say in the log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "activity.interaction.logged": _("Talk or event recorded"),
    "activity.interaction.edited": _("Record of a talk changed"),
    "activity.task.added": _("Task set"),
    "activity.task.edited": _("Task changed"),
    "activity.task.done": _("Task done"),
    "activity.task.dropped": _("Task dropped"),
    "activity.customer.paused": _("Contact put off"),
    "activity.customer.resumed": _("Contact taken up again"),
    "activity.customer.handed": _("Customer handed over"),
    "activity.cadence.changed": _("Cadence of follow-up changed"),
}
