"""The room of sales: registers its pages and the words of its log."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from neeman.ui.navigation import Act, Place, add_act, add_place


class SalesConfig(AppConfig):
    name = "neeman.sales"
    label = "sales"

    def ready(self) -> None:
        from neeman.activity.following import declare_follow
        from neeman.customers.panels import add_panel
        from neeman.customers.services.undoing import declare_undo
        from neeman.customers.timeline import add_source
        from neeman.customers.triggers import declare_triggers
        from neeman.orgs.roles import May
        from neeman.orgs.verbs import declare
        from neeman.sales.aims import WON
        from neeman.sales.panels import DEALS, SOURCE
        from neeman.sales.quote_entries import register_quotes
        from neeman.sales.services.next_steps import keep_going
        from neeman.sales.services.undoing import ROOM
        from neeman.sales.triggers import TRIGGERS
        from neeman.sales.verbs import VERBS
        from neeman.targets.measures import declare_measures

        declare(VERBS)
        declare_triggers(*TRIGGERS)
        declare_undo("sales.", ROOM)
        declare_follow("sales.deal", keep_going)
        add_panel(DEALS)
        add_source(SOURCE)
        register_quotes()
        declare_measures([WON])
        for place in _places():
            add_place(place)
        add_act(Act("deal_add", _("New deal"), icon="layout-kanban", permission=May.EDIT_SALES))


def _places() -> list[Place]:
    """Where this room's pages stand."""
    from neeman.orgs.roles import May

    return [
        Place(
            "pipeline",
            _("Pipeline"),
            icon="layout-kanban",
            order=30,
            permission=May.VIEW_SALES,
            on_phone=True,
        ),
        Place(
            "stages",
            _("Stages of the pipeline"),
            icon="layout-kanban",
            order=93,
            permission=May.EDIT_CATALOG,
            in_settings="sales",
            says=_("The way of a deal from a first word to an order, and its chances"),
        ),
        Place(
            "lost_reasons",
            _("Reasons for losing"),
            icon="thumb-down",
            order=94,
            permission=May.EDIT_CATALOG,
            in_settings="sales",
            says=_("What is asked when a deal is lost"),
        ),
        Place(
            "lead_forms",
            _("Forms for the website"),
            icon="forms",
            order=95,
            permission=May.EDIT_CATALOG,
            in_settings="sales",
            says=_("Where people who want to buy write to you"),
        ),
    ]
