"""Writes: a member's own notes. The log says that one was written, and never what."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from neeman.customers.models import Customer, PrivateNote
from neeman.customers.queries.card import get_customer
from neeman.customers.queries.notes import get_note
from neeman.customers.services.acting import Unfit
from neeman.orgs.access import Access
from neeman.orgs.log import log


def write_note(access: Access, customer: Customer, text: str, *, now: datetime) -> PrivateNote:
    """Keep a note that this member alone will read. Raises Unfit, Http404."""
    get_customer(access, customer.pk)
    if access.member is None or not text.strip():
        raise Unfit(_("What is to be noted?"), "text")
    with transaction.atomic():
        note = PrivateNote.objects.create(
            customer=customer, member=access.member, text=text.strip(), written_at=now
        )
        log(access, customer, "customers.note.written")
    return note


def remove_note(access: Access, note: PrivateNote, *, now: datetime) -> None:
    """Take a note off the card; `restore_note` brings it back. Raises Http404."""
    _put(access, note, now, "customers.note.removed")


def restore_note(access: Access, note: PrivateNote) -> None:
    """Bring a removed note back. Raises Http404."""
    _put(access, note, None, "customers.note.restored")


def _put(access: Access, note: PrivateNote, removed_at: datetime | None, verb: str) -> None:
    get_note(access, note.pk)
    with transaction.atomic():
        note.removed_at = removed_at
        note.save(update_fields=["removed_at"])
        log(access, note.customer, verb)
