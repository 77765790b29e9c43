"""Taking back what a file brought in, without trampling on what was done since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from neeman.activity.models import Interaction, Task
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
from neeman.sales.models import Deal, Quote
from neeman.sales.queries.steps import ABOUT

Made = dict[str, set[int]]

UNDO = "imports.undo"
HANGS_ON_A_CUSTOMER = (Contact, CustomerTag, ExternalKey, Preference, Attachment)
"""Tables whose rows go with their customer, and may have been written by hand since."""

KEEPS_A_CUSTOMER = (Interaction, Task, Deal)
"""The same, of which what the file brought has gone by then, but for what was worked on."""


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
    if page.table == Deal._meta.label_lower:
        return _worked_on(page.ids, page, made)
    if page.table == Task._meta.label_lower:
        return _steps_that_stay(page, made)
    return _changed_since(page, page.table, page.ids) if page.table == Document._meta.label_lower else set()


def _with_later_parts(customers: list[int], made: Made) -> set[int]:
    """Those customers on which hangs what the file did not bring."""
    kept = set()
    for model in HANGS_ON_A_CUSTOMER:
        ours = made[model._meta.label_lower]
        rows = model._default_manager.filter(customer_id__in=customers).values_list("pk", "customer_id")
        kept |= {customer for pk, customer in rows if pk not in ours}
    for work in KEEPS_A_CUSTOMER:
        kept |= set(work.objects.filter(customer_id__in=customers).values_list("customer_id", flat=True))
    return kept


def _worked_on(deals: Collection[int], page: Change, made: Made) -> set[int]:
    """Those deals that a later act changed, or about which there is a task or a quote that the file did not bring."""
    kept = _changed_since(page, ABOUT, deals)
    tasks = Task.objects.filter(about_table=ABOUT, about_id__in=list(deals))
    ours = made[Task._meta.label_lower]
    kept |= {deal for pk, deal in tasks.values_list("pk", "about_id") if pk not in ours and deal is not None}
    return kept | set(Quote.objects.filter(deal__in=list(deals)).values_list("deal", flat=True))


def _steps_that_stay(page: Change, made: Made) -> set[int]:
    """Those tasks that a later act changed, and those of deals that stay: no open deal is left without a next action."""
    tasks = Task.objects.filter(pk__in=page.ids, about_table=ABOUT)
    about = {pk: deal for pk, deal in tasks.values_list("pk", "about_id") if deal is not None}
    staying = _worked_on(about.values(), page, made)
    return _changed_since(page, page.table, page.ids) | {pk for pk, deal in about.items() if deal in staying}


def _changed_since(page: Change, table: str, rows: Collection[int]) -> set[int]:
    """Those rows that an act after the page's changed: a later file added lines to a document."""
    later = Change.objects.filter(change_set__gt=page.change_set_id, table=table, before__isnull=False)
    later = later.filter(change_set__undone_at=None)
    return {pk for changed in later.values_list("ids", flat=True) for pk in changed}.intersection(rows)
