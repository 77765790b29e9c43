"""What the verbs of this room say in the log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "automations.automation.added": _("Automation added"),
    "automations.automation.edited": _("Automation changed"),
    "automations.automation.archived": _("Automation put away"),
    "automations.automation.on": _("Automation switched on"),
    "automations.automation.off": _("Automation switched off"),
    "automations.automation.held": _("Automation switched itself off"),
    "automations.run.done": _("Done by an automation"),
    "automations.run.stopped": _("What an automation was to do was stopped"),
    "automations.newsletter.written": _("Newsletter written"),
    "automations.newsletter.confirmed": _("Newsletter sent off"),
    "automations.newsletter.ended": _("Newsletter handed to the outbox"),
    "automations.newsletter.stopped": _("Newsletter stopped"),
}
