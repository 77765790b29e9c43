"""Tasks: set, changed, put off, done, dropped, handed to somebody else. Never deleted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import models, transaction
from django.utils.translation import gettext as _

from neeman.activity.following import followed
from neeman.activity.models import Interaction, Task
from neeman.activity.services.cadence import day_of, refresh
from neeman.customers.models import Customer
from neeman.customers.services.acting import Act, Unfit, act_on, hold
from neeman.orgs.access import Access
from neeman.orgs.changes import Recorder, Values, update_row
from neeman.orgs.log import log
from neeman.orgs.models import ChangeSet, Member
from neeman.orgs.once import once
from neeman.orgs.roles import May

ADDED, EDITED, DONE, DROPPED = (f"activity.task.{verb}" for verb in ("added", "edited", "done", "dropped"))
EDITABLE = frozenset(["title", "kind", "due_on", "due_at", "member_id", "urgent"])


def add_task(
    access: Access,
    customer: Customer | None,
    *,
    title: str,
    due_on: date,
    now: datetime,
    kind: str = Task.Kind.CALL,
    member: Member | None = None,
    about: models.Model | None = None,
    origin: str = "",
    key: str = "",
    **more: object,
) -> tuple[Task, ChangeSet | None]:
    """A task for `member` (None: oneself) by a day, on a customer or on nothing. With a `key` that was used before, the
    task of that time and no change set. Raises Unfit without words, PermissionDenied, Http404.
    """
    access.require(May.LOG_ACTIVITY)
    task = Task(
        customer=customer,
        member=member or access.member,
        made_by=access.member,
        kind=kind,
        title=title.strip()[:200],
        due_on=due_on,
        about_table=about._meta.label_lower if about else "",
        about_id=about.pk if about else None,
        origin=origin,
        key=key,
        **more,
    )

    def known() -> tuple[Task, ChangeSet | None] | None:
        before = Task.objects.filter(key=key).first() if key else None
        return (before, None) if before else None

    def add() -> tuple[Task, ChangeSet | None]:
        _check_words(title)
        return task, _save(access, task, now)

    return once(known, add)


def edit_task(
    access: Access, task: Task, wanted: Values, *, version: int, now: datetime, verb: str = EDITED
) -> ChangeSet | None:
    """Change a task that was read at `version`; None when nothing differs. Raises StaleWrite, Unfit."""
    unknown = wanted.keys() - EDITABLE - {"done_at", "dropped_at"}
    if unknown:
        raise ValueError(f"no such columns to edit: {sorted(unknown)}")
    _check_words(wanted.get("title", task.title))
    access.require(May.LOG_ACTIVITY)
    if task.customer is None:
        return update_row(access, task, wanted, version=version, verb=verb)
    with act_on(
        access, task.customer, verb, permission=May.LOG_ACTIVITY, finds=False, title=task.title
    ) as act:
        held = hold(task, version)
        act.recorder.update([held], [wanted])
        if not held.is_open:
            followed(act, access, [held], now)
        refresh(access, [task.customer.pk], today=day_of(access, now))
    return act.change_set


def done(access: Access, task: Task, *, version: int, now: datetime) -> ChangeSet | None:
    """The task is done, and nothing more is to be said of it."""
    return edit_task(access, task, {"done_at": now}, version=version, now=now, verb=DONE)


def drop(access: Access, task: Task, *, version: int, now: datetime) -> ChangeSet | None:
    """The task is no longer needed."""
    return edit_task(access, task, {"dropped_at": now}, version=version, now=now, verb=DROPPED)


def put_off(access: Access, task: Task, until: date, *, version: int, now: datetime) -> ChangeSet | None:
    """The task waits until a day."""
    return edit_task(access, task, {"due_on": until, "due_at": None}, version=version, now=now)


def finish(act: Act, tasks: Iterable[Task], interaction: Interaction, *, now: datetime) -> list[Task]:
    """Mark tasks as done by an interaction, within its act."""
    rows = list(tasks)
    act.recorder.update(rows, [{"done_at": now, "done_by_id": interaction.pk}] * len(rows))
    return rows


def _save(access: Access, task: Task, now: datetime) -> ChangeSet | None:
    """Insert a task; the follow-up of its customer keeps step."""
    customer = task.customer
    if customer is None:
        with transaction.atomic():
            task.save()
            recorder = Recorder(access, ADDED, {"name": task.title})
            recorder.created([task])
            log(access, task, ADDED, {"title": task.title, "change_set": recorder.change_set.pk})
        return recorder.change_set
    with act_on(access, customer, ADDED, permission=May.LOG_ACTIVITY, finds=False, title=task.title) as act:
        act.create(task)
        refresh(access, [customer.pk], today=day_of(access, now))
    return act.change_set


def _check_words(title: str) -> None:
    if not title.strip():
        raise Unfit(_("A task needs a few words: what is to be done?"), "title")
