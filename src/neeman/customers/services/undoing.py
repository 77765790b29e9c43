"""Taking back one act on customers, for whoever did it or answers for merges; keys are derived again afterwards.

Upper rooms let their own acts on customers be undone here as well, so that there is one way back for all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q
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

After = Callable[[Access, ChangeSet, set[int], datetime], None]


@dataclass(frozen=True, slots=True)
class Room:
    """How the acts of one room on customers are undone: what that needs, for some verbs more, and what comes after."""

    permission: May
    more: Mapping[str, May] = field(default_factory=dict)
    after: After | None = None


_rooms: dict[str, Room] = {}


def declare_undo(prefix: str, room: Room) -> None:
    """Let acts whose verb begins with `prefix` ("sales.") be undone here; the same prefix twice replaces it."""
    _rooms[prefix] = room


def of_rooms() -> Q:
    """The change sets that can be undone here, as a condition."""
    return reduce(or_, (Q(verb__startswith=prefix) for prefix in _rooms))


def may_undo(access: Access, change_set: ChangeSet) -> bool:
    """One's own act, or anybody's for those who may merge; never without the permission that the act itself needed."""
    room = _rooms[change_set.verb.partition(".")[0] + "."]
    own = change_set.member_id == (access.member and access.member.pk)
    needed = {room.permission, room.more.get(change_set.verb, room.permission)}
    return all(map(access.may, needed)) and (own or access.may(May.MERGE_CUSTOMERS))


def get_change_set(access: Access, pk: int) -> ChangeSet:
    """An act on customers that `access` may see, or 404."""
    change_set = ChangeSet.objects.filter(of_rooms(), pk=pk).first()
    if change_set is None:
        raise Http404
    touched = customers_touched(change_set)
    if not access.sees_all and visible(access).filter(pk__in=touched).count() != len(touched):
        raise Http404
    return change_set


def undo_act(access: Access, change_set: ChangeSet, *, now: datetime) -> UndoOutcome:
    """Put back what the act changed, and let its room reckon anew. Raises TooLateToUndo, PermissionDenied."""
    if not may_undo(access, change_set):
        raise PermissionDenied(f"{access.role} may not undo {change_set.verb}")
    room = _rooms[change_set.verb.partition(".")[0] + "."]
    with transaction.atomic():
        touched = customers_touched(change_set)
        outcome = undo(access, change_set, now=now)
        refresh_keys(sorted(touched))
        if room.after is not None:
            room.after(access, change_set, touched, now)
    return outcome


def _after(access: Access, change_set: ChangeSet, touched: set[int], now: datetime) -> None:
    if change_set.verb == MERGED:
        tell_of(access, MERGED)


_MERGING = ("customers.customer.archived", "customers.customer.restored", MERGED, "customers.pair.parted")
_FIELDS = tuple(f"customers.field.{verb}" for verb in ("added", "edited", "moved", "archived", "restored"))
declare_undo(
    "customers.",
    Room(
        May.EDIT_CUSTOMERS,
        {**dict.fromkeys(_MERGING, May.MERGE_CUSTOMERS), **dict.fromkeys(_FIELDS, May.MANAGE_ORGANIZATION)},
        _after,
    ),
)


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
