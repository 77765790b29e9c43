"""Recording what an act changes, and undoing it: created rows go, changed fields and removed rows return.

Undo never tramples on later work: a field that somebody has changed since keeps its newer value, and a created row
that other rows lean on stays. The outcome counts both.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError, RestrictedError

from neeman.orgs.access import Access
from neeman.orgs.log import log
from neeman.orgs.models import Change, ChangeSet
from neeman.orgs.wall import Owned

UNDO_DAYS = 30
PAGE = 500

Values = dict[str, Any]


class TooLateToUndo(Exception):
    """The act is older than UNDO_DAYS, or has been undone already."""


class StaleWrite(Exception):
    """Somebody else saved this row since it was read; `row` is how it stands now."""

    def __init__(self, row: models.Model) -> None:
        super().__init__(f"{row} was changed by somebody else")
        self.row = row


@dataclass(frozen=True, slots=True)
class UndoOutcome:
    """What an undo did: rows removed, rows restored, and what it left alone for the sake of later work."""

    removed: int = 0
    restored: int = 0
    kept: int = 0

    def __add__(self, other: UndoOutcome) -> UndoOutcome:
        return UndoOutcome(
            self.removed + other.removed, self.restored + other.restored, self.kept + other.kept
        )


@dataclass(slots=True)
class Recorder:
    """Collects the changes of one act and writes them in pages. Use it inside one transaction."""

    access: Access
    verb: str
    label: Values = field(default_factory=dict)
    continued: ChangeSet | None = None  # an act in several transactions, or one that was interrupted
    change_set: ChangeSet = field(init=False)

    def __post_init__(self) -> None:
        self.change_set = self.continued or ChangeSet.objects.create(
            member=self.access.member, verb=self.verb, label=self.label
        )

    def created(self, rows: Sequence[models.Model]) -> None:
        """Note rows that were just inserted, all of one table."""
        if rows:
            self.created_ids(type(rows[0]), [row.pk for row in rows])

    def created_ids(self, model: type[models.Model], ids: Sequence[int]) -> None:
        """The same for rows that were inserted in bulk and never stood in memory as objects."""
        for page in pages(ids):
            self._note(model, ids=page, before=None, after=None)

    def removed(self, rows: Sequence[Owned]) -> None:
        """Delete rows of one table on which nothing leans (a tag on a customer), keeping their whole images."""
        for page in pages(rows):
            model, ids = type(page[0]), [row.pk for row in page]
            columns = [column.attname for column in model._meta.concrete_fields]
            self._note(model, ids=ids, before=[image(row, columns) for row in page], after=None)
            model.objects.filter(pk__in=ids).delete()

    def update(self, rows: Sequence[Owned], changes: Sequence[Values]) -> int:
        """Write `changes[i]` onto `rows[i]` and note both images; rows that stay the same are not touched.

        Returns the number of rows that changed. All rows are of one table; versions, where kept, move on.
        """
        touched = [
            (row, differing(row, wanted))
            for row, wanted in zip(rows, changes, strict=True)
            if differing(row, wanted)
        ]
        for page in pages(touched):
            self._update_page([row for row, _ in page], [wanted for _, wanted in page])
        return len(touched)

    def _update_page(self, rows: list[Owned], wanted: list[Values]) -> None:
        model = type(rows[0])
        before = [image(row, change) for row, change in zip(rows, wanted, strict=True)]
        for row, change in zip(rows, wanted, strict=True):
            for name, value in change.items():
                setattr(row, name, value)
            if hasattr(row, "version"):
                row.version += 1
        names = {name for change in wanted for name in change} | (
            {"version"} if hasattr(rows[0], "version") else set()
        )
        model.objects.bulk_update(rows, sorted(names), batch_size=PAGE)
        after = [image(row, change) for row, change in zip(rows, wanted, strict=True)]
        self._note(model, ids=[row.pk for row in rows], before=before, after=after)

    def _note(
        self,
        model: type[models.Model],
        *,
        ids: list[int],
        before: list[Values] | None,
        after: list[Values] | None,
    ) -> None:
        Change.objects.create(
            change_set=self.change_set, table=model._meta.label_lower, ids=ids, before=before, after=after
        )


def pages(rows: Iterable[Any], size: int = PAGE) -> Iterator[list[Any]]:
    """Lists of at most `size`, in order."""
    page: list[Any] = []
    for row in rows:
        page.append(row)
        if len(page) == size:
            yield page
            page = []
    if page:
        yield page


def image(row: models.Model, names: Iterable[str]) -> Values:
    """The named fields of a row as they stand, by column name (a foreign key as its id); moments in UTC, as they are
    read back."""
    return {name: _in_utc(getattr(row, name)) for name in names}


def _in_utc(value: Any) -> Any:
    return value.astimezone(UTC) if isinstance(value, datetime) and value.tzinfo else value


def differing(row: models.Model, wanted: Values) -> Values:
    """Of the wanted values, those that the row does not have yet."""
    return {name: value for name, value in wanted.items() if getattr(row, name) != value}


def update_row(
    access: Access,
    row: Owned,
    wanted: Values,
    *,
    version: int,
    verb: str,
    subject: models.Model | None = None,
) -> ChangeSet | None:
    """Save one row that was read at `version`; None when nothing differs.

    The log names `subject` where the row is a part of something bigger (a contact of a customer), else the row.
    Raises StaleWrite when somebody saved it in between: nothing is overwritten then.
    """
    with transaction.atomic():
        now = type(row).objects.select_for_update().get(pk=row.pk)
        if now.version != version:  # type: ignore[attr-defined]  # Versioned rows have it
            raise StaleWrite(now)
        changed = differing(now, wanted)
        if not changed:
            return None
        recorder = Recorder(access, verb)
        recorder.update([now], [changed])
        told = {"fields": sorted(changed), "change_set": recorder.change_set.pk}
        log(access, subject or now, verb, told if subject is None else {**told, "of": str(now)})
        return recorder.change_set


Keep = Callable[[Change], Container[int]]
"""The created rows of a page that stay, because later work hangs on them which no foreign key protects."""


def undo(access: Access, change_set: ChangeSet, *, now: datetime) -> UndoOutcome:
    """Put back what the act changed, all of it or nothing. Raises TooLateToUndo."""
    with transaction.atomic():
        while (outcome := undo_part(access, change_set, now=now)) is None:
            pass
        return outcome


def undo_part(
    access: Access, change_set: ChangeSet, *, now: datetime, keep: Keep = lambda page: ()
) -> UndoOutcome | None:
    """Put back a page of what the act changed, the latest first, in a transaction of its own; the outcome of them all
    once the last one is done, until then None. An act of half a million rows is undone so, and goes on after a stop.

    Raises TooLateToUndo; what was begun in time may be ended.
    """
    with transaction.atomic():
        held = ChangeSet.objects.select_for_update().get(pk=change_set.pk)
        if held.undone_at is not None or (not held.undoing and now - held.at > timedelta(days=UNDO_DAYS)):
            raise TooLateToUndo
        left = Change.objects.filter(change_set=held).order_by("-pk")
        if "page" in held.undoing:
            left = left.filter(pk__lt=held.undoing["page"])
        outcome = UndoOutcome(**held.undoing.get("outcome", {}))
        page = left.first()
        if page is not None:
            done = outcome + UndoOutcome(*_undo_page(page, keep(page)))
            held.undoing = {"page": page.pk, "outcome": asdict(done)}
            held.save(update_fields=["undoing"])
            return None
        held.undone_at, held.undoing = now, {}
        held.save(update_fields=["undone_at", "undoing"])
        rows = outcome.removed + outcome.restored
        log(access, held, "orgs.changeset.undone", {"verb": held.verb, "rows": rows, "kept": outcome.kept})
        return outcome


def _undo_page(page: Change, keep: Container[int]) -> tuple[int, int, int]:
    model = apps.get_model(page.table)
    if page.before is None:
        ids = [row_id for row_id in page.ids if row_id not in keep]
        removed, _, kept = _remove(model, ids) if ids else (0, 0, 0)
        return removed, 0, kept + len(page.ids) - len(ids)
    if page.after is None:
        returned = sum(_insert_again(model, values) for values in page.before)
        return 0, returned, len(page.before) - returned
    restored = kept = 0
    rows: dict[int, Any] = model._default_manager.in_bulk(page.ids)
    for row_id, before, after in zip(page.ids, page.before, page.after, strict=True):
        row = rows.get(row_id)
        if row is None:
            kept += 1
            continue
        back = {name: old for name, old in before.items() if _same(row, name, after[name])}
        kept += len(back) < len(before)
        if back:
            _restore(row, back)
            restored += 1
    return 0, restored, kept


def _restore(row: models.Model, back: Values) -> None:
    for name, value in back.items():
        setattr(row, name, _column(row, name).to_python(value))
    names = list(back)
    if hasattr(row, "version"):
        row.version += 1
        names.append("version")
    row.save(update_fields=names)


def _insert_again(model: type[models.Model], values: Values) -> bool:
    """Bring a removed row back, unless its like has come since or what it hung on is gone."""
    row = model()
    for name, value in values.items():
        setattr(row, name, _column(row, name).to_python(value))
    foreign = [column for column in model._meta.concrete_fields if isinstance(column, models.ForeignKey)]
    for column in foreign:
        key = getattr(row, column.attname)
        if key is not None and not column.remote_field.model._base_manager.filter(pk=key).exists():
            return False
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def _remove(model: type[models.Model], ids: list[int]) -> tuple[int, int, int]:
    """Delete created rows; those on which a later row leans stay and are counted."""
    try:
        with transaction.atomic():
            model._default_manager.filter(pk__in=ids).delete()
    except (ProtectedError, RestrictedError):
        if len(ids) == 1:
            return 0, 0, 1
        half = len(ids) // 2
        first, second = _remove(model, ids[:half]), _remove(model, ids[half:])
        return first[0] + second[0], 0, first[2] + second[2]
    return len(ids), 0, 0


def _same(row: models.Model, name: str, noted: Any) -> bool:
    """Compared as noted, since a noted time keeps milliseconds and the row keeps microseconds."""
    return bool(json.loads(json.dumps(getattr(row, name), cls=DjangoJSONEncoder)) == noted)


def _column(row: models.Model, name: str) -> models.Field[Any, Any]:
    for column in row._meta.concrete_fields:
        if name in {column.name, column.attname}:
            return column
    raise LookupError(f"{row._meta.label} has no column {name}")
