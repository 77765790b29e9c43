"""Who may do what: the seven roles (S2:210-213, S5:244-308) and the permissions that views and services name."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person does in one organization."""

    OWNER = "owner", _("Owner or management")
    SALES_MANAGER = "sales_manager", _("Sales manager")
    SALESPERSON = "salesperson", _("Salesperson")
    SERVICE = "service", _("Service")
    MARKETING = "marketing", _("Marketing")
    FINANCE = "finance", _("Finance")
    VIEWER = "viewer", _("Viewer")


class Sees(models.TextChoices):
    """Whose customers a member sees. Everyone sees everything unless the organization restricts it."""

    OWN = "own", _("Own customers")
    TEAM = "team", _("The team's customers")
    ALL = "all", _("All customers")


class May(models.TextChoices):
    """A permission: one thing that somebody may be allowed to do."""

    VIEW_CUSTOMERS = "customers.view", _("See customers")
    EDIT_CUSTOMERS = "customers.edit", _("Add and edit customers")
    MERGE_CUSTOMERS = "customers.merge", _("Merge and archive customers")
    EXPORT_CUSTOMERS = "customers.export", _("Export lists to a file")
    IMPORT_FILES = "imports.run", _("Bring in files")
    LOG_ACTIVITY = "activity.log", _("Record what was said and set tasks")
    EDIT_CADENCE = "activity.cadence", _("Set how often to be in touch")
    SEND_MESSAGES = "channels.send", _("Send messages")
    EDIT_TEMPLATES = "channels.templates", _("Write message templates")
    MANAGE_CHANNELS = "channels.settings", _("Connect channels and see consents")
    EDIT_AUTOMATIONS = "automations.edit", _("Set up what is done by itself")
    VIEW_SALES = "sales.view", _("See deals and quotes")
    EDIT_SALES = "sales.edit", _("Work on deals and quotes")
    EDIT_CATALOG = "sales.catalog", _("Change products, stages and terms")
    VIEW_MONEY = "ledger.view", _("See sales and payments")
    VIEW_PORTFOLIO = "portfolio.view", _("See the portfolio")
    EDIT_PORTFOLIO = "portfolio.edit", _("Change grading rules")
    MANAGE_MEMBERS = "orgs.members", _("Invite members and set their roles")
    MANAGE_ORGANIZATION = "orgs.settings", _("Change the organization's settings")
    VIEW_LOG = "orgs.log", _("See the log")


_READ = {May.VIEW_CUSTOMERS}
_DAILY = _READ | {May.EDIT_CUSTOMERS, May.LOG_ACTIVITY, May.SEND_MESSAGES, May.VIEW_MONEY}
_SELLING = _DAILY | {May.VIEW_SALES, May.EDIT_SALES}

PERMISSIONS: dict[Role, frozenset[May]] = {
    Role.OWNER: frozenset(May),
    Role.SALES_MANAGER: frozenset(
        _SELLING
        | {
            May.EDIT_CADENCE,
            May.EDIT_TEMPLATES,
            May.MANAGE_CHANNELS,
            May.EDIT_AUTOMATIONS,
            May.EDIT_CATALOG,
            May.MERGE_CUSTOMERS,
            May.EXPORT_CUSTOMERS,
            May.IMPORT_FILES,
            May.VIEW_PORTFOLIO,
            May.EDIT_PORTFOLIO,
        }
    ),
    Role.SALESPERSON: frozenset(_SELLING),
    Role.SERVICE: frozenset(_DAILY | {May.VIEW_SALES}),
    Role.MARKETING: frozenset(
        _READ
        | {
            May.EDIT_CUSTOMERS,
            May.EXPORT_CUSTOMERS,
            May.LOG_ACTIVITY,
            May.SEND_MESSAGES,
            May.EDIT_TEMPLATES,
            May.EDIT_AUTOMATIONS,
        }
    ),
    Role.FINANCE: frozenset(
        _READ | {May.VIEW_MONEY, May.VIEW_SALES, May.IMPORT_FILES, May.EXPORT_CUSTOMERS, May.VIEW_PORTFOLIO}
    ),
    Role.VIEWER: frozenset(_READ),
}
