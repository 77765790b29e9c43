"""Taking back what a file brought in, without trampling on what was done since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from neeman.customers.models import Attachment, Contact, Customer, CustomerTag, ExternalKey, Preference
from neeman.imports.models import ImportFile, State
from neeman.imports.services.checking import NotReady
from neeman.imports.services.understanding import open_targets
from neeman.jobs.services import enqueue
from neeman.ledger.models import Document
from neeman.orgs.access import Access
from neeman.orgs.changes import UNDO_DAYS, UndoOutcome, undo_part
from neeman.orgs.models import Change, ChangeSet
from neeman.orgs.roles import May
from neeman.orgs.turns import Turns
from neeman.portfolio.services import request_recompute

Made = dict[str, set[int]]

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


def take_back(
    access: Access, file: ImportFile, *, now: datetime, tell: Callable[[int, int], None] | None = None
) -> UndoOutcome:
    """Undo what the file brought in, updates too; `tell` hears of pages done and their number. Raises TooLateToUndo,
    NotReady.

    What people did since stays: a customer with a contact or a note added by hand, a document that a later file
    added to. Each page is a transaction; stopped in the middle, it goes on from there when it is called again.
    """
    if file.state != State.DONE or file.change_set is None:
        raise NotReady
    made, turns = _made_by(file.change_set), Turns()
    total = Change.objects.filter(change_set=file.change_set).count()
    done = 0
    while (outcome := _take_back_part(access, file, now, made)) is None:
        turns.over()
        done += 1
        if tell is not None:
            tell(done, total)
        turns.wait()
    return outcome


def _take_back_part(access: Access, file: ImportFile, now: datetime, made: Made) -> UndoOutcome | None:
    assert file.change_set is not None
    with transaction.atomic():
        outcome = undo_part(access, file.change_set, now=now, keep=partial(_later_work, made))
        if outcome is not None:
            file.state, file.counts = State.UNDONE, {**file.counts, "undone": asdict(outcome)}
            file.save(update_fields=["state", "counts"])
            request_recompute(access)
    return outcome


def _made_by(change_set: ChangeSet) -> Made:
    """The rows that the act created, by table."""
    made: Made = defaultdict(set)
    created = Change.objects.filter(change_set=change_set, before__isnull=True)
    for table, ids in created.values_list("table", "ids"):
        made[table].update(ids)
    return made


def _later_work(made: Made, page: Change) -> set[int]:
    """The created rows of a page that stay, looked up while nobody else can write."""
    if page.before is not None:
        return set()
    if page.table == Customer._meta.label_lower:
        return _with_later_parts(page.ids, made)
    return _changed_since(page) if page.table == Document._meta.label_lower else set()


def _with_later_parts(customers: list[int], made: Made) -> set[int]:
    """Those customers on which hangs what the file did not bring."""
    kept = set()
    for model in HANGS_ON_A_CUSTOMER:
        ours = made[model._meta.label_lower]
        rows = model._default_manager.filter(customer_id__in=customers).values_list("pk", "customer_id")
        kept |= {customer for pk, customer in rows if pk not in ours}
    return kept


def _changed_since(page: Change) -> set[int]:
    """Those rows of a page that a later act changed: a later file added lines to a document."""
    later = Change.objects.filter(change_set__gt=page.change_set_id, table=page.table, before__isnull=False)
    later = later.filter(change_set__undone_at=None)
    return {pk for changed in later.values_list("ids", flat=True) for pk in changed}.intersection(page.ids)
