"""The room of channels."""

from __future__ import annotations

from django.apps import AppConfig


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

        declare(VERBS)
        for way in (WhatsApp(), Email(), Sms()):
            add_way(way)
