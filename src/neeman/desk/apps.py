"""The room `desk`: registers the settings, the help, the demo's banner and the words of its log."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

WORDS = {
    "desk.demo.loaded": _("Demo business loaded"),
    "desk.demo.cleared": _("Demo business deleted"),
}


class DeskConfig(AppConfig):
    name = "neeman.desk"
    label = "desk"

    def ready(self) -> None:
        from neeman.orgs.roles import May
        from neeman.orgs.verbs import declare
        from neeman.ui.navigation import Banner, Place, Tool, add_banner, add_place, add_tool

        declare(WORDS)
        add_banner(Banner("desk/_demo_banner.html", shown=lambda access: access.organization.is_demo))
        add_tool(Tool("palette", "palette", May.VIEW_CUSTOMERS))
        add_place(Place("today", _("Today"), "sun", 1, May.LOG_ACTIVITY, on_phone=True))
        add_place(Place("settings", _("Settings"), "settings", 95, May.VIEW_CUSTOMERS, at_foot=True))
        add_place(Place("help", _("Help"), "help-circle", 96, May.VIEW_CUSTOMERS, at_foot=True))
