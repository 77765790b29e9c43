"""The room of activity."""

from __future__ import annotations

from django.apps import AppConfig


class ActivityConfig(AppConfig):
    name = "neeman.activity"
    label = "activity"

    def ready(self) -> None:
        """Register what other rooms need to know of this one."""
        from django.utils.translation import gettext_lazy as _

        from neeman.activity.services.feeds import FEED_VERBS
        from neeman.orgs.roles import May
        from neeman.orgs.verbs import declare
        from neeman.ui.navigation import Place, add_place

        declare(FEED_VERBS)
        add_place(
            Place(
                "feeds",
                _("Calendar and phone book"),
                icon="calendar-share",
                order=97,
                permission=May.VIEW_CUSTOMERS,
                in_settings=True,
                says=_("Tasks in the calendar of the phone, and the name of whoever calls"),
            )
        )
