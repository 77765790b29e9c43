"""The room of targets: registers its page, the words of its log and the way back."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TargetsConfig(AppConfig):
    name = "neeman.targets"
    label = "targets"

    def ready(self) -> None:
        from neeman.customers.services.undoing import Room, declare_undo
        from neeman.orgs.roles import May
        from neeman.orgs.verbs import declare
        from neeman.targets.services import CHANGED
        from neeman.ui.navigation import Place, add_place

        declare({CHANGED: _("Targets changed")})
        declare_undo("targets.", Room(May.MANAGE_ORGANIZATION))
        add_place(
            Place(
                "targets",
                _("Targets"),
                icon="target-arrow",
                order=89,
                permission=May.MANAGE_ORGANIZATION,
                in_settings="business",
                says=_(
                    "What is to be reached in a month, a quarter and a year, by the business and by each member"
                ),
            )
        )
