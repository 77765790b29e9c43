"""What the verbs of this room say in the log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERBS = {
    "channels.consent.given": _("Consent noted"),
    "channels.consent.refused": _("Refusal noted"),
    "channels.consent.exception": _("Exception to consent noted"),
    "channels.message.queued": _("Message written"),
    "channels.message.settled": _("Message decided by hand"),
    "channels.message.received": _("Message received"),
    "channels.connection.made": _("Channel connected"),
    "channels.connection.switched": _("Channel turned on or off"),
    "channels.rules.changed": _("Rules of sending changed"),
    "channels.template.added": _("Message template written"),
    "channels.template.edited": _("Message template changed"),
    "channels.template.archived": _("Message template archived"),
    "channels.content.added": _("Added to the library"),
    "channels.content.archived": _("Taken out of the library"),
}
