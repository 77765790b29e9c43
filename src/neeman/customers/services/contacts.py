"""The people of a customer: added, edited, made the main one, marked as having left. Never deleted (R174)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from neeman.customers.keys import contact_keys
from neeman.customers.models import Contact, Customer
from neeman.customers.services.acting import Act, Unfit, act_on, hold
from neeman.orgs.access import Access
from neeman.orgs.changes import Values
from neeman.orgs.models import ChangeSet

EDITABLE = frozenset(
    ["name", "gender", "job_title", "level", "phone", "email", "birthday", "remarks", "is_main", "left_at"]
)


def add_contact(access: Access, customer: Customer, wanted: Values) -> tuple[Contact, ChangeSet | None]:
    """A new person at a customer; the first one is the main contact. `wanted` holds EDITABLE columns.

    Raises Unfit without a name.
    """
    with act_on(access, customer, "customers.contact.added") as act:
        contact = Contact(customer=customer)
        _put(contact, wanted)
        if not Contact.objects.filter(customer=customer, left_at=None, is_main=True).exists():
            contact.is_main = contact.left_at is None
        act.data["contact"] = contact.name
        _only_main(act, contact)
        act.create(contact)
    return contact, act.change_set


def edit_contact(access: Access, contact: Contact, wanted: Values, *, version: int) -> ChangeSet | None:
    """Change a person that was read at `version`; None when nothing differs. Raises StaleWrite, Unfit."""
    with act_on(access, contact.customer, "customers.contact.edited") as act:
        now = hold(contact, version)
        was = {name: getattr(now, name) for name in (*EDITABLE, "phone_key", "email_key")}
        _put(now, wanted)
        changed = {name: getattr(now, name) for name, value in was.items() if getattr(now, name) != value}
        for name, value in was.items():
            setattr(now, name, value)
        act.data.update(contact=contact.name, fields=sorted(changed.keys() & EDITABLE))
        act.recorder.update([now], [changed])
        _only_main(act, now)
    return act.change_set


def contact_left(access: Access, contact: Contact, *, on: date, version: int) -> ChangeSet | None:
    """The person no longer works there: kept, since who left is a warning, and no longer the main contact."""
    return edit_contact(access, contact, {"left_at": on}, version=version)


def contact_is_back(access: Access, contact: Contact, *, version: int) -> ChangeSet | None:
    """The person works there after all."""
    return edit_contact(access, contact, {"left_at": None}, version=version)


def _put(contact: Contact, wanted: Values) -> None:
    unknown = wanted.keys() - EDITABLE
    if unknown:
        raise ValueError(f"no such columns to edit: {sorted(unknown)}")
    for name, value in wanted.items():
        setattr(contact, name, value)
    if not contact.name.strip():
        raise Unfit(_("A contact needs a name."), "name")
    if contact.left_at is not None:
        contact.is_main = False
    for name, value in contact_keys(contact).items():
        setattr(contact, name, value)


def _only_main(act: Act, contact: Contact) -> None:
    """A customer has one main contact: the one just named takes the place of the former."""
    if not contact.is_main:
        return
    others = list(
        Contact.objects.filter(customer_id=contact.customer_id, is_main=True).exclude(pk=contact.pk)
    )
    act.recorder.update(others, [{"is_main": False}] * len(others))
