"""Putting the demo business into an organization, and taking it out again with one click."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from neeman.activity.models import Interaction
from neeman.customers.models import Customer
from neeman.customers.services.acting import refresh_keys
from neeman.desk.demo.automations import write_automations
from neeman.desk.demo.business import make_businesses
from neeman.desk.demo.facts import write_customers, write_sales, write_surroundings
from neeman.desk.demo.selling import write_selling
from neeman.desk.demo.talks import write_talks
from neeman.desk.demo.targets import write_targets
from neeman.desk.demo.writing import write_messages
from neeman.ledger.models import Document, Line, Payment
from neeman.orgs.access import Access, access_of
from neeman.orgs.log import log
from neeman.orgs.models import Member
from neeman.orgs.roles import May, Role
from neeman.orgs.wall import Owned
from neeman.portfolio.services import request_recompute
from neeman.sales.models import LostReason, Stage

SEED = 1_948
ROOMS = (
    "automations",
    "portfolio",
    "imports",
    "sales",
    "targets",
    "activity",
    "channels",
    "ledger",
    "customers",
    "jobs",
)
"""The rooms that hold a business; who is here and what they did is kept in `orgs`."""
LAST: list[type[models.Model]] = [Payment, Line, Document, Stage, LostReason, Customer]
"""What others lean on goes after them, in this order."""


class NotEmpty(Exception):
    """The organization holds customers already: demo data is never mixed with real data."""


class NotDemo(Exception):
    """The organization's data are its own, so they are not cleared."""


def load_demo(access: Access, *, today: date) -> int:
    """Fill an empty organization; returns how many customers it has now. Raises NotEmpty."""
    access.require(May.MANAGE_ORGANIZATION)
    if Customer.objects.exists():
        raise NotEmpty
    businesses = make_businesses(SEED, today)
    with transaction.atomic():
        customers = write_customers(businesses)
        write_surroundings(businesses, customers, today)
        write_sales(businesses, customers)
        member = access.member or _first_owner()
        write_talks(businesses, customers, member, seed=SEED, today=today)
        write_selling(access_of(member) if member else access, customers, seed=SEED, today=today)
        write_targets(access, today=today)
        write_automations(access, member, today=today)
        refresh_keys([customer.pk for customer in customers])
        write_messages(access_of(member) if member else access, seed=SEED, today=today)
        Interaction.objects.all().update(noted_at=F("at"))  # loading is no work of today
        _mark(access, is_demo=True)
        count = Customer.objects.count()
        log(access, access.organization, "desk.demo.loaded", {"customers": count})
        request_recompute(access)
    return count


def clear_demo(access: Access) -> None:
    """Forget everything of the demo business; people and the log stay. Raises NotDemo."""
    access.require(May.MANAGE_ORGANIZATION)
    if not access.organization.is_demo:
        raise NotDemo
    with transaction.atomic():
        for model in _models_of_a_business():
            model._default_manager.all().delete()
        _mark(access, is_demo=False)
        log(access, access.organization, "desk.demo.cleared")


def _models_of_a_business() -> list[type[models.Model]]:
    """Every owned table of those rooms, in an order in which they can be emptied."""
    owned = [
        model
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        if issubclass(model, Owned)
    ]
    return sorted(owned, key=lambda model: LAST.index(model) + 1 if model in LAST else 0)


def _first_owner() -> Member | None:
    """Whose talks they are where a command loads the demo: the first owner's, if there is one."""
    return Member.objects.filter(role=Role.OWNER, is_active=True).order_by("pk").first()


def _mark(access: Access, *, is_demo: bool) -> None:
    access.organization.is_demo = is_demo
    access.organization.save(update_fields=["is_demo"])


def today_of(access: Access) -> date:
    """Today in the organization's zone."""
    return timezone.now().astimezone(ZoneInfo(access.organization.timezone)).date()
