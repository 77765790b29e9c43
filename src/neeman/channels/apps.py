"""The room of channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from neeman.ui.navigation import Place


class ChannelsConfig(AppConfig):
    name = "neeman.channels"
    label = "channels"

    def ready(self) -> None:
        """Register what other rooms need to know of this one."""
        from neeman.channels.email.way import Email
        from neeman.channels.sms.way import Sms
        from neeman.channels.verbs import VERBS
        from neeman.channels.ways import add_way
        from neeman.channels.whatsapp.way import WhatsApp
        from neeman.orgs.verbs import declare
        from neeman.ui.navigation import add_place

        declare(VERBS)
        for way in (WhatsApp(), Email(), Sms()):
            add_way(way)
        for place in _places():
            add_place(place)


def _places() -> list[Place]:
    """Where this room's pages stand."""
    from neeman.orgs.roles import May
    from neeman.ui.navigation import Place

    return [
        Place("inbox", _("Messages"), "message", 25, May.SEND_MESSAGES),
        Place(
            "message_templates",
            _("Texts"),
            "template",
            60,
            May.EDIT_TEMPLATES,
            in_settings="messages",
            says=_("What is written again and again, and what is worth sending"),
        ),
        Place(
            "channels",
            _("Channels"),
            "plug-connected",
            61,
            May.MANAGE_CHANNELS,
            in_settings="messages",
            says=_("WhatsApp, e-mail and SMS: connecting them, and how often at most"),
        ),
    ]
