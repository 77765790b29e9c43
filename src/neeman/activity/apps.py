"""The room of activity."""

from __future__ import annotations

from django.apps import AppConfig


class ActivityConfig(AppConfig):
    name = "neeman.activity"
    label = "activity"

    def ready(self) -> None:
        """Register what the card, the log and the way back need to know of this room."""
        from neeman.activity.panels import NEXT
        from neeman.activity.services.undoing import ROOM
        from neeman.activity.timeline import SOURCE
        from neeman.activity.verbs import VERBS
        from neeman.customers.panels import add_panel
        from neeman.customers.services.undoing import declare_undo
        from neeman.customers.timeline import add_source
        from neeman.orgs.verbs import declare

        declare(VERBS)
        declare_undo("activity.", ROOM)
        add_panel(NEXT)
        add_source(SOURCE)
