"""What every act on one customer shares: the walls before it; its change set, derived keys and log entry after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import transaction

from neeman.customers.keys import DERIVED, customer_keys
from neeman.customers.models import Contact, Customer, CustomerTag, ExternalKey, Preference
from neeman.customers.queries.card import get_customer
from neeman.customers.services.follow_ups import keep_owners
from neeman.customers.services.own_dates import keep_own_dates
from neeman.orgs.access import Access
from neeman.orgs.changes import PAGE, Recorder, StaleWrite, Values, differing, pages
from neeman.orgs.log import log
from neeman.orgs.models import Change, ChangeSet
from neeman.orgs.roles import May
from neeman.orgs.wall import Owned, Versioned

V = TypeVar("V", bound=Versioned)


class Unfit(ValueError):
    """What was asked cannot be. `sentence` tells the person why, `field` where (empty: the whole)."""

    def __init__(self, sentence: Any, field_name: str = "") -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.field_name = field_name


@dataclass(slots=True)
class Act:
    """An act under way. `data` goes to the log; `change_set` is None when it turned out to change nothing."""

    recorder: Recorder
    data: dict[str, Any] = field(default_factory=dict)
    change_set: ChangeSet | None = None

    def create(self, row: Owned) -> None:
        """Insert a row and note it."""
        row.save()
        self.recorder.created([row])


@contextmanager
def act_on(
    access: Access,
    customer: Customer,
    verb: str,
    *,
    permission: May = May.EDIT_CUSTOMERS,
    finds: bool = True,
    **data: Any,
) -> Iterator[Act]:
    """Do something to a customer that `access` may see and change, in one transaction. `finds` says whether it can
    change by what the customer is found.

    Raises PermissionDenied or Http404 before anything is touched.
    """
    access.require(permission)
    with transaction.atomic():
        get_customer(access, customer.pk)
        label = {"customer": customer.pk, "name": customer.name}
        act = Act(Recorder(access, verb, label), data)
        yield act
        made = act.recorder.change_set
        if not Change.objects.filter(change_set=made).exists():
            made.delete()
            return
        if finds:
            refresh_keys([customer.pk])
        log(access, customer, verb, {**act.data, "change_set": made.pk})
        act.change_set = made


def hold(row: V, version: int) -> V:
    """The row as it stands, locked for this transaction. Raises StaleWrite when it is no longer at `version`."""
    now = type(row).objects.select_for_update().get(pk=row.pk)
    if now.version != version:
        raise StaleWrite(now)
    return now


def refresh_keys(customer_ids: Iterable[int]) -> None:
    """Derive again what other columns follow from, after something on these customers changed: above all, the keys by which
    they are found."""
    for ids in pages(customer_ids):
        rows = list(Customer.objects.filter(pk__in=ids))
        hanging = _hanging_on(ids)
        stale = [row for row in rows if _put_anew(row, hanging[row.pk])]
        if stale:
            Customer.objects.bulk_update(stale, DERIVED, batch_size=PAGE)
        keep_owners(ids)
        keep_own_dates(ids)


def keys_of(customer: Customer) -> Values:
    """The derived columns of a customer, from itself and everything that hangs on it."""
    return _keys(customer, _hanging_on([customer.pk])[customer.pk])


@dataclass(slots=True)
class _Hanging:
    """What of other tables finds a customer."""

    contacts: list[Contact] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    more: list[str] = field(default_factory=list)


def _hanging_on(ids: list[int]) -> dict[int, _Hanging]:
    """The same for many customers in four queries."""
    found: dict[int, _Hanging] = defaultdict(_Hanging)
    for contact in Contact.objects.filter(customer__in=ids).order_by("pk"):
        found[contact.customer_id].contacts.append(contact)
    tags = CustomerTag.objects.filter(customer__in=ids).order_by("pk")
    for pk, name in tags.values_list("customer", "tag__name"):
        found[pk].tags.append(name)
    preferences = Preference.objects.filter(customer__in=ids).order_by("pk").values_list("customer", "value")
    external = ExternalKey.objects.filter(customer__in=ids).order_by("pk").values_list("customer", "key")
    for pk, text in (*preferences, *external):
        found[pk].more.append(text)
    return found


def _keys(customer: Customer, hanging: _Hanging) -> Values:
    return {**customer_keys(customer, contacts=hanging.contacts, tags=hanging.tags, more=hanging.more)}


def _put_anew(customer: Customer, hanging: _Hanging) -> bool:
    """Put the derived columns onto the row; whether any differs."""
    wanted = differing(customer, _keys(customer, hanging))
    for name, value in wanted.items():
        setattr(customer, name, value)
    return bool(wanted)
