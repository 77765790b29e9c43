"""The room of organizations: registers its checks, its pages and the words of its log."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrgsConfig(AppConfig):
    name = "neeman.orgs"
    label = "orgs"

    def ready(self) -> None:
        from neeman.orgs import checks  # noqa: F401 - importing it registers the system check
        from neeman.orgs.roles import May
        from neeman.orgs.verbs import OWN_WORDS, declare
        from neeman.ui.navigation import Place, add_place

        declare(OWN_WORDS)
        add_place(Place("members", _("Members"), "users-group", 90, May.MANAGE_MEMBERS, at_foot=True))
        add_place(
            Place(
                "organization_settings", _("Settings"), "settings", 91, May.MANAGE_ORGANIZATION, at_foot=True
            )
        )
