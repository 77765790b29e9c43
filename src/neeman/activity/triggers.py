"""What of this room may set off an automation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from neeman.activity.models import Kind, Outcome
from neeman.activity.services.interactions import LOGGED
from neeman.customers.triggers import LogTrigger

ABOUT = ("activity.interaction", "interaction")

TRIGGERS = (
    LogTrigger("activity.work_done", _("Work was completed"), (LOGGED,), {"kind": (Kind.DONE,)}, ABOUT),
    LogTrigger("activity.paid", _("A payment was recorded"), (LOGGED,), {"kind": (Kind.PAID,)}, ABOUT),
    LogTrigger(
        "activity.complaint",
        _("A complaint was recorded"),
        (LOGGED,),
        {"outcome": (Outcome.COMPLAINT,)},
        ABOUT,
    ),
    LogTrigger(
        "activity.closed", _("A talk ended in a deal"), (LOGGED,), {"outcome": (Outcome.CLOSED,)}, ABOUT
    ),
)
