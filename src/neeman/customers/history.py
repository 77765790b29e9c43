"""The timeline source of this room: what people changed about the customer, in words, from the one log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from neeman.customers.models import Contact, Customer
from neeman.customers.timeline import Entry, Source
from neeman.orgs.access import Access
from neeman.orgs.models import LogEntry
from neeman.orgs.roles import May

KIND = "changes"


@dataclass(frozen=True, slots=True)
class Word:
    """How a verb of the log is told: in words, with an icon."""

    title: str | Promise
    icon: str


WORDS: dict[str, Word] = {
    "customers.customer.added": Word(_("Added"), icon="user-plus"),
    "customers.customer.edited": Word(_("Details changed"), icon="pencil"),
    "customers.customer.archived": Word(_("Archived"), icon="archive"),
    "customers.customer.restored": Word(_("Restored from the archive"), icon="archive-off"),
    "customers.customer.merged": Word(_("Merged with another customer"), icon="arrows-join"),
    "customers.customer.tagged": Word(_("Tag added"), icon="tag"),
    "customers.customer.untagged": Word(_("Tag removed"), icon="tag-off"),
    "customers.contact.added": Word(_("Contact added"), icon="user-plus"),
    "customers.contact.edited": Word(_("Contact changed"), icon="user-edit"),
    "customers.preference.added": Word(_("Preference noted"), icon="heart"),
    "customers.preference.edited": Word(_("Preference changed"), icon="heart"),
    "customers.preference.removed": Word(_("Preference removed"), icon="heart-off"),
    "customers.attachment.added": Word(_("File added"), icon="paperclip"),
    "customers.attachment.archived": Word(_("File put away"), icon="paperclip"),
    "customers.customers.edited": Word(_("Changed together with others"), icon="pencil"),
}
"""What a verb of the log says on the timeline, and its icon; verbs that are not here are not told."""


def changes_of(access: Access, customer_ids: list[int], until: datetime | None, most: int) -> Iterable[Entry]:
    """The log entries of these customers as timeline entries, latest first."""
    rows = _rows(customer_ids).order_by("-at", "-pk")
    if until is not None:
        rows = rows.filter(at__lte=until)
    return [_entry(row) for row in rows[:most]]


def count_changes(access: Access, customer_ids: list[int]) -> int:
    """How many such entries there are."""
    return _rows(customer_ids).count()


SOURCE = Source(
    kind=KIND,
    title=_("Changes"),
    order=90,
    permission=May.VIEW_CUSTOMERS,
    entries=changes_of,
    count=count_changes,
)


def field_names(names: Iterable[str], model: type[models.Model]) -> str:
    """The words for columns, as a person knows them: "phone, city"."""
    return ", ".join(dict.fromkeys(_field_name(name, model) for name in names))


def _rows(customer_ids: list[int]) -> QuerySet[LogEntry]:
    return LogEntry.objects.filter(
        subject_table=Customer._meta.label_lower, subject_id__in=customer_ids, verb__in=WORDS
    )


def _entry(row: LogEntry) -> Entry:
    word = WORDS[row.verb]
    return Entry(
        at=row.at,
        kind=KIND,
        title=str(word.title),
        text=_text(row.verb, row.data),
        icon=word.icon,
        member_id=row.member_id,
    )


def _text(verb: str, data: dict[str, Any]) -> str:
    fields = data.get("fields") or []
    if verb.startswith("customers.contact"):
        changed = field_names(fields, Contact)
        return f"{data.get('contact', '')}: {changed}" if changed else str(data.get("contact", ""))
    if fields:
        return field_names(fields, Customer)
    return str(data.get("tag") or data.get("value") or data.get("name") or data.get("absorbed") or "")


def _field_name(name: str, model: type[models.Model]) -> str:
    if name == "custom":
        return str(_("fields of our own"))
    try:
        field = model._meta.get_field(name.removesuffix("_id"))
    except FieldDoesNotExist:
        return name
    return str(getattr(field, "verbose_name", name))
