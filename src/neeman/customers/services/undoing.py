"""Taking back one act on customers, for whoever did it or answers for merges; keys are derived again afterwards."""

from __future__ import annotations

from datetime import datetime

from django.apps import apps
from django.db import models, transaction
from django.http import Http404

from neeman.customers.models import Customer
from neeman.customers.queries.visible import visible
from neeman.customers.services.acting import refresh_keys
from neeman.customers.services.merging import MERGED
from neeman.jobs.services import tell_of
from neeman.orgs.access import Access
from neeman.orgs.changes import UndoOutcome, undo
from neeman.orgs.models import Change, ChangeSet
from neeman.orgs.roles import May

ROOM = "customers."
NEEDED = {
    **dict.fromkeys(
        (
            "customers.customer.archived",
            "customers.customer.restored",
            MERGED,
            "customers.pair.parted",
        ),
        May.MERGE_CUSTOMERS,
    ),
    **dict.fromkeys(
        (
            "customers.field.added",
            "customers.field.edited",
            "customers.field.moved",
            "customers.field.archived",
            "customers.field.restored",
        ),
        May.MANAGE_ORGANIZATION,
    ),
}
"""Acts whose undo needs the permission that they needed themselves; for the others EDIT_CUSTOMERS does."""


def get_change_set(access: Access, pk: int) -> ChangeSet:
    """An act of this room on customers that `access` may see, or 404."""
    change_set = ChangeSet.objects.filter(pk=pk, verb__startswith=ROOM).first()
    if change_set is None:
        raise Http404
    touched = customers_touched(change_set)
    if not access.sees_all and visible(access).filter(pk__in=touched).count() != len(touched):
        raise Http404
    return change_set


def undo_act(access: Access, change_set: ChangeSet, *, now: datetime) -> UndoOutcome:
    """Put back what the act changed: one's own, or anybody's for those who may merge. Raises TooLateToUndo."""
    access.require(May.EDIT_CUSTOMERS)
    if change_set.member_id != (access.member and access.member.pk):
        access.require(May.MERGE_CUSTOMERS)
    access.require(NEEDED.get(change_set.verb, May.EDIT_CUSTOMERS))
    with transaction.atomic():
        touched = customers_touched(change_set)
        outcome = undo(access, change_set, now=now)
        refresh_keys(sorted(touched))
        if change_set.verb == MERGED:
            tell_of(access, MERGED)
    return outcome


def customers_touched(change_set: ChangeSet) -> set[int]:
    """The customers that an act changed, itself or something that hangs on them, and that are still there."""
    touched: set[int] = set()
    if isinstance(change_set.label.get("customer"), int):
        touched.add(change_set.label["customer"])
    for page in Change.objects.filter(change_set=change_set):
        model = apps.get_model(page.table)
        if model is Customer:
            touched.update(page.ids)
            continue
        for column in model._meta.concrete_fields:
            if isinstance(column, models.ForeignKey) and column.remote_field.model is Customer:
                rows = model._default_manager.filter(pk__in=page.ids).exclude(models.Q((column.name, None)))
                touched.update(rows.values_list(column.attname, flat=True))
                gone = page.before if page.after is None and page.before else []
                touched.update(row[column.attname] for row in gone if row.get(column.attname))
    return set(Customer.objects.filter(pk__in=touched).values_list("pk", flat=True))
