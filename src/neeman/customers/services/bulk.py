"""One act on many customers: all of them or none, one change set, undone as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from neeman.customers.forms.fields import custom_form_field, to_custom
from neeman.customers.models import Customer, CustomerTag, CustomField, Tag
from neeman.customers.models.customer import Status
from neeman.customers.queries.visible import visible
from neeman.customers.services.acting import Unfit, refresh_keys
from neeman.customers.services.labels import LONGEST_TAG
from neeman.orgs.access import Access
from neeman.orgs.changes import Recorder, Values, pages
from neeman.orgs.log import log_each
from neeman.orgs.models import ChangeSet, Member
from neeman.orgs.roles import May

MOST = 20_000
"""Customers of one act: what is done within seconds. A larger list is narrowed first."""


class Act(StrEnum):
    """What can be done to many."""

    TAG = "tag"
    UNTAG = "untag"
    OWNER = "owner"
    STATUS = "status"
    FIELD = "field"
    ARCHIVE = "archive"


TITLES: dict[Act, str | Promise] = {
    Act.TAG: _("Add a tag"),
    Act.UNTAG: _("Remove a tag"),
    Act.OWNER: _("Set the account manager"),
    Act.STATUS: _("Set the status"),
    Act.FIELD: _("Set a field"),
    Act.ARCHIVE: _("Archive"),
}
VERBS = {
    Act.TAG: "customers.customer.tagged",
    Act.UNTAG: "customers.customer.untagged",
    Act.OWNER: "customers.customers.edited",
    Act.STATUS: "customers.customers.edited",
    Act.FIELD: "customers.customers.edited",
    Act.ARCHIVE: "customers.customer.archived",
}
SETTABLE = ("city", "industry", "source", "payment_terms", "country")
"""Columns of text that may be set on many at once; a field of one's own is named "custom.<key>"."""
CUSTOM = "custom."


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done: the act, its value as typed, and for Act.FIELD the name of the field."""

    act: Act
    value: str = ""
    name: str = ""


@dataclass(slots=True)
class _Deed:
    """An act under way: `told` goes to each customer's log entry."""

    recorder: Recorder
    rows: Sequence[Customer]
    now: datetime
    told: dict[str, Any] = field(default_factory=dict)
    touched: list[int] = field(default_factory=list)


def needed(act: Act) -> May:
    """The permission that an act needs."""
    return May.MERGE_CUSTOMERS if act == Act.ARCHIVE else May.EDIT_CUSTOMERS


def do_to_many(access: Access, ids: Sequence[int], wish: Wish, *, now: datetime) -> ChangeSet | None:
    """Do it to all of these customers; None when nothing differed. `change_set.label["count"]` says to how many.

    Raises PermissionDenied, Http404 where one of them is not visible, and Unfit; nothing is written then.
    """
    access.require(needed(wish.act))
    wanted = sorted(set(ids))
    if len(wanted) > MOST:
        raise Unfit(_("More than %(most)s customers at once: narrow the list first.") % {"most": f"{MOST:,}"})
    with transaction.atomic():
        rows = _hold(access, wanted)
        deed = _Deed(Recorder(access, VERBS[wish.act]), rows, now)
        DEEDS[wish.act](deed, wish)
        made = deed.recorder.change_set
        if not deed.touched:
            made.delete()
            return None
        made.label = {"count": len(deed.touched), "act": wish.act.value, **deed.told}
        made.save(update_fields=["label"])
        refresh_keys(deed.touched)
        data = {**deed.told, "change_set": deed.recorder.change_set.pk, "together": len(deed.touched)}
        log_each(access, Customer, VERBS[wish.act], ((pk, data) for pk in deed.touched))
    return made


def _hold(access: Access, ids: list[int]) -> list[Customer]:
    """These customers, locked, or 404 as soon as one of them is missing or not visible."""
    rows: list[Customer] = []
    for page in pages(ids):
        rows += visible(access).select_for_update(of=("self",)).filter(pk__in=page).order_by("pk")
    if len(rows) != len(ids):
        raise Http404
    return rows


