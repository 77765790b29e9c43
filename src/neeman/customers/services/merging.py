"""Two customers become one (X3): field by field, with everything that hangs on the absorbed one; undone as a whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from neeman.customers.models import Contact, Customer, CustomField, DuplicatePair, Merge
from neeman.customers.queries.card import get_customer
from neeman.customers.services.acting import Unfit, act_on, hold, keys_of, refresh_keys
from neeman.customers.services.customers import EDITABLE, makes_a_loop
from neeman.jobs.services import tell_of
from neeman.orgs.access import Access
from neeman.orgs.changes import Recorder, Values
from neeman.orgs.log import log
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import May
from neeman.orgs.wall import Owned

CUSTOM = "custom."
"""Marks the name of a custom field among those taken: "custom.area"."""

MERGED = "customers.customer.merged"
"""The act, and its undoing: two customers' sales became one's, or two's again. Whoever measures them follows it."""

STAYS = (Merge, DuplicatePair)
"""Tables that speak of the two customers as they were, so their rows do not move."""


def merge_customers(
    access: Access,
    kept: Customer,
    absorbed: Customer,
    *,
    taken: Collection[str],
    versions: tuple[int, int],
    now: datetime,
) -> ChangeSet:
    """Make `absorbed` a part of `kept`; `taken` names the EDITABLE columns (and "custom.<key>") taken from it.

    What is empty at `kept` is taken as well. Every row of every room that points at `absorbed` moves, but for one
    whose like `kept` has already. The absorbed customer stays, archived, and its address leads to `kept`.
    `versions` are those at which (kept, absorbed) were read. Raises StaleWrite, Unfit.
    """
    if kept.pk == absorbed.pk:
        raise Unfit(_("A customer cannot be merged with itself."))
    get_customer(access, absorbed.pk)
    with act_on(access, kept, MERGED, permission=May.MERGE_CUSTOMERS, absorbed=absorbed.name) as act:
        into, gone = hold(kept, versions[0]), hold(absorbed, versions[1])
        if into.archived_at is not None or gone.archived_at is not None:
            raise Unfit(_("An archived customer is not merged: restore it first."))
        _one_main_contact(act.recorder, gone, into)
        moved = move_everything(act.recorder, gone, into)
        act.recorder.update([into], [_values(into, gone, taken)])
        act.recorder.update([into], [keys_of(into)])
        act.recorder.update([gone], [{"archived_at": now, "merged_into_id": into.pk}])
        act.create(Merge(kept=into, absorbed=gone, change_set=act.recorder.change_set))
        refresh_keys([gone.pk])
        act.data.update(absorbed_id=gone.pk, moved=moved)
        log(access, gone, "customers.customer.absorbed", {"kept_id": into.pk, "kept": into.name})
        tell_of(access, MERGED)
    assert act.change_set is not None
    return act.change_set


def keep_apart(access: Access, pair: DuplicatePair) -> ChangeSet | None:
    """Remember that two customers are not the same, so that nobody is asked again."""
    get_customer(access, pair.second_id)
    verb = "customers.pair.parted"
    with act_on(
        access,
        get_customer(access, pair.first_id),
        verb,
        permission=May.MERGE_CUSTOMERS,
        other=pair.second_id,
    ) as act:
        act.recorder.update([pair], [{"apart": True}])
    return act.change_set


def move_everything(recorder: Recorder, gone: Customer, into: Customer) -> int:
    """Point every foreign key at `gone`, in all rooms, at `into`; returns how many rows moved.

    The tables are asked of Django, so that a room built later is covered without a word here.
    """
    moved = 0
    for column in foreign_keys_to_customer():
        model, name = _owned(column), column.attname
        rows = [row for row in model.objects.filter(models.Q((column.name, gone))) if row != into]
        rows = _without_likes(column, rows, into)
        moved += recorder.update(rows, [{name: into.pk}] * len(rows))
    return moved


def foreign_keys_to_customer() -> Iterator[models.ForeignKey[Any, Any]]:
    """Every foreign key at Customer in every room, hidden ones too, but for keys that are the row's identity."""
    for relation in Customer._meta.get_fields(include_hidden=True):
        column = getattr(relation, "field", None)
        if not relation.auto_created or relation.concrete or not isinstance(column, models.ForeignKey):
            continue
        if column.primary_key or issubclass(column.model, STAYS):
            continue
        yield column


def _without_likes(column: models.ForeignKey[Any, Any], rows: list[Any], into: Customer) -> list[Any]:
    """The rows that may move: not those which a unique constraint allows only once on `into`."""
    model = _owned(column)
    groups = [
        tuple(constraint.fields)
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
    ]
    groups += [tuple(group) for group in model._meta.unique_together]
    groups += [(column.name,)] if column.unique else []
    for group in groups:
        if column.name not in group:
            continue
        others = [_attname(model, name) for name in group if name != column.name]
        there = model.objects.filter(models.Q((column.name, into)))
        if not others and there.exists():
            return []
        taken = set(there.values_list(*others)) if others else set()
        rows = [row for row in rows if tuple(getattr(row, name) for name in others) not in taken]
    return rows


def _owned(column: models.ForeignKey[Any, Any]) -> type[Owned]:
    assert issubclass(column.model, Owned), f"{column.model} is not behind the wall"
    return column.model


def _attname(model: type[Owned], name: str) -> str:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field.attname


def _one_main_contact(recorder: Recorder, gone: Customer, into: Customer) -> None:
    """The kept customer's main contact stays the main one."""
    if Contact.objects.filter(customer=into, is_main=True).exists():
        others = list(Contact.objects.filter(customer=gone, is_main=True))
        recorder.update(others, [{"is_main": False}] * len(others))


def _values(into: Customer, gone: Customer, taken: Collection[str]) -> Values:
    """The columns of the merged customer: the chosen ones, and those that `into` has not."""
    unknown = {name for name in taken if not name.startswith(CUSTOM)} - EDITABLE
    if unknown:
        raise ValueError(f"no such columns to take: {sorted(unknown)}")
    wanted: Values = {}
    for name in EDITABLE - {"custom"}:
        own, other = getattr(into, name), getattr(gone, name)
        if other not in (None, "") and (name in taken or own in (None, "")):
            wanted[name] = other
    wanted["custom"] = _custom(into, gone, taken)
    for name in ("parent_id", "referrer_id"):
        if wanted.get(name, getattr(into, name)) in (into.pk, gone.pk):
            wanted[name] = None
    if makes_a_loop(into.pk, wanted.get("parent_id", into.parent_id)):
        wanted["parent_id"] = None
    if gone.remarks and into.remarks and "remarks" not in taken and gone.remarks not in into.remarks:
        wanted["remarks"] = f"{into.remarks}\n{gone.remarks}"
    return wanted


def _custom(into: Customer, gone: Customer, taken: Collection[str]) -> dict[str, Any]:
    custom = dict(into.custom)
    known = set(CustomField.objects.values_list("key", flat=True))
    for key, value in gone.custom.items():
        if key in known and (CUSTOM + key in taken or custom.get(key) in (None, "")):
            custom[key] = value
    return custom
