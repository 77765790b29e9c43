"""What of this room may set off an automation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from neeman.customers.triggers import LogTrigger

QUOTES = (
    LogTrigger("sales.quote.sent", _("A quote was sent"), ("sales.quote.sent",), names_subject=True),
    LogTrigger(
        "sales.quote.opened",
        _("A quote was opened for the first time"),
        ("sales.quote.opened",),
        {"look": ("first",)},
        names_subject=True,
    ),
    LogTrigger(
        "sales.quote.approved", _("A quote was approved"), ("sales.quote.approved",), names_subject=True
    ),
    LogTrigger(
        "sales.quote.declined", _("A quote was declined"), ("sales.quote.declined",), names_subject=True
    ),
    LogTrigger(
        "sales.quote.ran_out", _("A quote ran out unanswered"), ("sales.quote.ran_out",), names_subject=True
    ),
)
TRIGGERS = (
    LogTrigger("sales.deal.won", _("A deal was won"), ("sales.deal.won",), names_subject=True),
    LogTrigger("sales.deal.lost", _("A deal was lost"), ("sales.deal.lost",), names_subject=True),
    LogTrigger(
        "sales.lead.received", _("A lead came in by a form"), ("sales.lead.received",), names_subject=True
    ),
    *QUOTES,
)
