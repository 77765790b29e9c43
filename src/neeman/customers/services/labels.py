"""What a business says about a customer in its own words: tags and preferences."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from neeman.customers.models import Customer, CustomerTag, Preference, Tag
from neeman.customers.services.acting import Unfit, act_on
from neeman.orgs.access import Access
from neeman.orgs.models import ChangeSet

LONGEST_TAG = 40


def tag_customer(access: Access, customer: Customer, name: str) -> ChangeSet | None:
    """Put a tag on a customer, making the tag when it is new; None when it is there already. Raises Unfit."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_TAG:
        raise Unfit(_("A tag has between 1 and %(most)s characters.") % {"most": LONGEST_TAG}, "tag")
    with act_on(access, customer, "customers.customer.tagged", tag=name) as act:
        tag = Tag.objects.filter(name=name).first()
        if tag is None:
            tag = Tag.objects.create(name=name)  # stays after an undo: a word that somebody found useful
        if not CustomerTag.objects.filter(customer=customer, tag=tag).exists():
            act.create(CustomerTag(customer=customer, tag=tag))
    return act.change_set


def untag_customer(access: Access, customer: Customer, tag_id: int) -> ChangeSet | None:
    """Take a tag off a customer; None when it is not on it."""
    links = list(CustomerTag.objects.filter(customer=customer, tag_id=tag_id).select_related("tag"))
    name = links[0].tag.name if links else ""
    with act_on(access, customer, "customers.customer.untagged", tag=name) as act:
        act.recorder.removed(links)
    return act.change_set


def add_preference(
    access: Access, customer: Customer, *, what: str, value: str, noted_on: date
) -> tuple[Preference, ChangeSet | None]:
    """Note how the customer likes something (R22), with the day it was said. Raises Unfit."""
    _check(what, value)
    with act_on(access, customer, "customers.preference.added", what=what, value=value) as act:
        preference = Preference(customer=customer, what=what, value=value.strip(), noted_on=noted_on)
        act.create(preference)
    return preference, act.change_set


def edit_preference(
    access: Access, preference: Preference, *, what: str, value: str, noted_on: date
) -> ChangeSet | None:
    """Preferences change (R233): the new one with its own day; the former stays in the change set. Raises Unfit."""
    _check(what, value)
    with act_on(access, preference.customer, "customers.preference.edited", what=what, value=value) as act:
        act.recorder.update([preference], [{"what": what, "value": value.strip(), "noted_on": noted_on}])
    return act.change_set


def remove_preference(access: Access, preference: Preference) -> ChangeSet | None:
    """Take a preference off the card; its undo brings it back as it was."""
    with act_on(
        access,
        preference.customer,
        "customers.preference.removed",
        what=preference.what,
        value=preference.value,
    ) as act:
        act.recorder.removed([preference])
    return act.change_set


def _check(what: str, value: str) -> None:
    if what not in Preference.What.values:
        raise Unfit(_("There is no such kind of preference."), "what")
    if not value.strip():
        raise Unfit(_("What is preferred?"), "value")
