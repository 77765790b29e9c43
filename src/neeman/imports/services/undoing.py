"""Taking back what a file brought in, without trampling on what was done since."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import transaction

from neeman.customers.models import Attachment, Contact, Customer, CustomerTag, ExternalKey, Preference
from neeman.imports.models import ImportFile, State
from neeman.imports.services.checking import NotReady
from neeman.imports.services.understanding import open_targets
from neeman.jobs.services import enqueue
from neeman.ledger.models import Document
from neeman.orgs.access import Access
from neeman.orgs.changes import UNDO_DAYS, UndoOutcome, pages, undo
from neeman.orgs.models import Change, ChangeSet
from neeman.orgs.roles import May
from neeman.portfolio.services import request_recompute

UNDO = "imports.undo"
HANGS_ON_A_CUSTOMER = (Contact, CustomerTag, ExternalKey, Preference, Attachment)
"""Tables whose rows go with their customer, and may have been written by hand since."""


def start_undo(access: Access, file: ImportFile, *, now: datetime) -> None:
    """Queue the undoing of a file that came in within UNDO_DAYS. Raises NotReady."""
    access.require(May.IMPORT_FILES)
    if file.state != State.DONE or file.change_set is None or file.target not in open_targets(access):
        raise NotReady
    if now - file.change_set.at > timedelta(days=UNDO_DAYS):
        raise NotReady
    with transaction.atomic():
        file.job = enqueue(access, UNDO, {"file": file.pk}, key=f"{UNDO} {file.pk}")
        file.save(update_fields=["job"])


def take_back(access: Access, file: ImportFile, *, now: datetime) -> UndoOutcome:
    """Undo what the file brought in, updates too. Raises TooLateToUndo, NotReady.

    What people did since stays: a customer with a contact or a note added by hand, a document that a later file
    added to.
    """
    if file.state != State.DONE or file.change_set is None:
        raise NotReady
    with transaction.atomic():
        outcome = undo(access, file.change_set, now=now, keep=_later_work(file.change_set))
        file.state = State.UNDONE
        file.save(update_fields=["state"])
        request_recompute(access)
    return outcome


def _later_work(change_set: ChangeSet) -> dict[str, set[int]]:
    """The created rows that stay: by table."""
    made: dict[str, set[int]] = defaultdict(set)
    for table, ids in Change.objects.filter(change_set=change_set, before__isnull=True).values_list(
        "table", "ids"
    ):
        made[table].update(ids)
    customers, documents = Customer._meta.label_lower, Document._meta.label_lower
    return {
        customers: _with_later_parts(made[customers], made),
        documents: _changed_since(documents, made[documents], change_set),
    }


def _with_later_parts(customers: set[int], made: dict[str, set[int]]) -> set[int]:
    """Those customers on which hangs what the file did not bring."""
    kept = set()
    for model in HANGS_ON_A_CUSTOMER:
        ours = made[model._meta.label_lower]
        for page in pages(sorted(customers)):
            rows = model._default_manager.filter(customer_id__in=page).values_list("pk", "customer_id")
            kept |= {customer for pk, customer in rows if pk not in ours}
    return kept


def _changed_since(table: str, ids: set[int], change_set: ChangeSet) -> set[int]:
    """Those rows that a later act changed: a later file added lines to a document."""
    later = Change.objects.filter(change_set__gt=change_set, table=table, before__isnull=False)
    later = later.filter(change_set__undone_at=None)
    return (
        {pk for changed in later.values_list("ids", flat=True) for pk in changed if pk in ids}
        if ids
        else set()
    )
