"""Adding, editing, archiving and restoring one customer. Nothing is ever deleted (R25)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from neeman.customers.keys import put_keys
from neeman.customers.models import Customer, Status
from neeman.customers.queries.visible import visible
from neeman.customers.services.acting import Unfit, act_on, hold
from neeman.customers.services.own_dates import keep_own_dates
from neeman.jobs.services import tell_of
from neeman.orgs.access import Access
from neeman.orgs.changes import Recorder, Values
from neeman.orgs.log import log
from neeman.orgs.models import ChangeSet, Member
from neeman.orgs.roles import May, Sees

EDITABLE = frozenset(
    [
        "kind",
        "gender",
        "status",
        "name",
        "company_name",
        "phone",
        "phone2",
        "email",
        "website",
        "company_number",
        "street",
        "city",
        "postal_code",
        "country",
        "industry",
        "birthday",
        "anniversary",
        "customer_since",
        "payment_terms",
        "source",
        "referrer_id",
        "parent_id",
        "owner_id",
        "remarks",
        "custom",
    ]
)
DEEPEST = 30
"""Levels of parent companies that are looked through for a loop: far more than any real group has."""

ADDED = "customers.customer.added"


def add_customer(access: Access, wanted: Values, *, today: date) -> tuple[Customer, ChangeSet]:
    """A new customer; only `name` is required (R29). `wanted` holds EDITABLE columns.

    A lead has not bought yet, so only others get `customer_since` (today unless given). Whoever sees only their
    own customers becomes the account manager, since otherwise the new one would vanish before their eyes.
    Raises Unfit.
    """
    access.require(May.EDIT_CUSTOMERS)
    values = {"owner_id": _own(access), **wanted}
    if values.get("status") != Status.LEAD:
        values.setdefault("customer_since", today)
    customer = Customer()
    _check(access, customer, values)
    for name, value in values.items():
        setattr(customer, name, value)
    with transaction.atomic():
        put_keys(customer).save()
        if customer.custom:
            keep_own_dates([customer.pk])
        recorder = Recorder(access, ADDED, {"name": customer.name})
        recorder.created([customer])
        log(access, customer, ADDED, {"change_set": recorder.change_set.pk})
        tell_of(access, ADDED)
    return customer, recorder.change_set


def edit_customer(access: Access, customer: Customer, wanted: Values, *, version: int) -> ChangeSet | None:
    """Change EDITABLE columns of a customer that was read at `version`; None when nothing differs.

    Raises StaleWrite when somebody saved it in between, Unfit for what cannot be.
    """
    with act_on(access, customer, "customers.customer.edited") as act:
        now = hold(customer, version)
        _check(access, now, wanted)
        act.data["fields"] = sorted(name for name, value in wanted.items() if getattr(now, name) != value)
        act.recorder.update([now], [wanted])
    return act.change_set


def archive_customer(access: Access, customer: Customer, *, version: int, now: datetime) -> ChangeSet | None:
    """Put a customer away: out of lists and figures of the day, kept with all its history."""
    with act_on(access, customer, "customers.customer.archived", permission=May.MERGE_CUSTOMERS) as act:
        held = hold(customer, version)
        if held.archived_at is None:
            act.recorder.update([held], [{"archived_at": now}])
    return act.change_set


def restore_customer(access: Access, customer: Customer, *, version: int) -> ChangeSet | None:
    """Bring an archived customer back."""
    with act_on(access, customer, "customers.customer.restored", permission=May.MERGE_CUSTOMERS) as act:
        act.recorder.update([hold(customer, version)], [{"archived_at": None}])
    return act.change_set


def makes_a_loop(customer_id: int | None, parent_id: int | None) -> bool:
    """Whether this parent is the customer itself or one of the companies under it."""
    for _level in range(DEEPEST):
        if parent_id is None or customer_id is None:
            return False
        if parent_id == customer_id:
            return True
        parent_id = Customer.objects.filter(pk=parent_id).values_list("parent_id", flat=True).first()
    return True


def _own(access: Access) -> int | None:
    return access.member.pk if access.member and access.sees != Sees.ALL else None


def _check(access: Access, customer: Customer, wanted: Values) -> None:
    unknown = wanted.keys() - EDITABLE
    if unknown:
        raise ValueError(f"no such columns to edit: {sorted(unknown)}")
    if not str(wanted.get("name", customer.name)).strip():
        raise Unfit(_("A customer needs a name."), "name")
    other: int | None
    for name in ("parent_id", "referrer_id"):
        other = wanted.get(name)
        is_new = other is not None and other != getattr(customer, name)
        if is_new and not visible(access).filter(pk=other or 0, merged_into=None).exists():
            raise Unfit(_("There is no such customer."), name.removesuffix("_id"))
    if makes_a_loop(customer.pk, wanted.get("parent_id")):
        raise Unfit(_("A company cannot stand above itself."), "parent")
    if customer.pk is not None and wanted.get("referrer_id") == customer.pk:
        raise Unfit(_("A customer cannot be their own referrer."), "referrer")
    owner = wanted.get("owner_id")
    is_new = owner is not None and owner != customer.owner_id
    if is_new and not Member.objects.filter(pk=owner or 0, is_active=True).exists():
        raise Unfit(_("There is no such member."), "owner")
