"""The room of activity."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from neeman.ui.navigation import Act, Place


class ActivityConfig(AppConfig):
    name = "neeman.activity"
    label = "activity"

    def ready(self) -> None:
        """Register what the card, the log, the settings and the way back need to know of this room."""
        from neeman.activity.listening import hear
        from neeman.activity.panels import NEXT
        from neeman.activity.queries.records import last_look, talked_with_us
        from neeman.activity.services.feeds import FEED_VERBS
        from neeman.activity.services.undoing import ROOM
        from neeman.activity.timeline import SOURCE
        from neeman.activity.triggers import TRIGGERS
        from neeman.activity.verbs import VERBS
        from neeman.channels.registry import know_talks, listen
        from neeman.customers.panels import add_panel
        from neeman.customers.services.undoing import declare_undo
        from neeman.customers.timeline import add_source, tell_looks_by
        from neeman.customers.triggers import declare_triggers
        from neeman.orgs.verbs import declare
        from neeman.ui.navigation import add_act, add_place

        declare({**VERBS, **FEED_VERBS})
        declare_triggers(*TRIGGERS)
        declare_undo("activity.", ROOM)
        add_panel(NEXT)
        listen(hear)
        know_talks(talked_with_us)
        add_source(SOURCE)
        tell_looks_by(last_look)
        for place in _places():
            add_place(place)
        for act in _acts():
            add_act(act)


def _places() -> list[Place]:
    """Where this room's pages stand."""
    from neeman.orgs.roles import May
    from neeman.ui.navigation import Place

    return [
        Place("tasks", _("Tasks"), "checkbox", 15, May.VIEW_CUSTOMERS),
        Place(
            "feeds",
            _("Calendar and phone book"),
            icon="calendar-share",
            order=97,
            permission=May.VIEW_CUSTOMERS,
            in_settings="own",
            says=_("Tasks in the calendar of the phone, and the name of whoever calls"),
        ),
        Place(
            "cadence",
            _("How often to be in touch"),
            icon="repeat",
            order=88,
            permission=May.EDIT_CADENCE,
            in_settings="customers",
            says=_("Days between contacts by grade, and when silence is to be noticed"),
        ),
    ]


def _acts() -> list[Act]:
    """What the palette offers by name."""
    from neeman.orgs.roles import May
    from neeman.ui.navigation import Act

    here = Act("customer", _("Record a talk"), icon="message", permission=May.LOG_ACTIVITY, of="customer")
    task = replace(here, url_name="customer_task_add", title=_("Set a task"), icon="checkbox", order=2)
    return [
        replace(here, fragment="part-next", order=1),
        task,
        replace(task, url_name="task_add", of=""),
        replace(here, url_name="customer_hand_over", title=_("Hand over to a colleague"), icon="users"),
    ]
