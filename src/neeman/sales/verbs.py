"""What this room's verbs say in the log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "sales.deal.added": _("Deal added"),
    "sales.deal.edited": _("Deal changed"),
    "sales.deal.moved": _("Deal moved to another stage"),
    "sales.deal.won": _("Deal won"),
    "sales.deal.lost": _("Deal lost"),
    "sales.deal.reopened": _("Deal reopened"),
    "sales.deal.handed": _("Deal handed over"),
    "sales.step.planned": _("Next action planned"),
    "sales.lead.replied": _("Lead answered"),
    "sales.lead.received": _("Lead came in by a form"),
    "sales.form.added": _("Public form added"),
    "sales.form.edited": _("Public form changed"),
    "sales.form.archived": _("Public form put away"),
    "sales.form.restored": _("Public form brought back"),
    "sales.form.renewed": _("Public form given a new address"),
    "sales.stage.added": _("Stage added"),
    "sales.stage.edited": _("Stage changed"),
    "sales.stage.moved": _("Stage moved"),
    "sales.stage.archived": _("Stage put away"),
    "sales.stage.restored": _("Stage brought back"),
    "sales.reason.added": _("Reason for losing added"),
    "sales.reason.edited": _("Reason for losing changed"),
    "sales.reason.moved": _("Reason for losing moved"),
    "sales.reason.archived": _("Reason for losing put away"),
    "sales.reason.restored": _("Reason for losing brought back"),
}