def _tag(deed: _Deed, wish: Wish) -> None:
    name = " ".join(wish.value.split())
    if not name or len(name) > LONGEST_TAG:
        raise Unfit(_("A tag has between 1 and %(most)s characters.") % {"most": LONGEST_TAG}, "value")
    tag = Tag.objects.filter(name=name).first() or Tag.objects.create(name=name)
    there = set(CustomerTag.objects.filter(tag=tag).values_list("customer", flat=True))
    links = [CustomerTag(customer=row, tag=tag) for row in deed.rows if row.pk not in there]
    CustomerTag.objects.bulk_create(links, batch_size=500)
    deed.recorder.created(links)
    deed.told["tag"] = name
    deed.touched = [link.customer_id for link in links]


def _untag(deed: _Deed, wish: Wish) -> None:
    tag = Tag.objects.filter(
        pk=int(wish.value) if wish.value.isdecimal() and len(wish.value) < 19 else 0
    ).first()
    if tag is None:
        raise Unfit(_("There is no such tag."), "value")
    chosen = {row.pk for row in deed.rows}
    links = [link for link in CustomerTag.objects.filter(tag=tag) if link.customer_id in chosen]
    deed.recorder.removed(links)
    deed.told["tag"] = tag.name
    deed.touched = [link.customer_id for link in links]


def _owner(deed: _Deed, wish: Wish) -> None:
    owner = None
    if wish.value:
        pk = int(wish.value) if wish.value.isdecimal() and len(wish.value) < 19 else 0
        owner = Member.objects.filter(pk=pk, is_active=True).select_related("user").first()
        if owner is None:
            raise Unfit(_("There is no such member."), "value")
    deed.told["value"] = str(owner or "")
    _write(deed, "owner_id", {"owner_id": owner.pk if owner else None})


def _status(deed: _Deed, wish: Wish) -> None:
    if wish.value not in Status.values:
        raise Unfit(_("There is no such status."), "value")
    deed.told["value"] = wish.value
    _write(deed, "status", {"status": wish.value})


def _archive(deed: _Deed, wish: Wish) -> None:
    rows = [row for row in deed.rows if row.archived_at is None]
    deed.recorder.update(rows, [{"archived_at": deed.now}] * len(rows))
    deed.touched = [row.pk for row in rows]


def _field(deed: _Deed, wish: Wish) -> None:
    if wish.name.startswith(CUSTOM):
        _custom(deed, wish)
        return
    if wish.name not in SETTABLE:
        raise Unfit(_("There is no such field."), "name")
    value = " ".join(wish.value.split())
    longest = getattr(Customer._meta.get_field(wish.name), "max_length", None) or 0
    if len(value) > longest:
        raise Unfit(_("Too long: at most %(most)s characters.") % {"most": longest}, "value")
    deed.told["value"] = value
    _write(deed, wish.name, {wish.name: value})


def _custom(deed: _Deed, wish: Wish) -> None:
    own = CustomField.objects.filter(key=wish.name.removeprefix(CUSTOM), archived_at=None).first()
    if own is None:
        raise Unfit(_("There is no such field."), "name")
    form_field = custom_form_field(own)
    try:
        value = to_custom(own, form_field.clean(wish.value))
    except ValidationError as wrong:
        raise Unfit(" ".join(wrong.messages), "value") from wrong
    wanted = [_with_custom(row.custom, own.key, value) for row in deed.rows]
    deed.told |= {"fields": ["custom"], "value": wish.value}
    deed.touched = [row.pk for row, new in zip(deed.rows, wanted, strict=True) if row.custom != new]
    deed.recorder.update(deed.rows, [{"custom": new} for new in wanted])


def _with_custom(kept: Values, key: str, value: Any) -> Values:
    rest = {name: old for name, old in kept.items() if name != key}
    return rest if value is None else {**rest, key: value}


def _write(deed: _Deed, name: str, change: Values) -> None:
    deed.told["fields"] = [name]
    deed.touched = [row.pk for row in deed.rows if getattr(row, name) != change[name]]
    deed.recorder.update(deed.rows, [change] * len(deed.rows))


DEEDS: dict[Act, Callable[[_Deed, Wish], None]] = {
    Act.TAG: _tag,
    Act.UNTAG: _untag,
    Act.OWNER: _owner,
    Act.STATUS: _status,
    Act.FIELD: _field,
    Act.ARCHIVE: _archive,
}
