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
        for place in (
            Place(
                "members",
                _("Members"),
                "users-group",
                90,
                May.MANAGE_MEMBERS,
                in_settings="business",
                says=_("Who works here, in which role, and whose customers they see"),
            ),
            Place(
                "organization_settings",
                _("Organization"),
                "building",
                86,
                May.MANAGE_ORGANIZATION,
                in_settings="business",
                says=_("Name, currency, time zone and working hours"),
            ),
            Place(
                "log",
                _("Log"),
                icon="list-details",
                order=98,
                permission=May.VIEW_LOG,
                in_settings="record",
                says=_("Who did what, when"),
            ),
        ):
            add_place(place)
