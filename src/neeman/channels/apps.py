"""The room of channels."""

from __future__ import annotations

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "neeman.channels"
    label = "channels"

    def ready(self) -> None:
        """Register what other rooms need to know of this one."""
        from neeman.channels.verbs import VERBS
        from neeman.orgs.verbs import declare

        declare(VERBS)
