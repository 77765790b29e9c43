"""The room `desk`: registers the settings, the help, the demo's banner and the words of its log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from neeman.ui.navigation import Place

WORDS = {
    "desk.demo.loaded": _("Demo business loaded"),
    "desk.demo.cleared": _("Demo business deleted"),
    "desk.report.exported": _("Report taken as a file"),
    "desk.report.subscribed": _("Report to be sent by e-mail"),
    "desk.report.unsubscribed": _("Report no longer sent by e-mail"),
}


class DeskConfig(AppConfig):
    name = "neeman.desk"
    label = "desk"

    def ready(self) -> None:
        from neeman.desk.questions import PAGES
        from neeman.orgs.roles import May
        from neeman.orgs.verbs import declare
        from neeman.ui.navigation import Banner, Place, Tool, add_banner, add_help, add_place, add_tool

        declare(WORDS)
        add_help("help_beside", PAGES)
        add_banner(Banner("desk/_demo_banner.html", shown=lambda access: access.organization.is_demo))
        add_tool(Tool("palette", "palette", May.VIEW_CUSTOMERS))
        add_place(Place("today", _("Today"), "sun", 1, May.LOG_ACTIVITY, on_phone=True))
        for place in _places():
            add_place(place)
        add_place(Place("settings", _("Settings"), "settings", 95, May.VIEW_CUSTOMERS, at_foot=True))
        add_place(Place("help", _("Help"), "help-circle", 96, May.VIEW_CUSTOMERS, at_foot=True))


def _places() -> list[Place]:
    """Reports; and the pages of the first month, found from the settings, since they are of use for a month."""
    from neeman.orgs.roles import May
    from neeman.ui.navigation import Place

    return [
        Place("reports", _("Reports"), icon="report-analytics", order=60, permission=May.VIEW_CUSTOMERS),
        Place(
            "first_month",
            _("The first month"),
            icon="calendar-check",
            order=98,
            permission=May.VIEW_CUSTOMERS,
            in_settings="begin",
            says=_("Thirty days from an empty list to a habit, and how far you are"),
        ),
        Place(
            "enrich",
            _("Ten minutes of questions"),
            icon="forms",
            order=99,
            permission=May.EDIT_CUSTOMERS,
            in_settings="begin",
            says=_("What is not known yet of the most valuable customers"),
        ),
    ]
