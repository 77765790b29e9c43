"""The room of automations."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AutomationsConfig(AppConfig):
    name = "neeman.automations"
    label = "automations"

    def ready(self) -> None:
        """Say where the room stands, what its log says, and how its acts are undone."""
        from neeman.automations.panels import PANEL
        from neeman.automations.verbs import VERBS
        from neeman.customers.many import ManyAct, add_many_act
        from neeman.customers.panels import add_panel
        from neeman.customers.services.undoing import Room, declare_undo
        from neeman.orgs.roles import May
        from neeman.orgs.verbs import declare
        from neeman.ui.navigation import Place, add_place

        declare(VERBS)
        add_panel(PANEL)
        add_many_act(ManyAct("newsletter_chosen", _("Write"), "message", May.SEND_MESSAGES))
        stopping = {"automations.run.stopped": May.LOG_ACTIVITY}
        declare_undo(
            "automations.", Room(May.LOG_ACTIVITY, dict.fromkeys(VERBS, May.EDIT_AUTOMATIONS) | stopping)
        )
        add_place(
            Place("automations", _("Automations"), icon="repeat", order=60, permission=May.EDIT_AUTOMATIONS)
        )
