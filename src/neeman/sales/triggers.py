"""What of this room may set off an automation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from neeman.customers.triggers import LogTrigger

TRIGGERS = (
    LogTrigger("sales.deal.won", _("A deal was won"), ("sales.deal.won",), names_subject=True),
    LogTrigger("sales.deal.lost", _("A deal was lost"), ("sales.deal.lost",), names_subject=True),
    LogTrigger(
        "sales.lead.received", _("A lead came in by a form"), ("sales.lead.received",), names_subject=True
    ),
)
