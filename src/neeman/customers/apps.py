"""The room of customers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from neeman.ui.navigation import Act, Place


class CustomersConfig(AppConfig):
    name = "neeman.customers"
    label = "customers"

    def ready(self) -> None:
        """Register what other rooms and the database need to know of this one."""
        from neeman.channels.registry import look_up_in
        from neeman.customers import history, timeline
        from neeman.customers.directory import CustomerDirectory
        from neeman.customers.panels import add_panel
        from neeman.customers.reach import REACH
        from neeman.customers.services.customers import ADDED
        from neeman.customers.triggers import LogTrigger, declare_triggers
        from neeman.customers.verbs import VERBS
        from neeman.orgs.roles import May
        from neeman.orgs.verbs import declare
        from neeman.ui.navigation import Tool, add_act, add_place, add_tool

        post_migrate.connect(_keep_search_in_step, sender=self)
        timeline.add_source(history.SOURCE)
        declare(VERBS)
        look_up_in(CustomerDirectory())
        add_panel(REACH)
        declare_triggers(LogTrigger("customers.added", _("A customer was added by hand"), (ADDED,)))
        add_tool(Tool(kind="search", url_name="customers", permission=May.VIEW_CUSTOMERS))
        add_tool(Tool(kind="add", url_name="customer_quick_add", permission=May.EDIT_CUSTOMERS))
        for place in _places():
            add_place(place)
        for act in _acts():
            add_act(act)


def _acts() -> list[Act]:
    """What the palette offers by name."""
    from neeman.orgs.roles import May
    from neeman.ui.navigation import Act

    edit = May.EDIT_CUSTOMERS
    return [
        Act("customer_add", _("Add a customer"), icon="user-plus", permission=edit),
        Act("customer_edit", _("Edit the details"), icon="pencil", permission=edit, of="customer"),
        Act("contact_add", _("Add a contact"), icon="users-plus", permission=edit, of="customer"),
        Act(
            "customer_merge_choose",
            _("Merge with another"),
            icon="arrows-join",
            permission=May.MERGE_CUSTOMERS,
            of="customer",
        ),
    ]


def _places() -> list[Place]:
    """Where this room's pages stand."""
    from neeman.orgs.roles import May
    from neeman.ui.navigation import Place

    return [
        Place(
            url_name="customers",
            title=_("Customers"),
            icon="users",
            order=20,
            permission=May.VIEW_CUSTOMERS,
            on_phone=True,
        ),
        Place(
            url_name="history",
            title=_("History"),
            icon="history",
            order=89,
            permission=May.EDIT_CUSTOMERS,
            in_settings="record",
            says=_("What was changed in the last 30 days, and undoing it"),
        ),
        Place(
            url_name="customer_fields",
            title=_("Fields of our own"),
            icon="forms",
            order=91,
            permission=May.MANAGE_ORGANIZATION,
            in_settings="customers",
            says=_("What else is kept of every customer"),
        ),
    ]


def _keep_search_in_step(using: str, **signal: Any) -> None:
    from neeman.customers.search import sqlite

    connection = connections[using]
    if connection.vendor == "sqlite" and "customers_search" in connection.introspection.table_names():
        sqlite.keep_in_step(connection)
