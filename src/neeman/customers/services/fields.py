"""The fields that a business adds to its customers: named, put in order, put away. Values are never lost."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from neeman.customers.models import CustomField
from neeman.customers.services.acting import Unfit
from neeman.orgs.access import Access
from neeman.orgs.changes import Recorder, Values
from neeman.orgs.log import log
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import May

MOST_FIELDS = 60


def add_field(access: Access, *, label: str, type_: str, choices: list[str]) -> CustomField:
    """A new field at the end of the list. Its key stays when its name changes. Raises Unfit."""
    access.require(May.MANAGE_ORGANIZATION)
    label = " ".join(label.split())
    _check(label, type_, choices)
    if CustomField.objects.filter(archived_at=None).count() >= MOST_FIELDS:
        raise Unfit(_("There are %(most)s fields already: archive one first.") % {"most": MOST_FIELDS})
    with transaction.atomic():
        field = CustomField.objects.create(
            key=_free_key(label), label=label, type=type_, choices=choices, position=_next_position()
        )
        recorder = Recorder(access, "customers.field.added", {"name": label})
        recorder.created([field])
        log(access, field, "customers.field.added", {"name": label})
    return field


def edit_field(access: Access, field: CustomField, *, label: str, choices: list[str]) -> ChangeSet | None:
    """Rename a field, change its list of choices; its type stays, since values are written in it. Raises Unfit."""
    label = " ".join(label.split())
    _check(label, field.type, choices, but=field.pk)
    return _change(access, [field], [{"label": label, "choices": choices}], "customers.field.edited")


def move_field(access: Access, field: CustomField, *, up: bool) -> ChangeSet | None:
    """One place up or down among the living fields; None at the end of the list."""
    fields = list(CustomField.objects.filter(archived_at=None).order_by("position", "pk"))
    here = next((place for place, other in enumerate(fields) if other.pk == field.pk), None)
    there = None if here is None else here + (-1 if up else 1)
    if here is None or there is None or not 0 <= there < len(fields):
        access.require(May.MANAGE_ORGANIZATION)
        return None
    fields[here], fields[there] = fields[there], fields[here]
    places = [{"position": place} for place in range(1, len(fields) + 1)]
    return _change(access, fields, places, "customers.field.moved")


def archive_field(access: Access, field: CustomField, *, now: datetime) -> ChangeSet | None:
    """Take a field off forms and cards; what was written in it stays."""
    return _change(access, [field], [{"archived_at": now}], "customers.field.archived")


def restore_field(access: Access, field: CustomField) -> ChangeSet | None:
    """Bring an archived field back with all its values."""
    return _change(access, [field], [{"archived_at": None}], "customers.field.restored")


def _change(access: Access, fields: list[CustomField], wanted: list[Values], verb: str) -> ChangeSet | None:
    access.require(May.MANAGE_ORGANIZATION)
    with transaction.atomic():
        recorder = Recorder(access, verb, {"name": fields[0].label})
        if not recorder.update(fields, wanted):
            recorder.change_set.delete()
            return None
        log(access, fields[0], verb, {"name": fields[0].label, "change_set": recorder.change_set.pk})
        return recorder.change_set


def _check(label: str, type_: str, choices: list[str], *, but: int | None = None) -> None:
    if not label:
        raise Unfit(_("A field needs a name."), "label")
    if type_ not in CustomField.Type.values:
        raise Unfit(_("There is no such type of field."), "type")
    if type_ == CustomField.Type.CHOICE and len(choices) < 2:
        raise Unfit(_("A list needs at least two choices, each on a line."), "choices")
    if CustomField.objects.filter(archived_at=None, label__iexact=label).exclude(pk=but or 0).exists():
        raise Unfit(_("There is a field of this name already."), "label")


def _free_key(label: str) -> str:
    key = slugify(label, allow_unicode=True)[:34] or "field"
    taken = CustomField.objects.filter(key=key).exists()
    return f"{key}-{secrets.token_hex(2)}" if taken else key


def _next_position() -> int:
    last = CustomField.objects.order_by("-position").values_list("position", flat=True).first()
    return (last or 0) + 1
