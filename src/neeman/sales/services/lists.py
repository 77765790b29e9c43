"""The business's own lists, stages and reasons for losing: named, put in order, put away. Nothing is deleted."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from neeman.customers.services.acting import Unfit, hold
from neeman.orgs.access import Access
from neeman.orgs.changes import Recorder, Values
from neeman.orgs.log import log
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import May
from neeman.sales.models import Deal, LostReason, Stage
from neeman.sales.services.stages import keep_reasons, keep_stages

L = TypeVar("L", Stage, LostReason)

MOST = 12
VERBS = {
    Stage: {
        "added": "sales.stage.added",
        "edited": "sales.stage.edited",
        "moved": "sales.stage.moved",
        "archived": "sales.stage.archived",
        "restored": "sales.stage.restored",
    },
    LostReason: {
        "added": "sales.reason.added",
        "edited": "sales.reason.edited",
        "moved": "sales.reason.moved",
        "archived": "sales.reason.archived",
        "restored": "sales.reason.restored",
    },
}
EDITABLE = {
    Stage: frozenset({"name", "probability_new", "probability_existing"}),
    LostReason: frozenset({"name"}),
}


def keep_list(access: Access, model: type[L]) -> list[L]:
    """The living rows of a list in order; the defaults become rows."""
    access.require(May.EDIT_CATALOG)
    rows: list[L] = keep_stages(access) if issubclass(model, Stage) else keep_reasons(access)
    return rows


def add_to_list(access: Access, model: type[L], wanted: Values) -> L:
    """A new row at the end of the list. `wanted` holds EDITABLE columns, `name` among them. Raises Unfit."""
    access.require(May.EDIT_CATALOG)
    with transaction.atomic():
        rows = keep_list(access, model)
        if len(rows) >= MOST:
            raise Unfit(_("There are %(most)s in the list already: archive one first.") % {"most": MOST})
        row = model(position=1 + max(row.position for row in model.objects.all()))
        _check(row, rows, wanted)
        for name, value in wanted.items():
            setattr(row, name, value)
        row.save()
        recorder = Recorder(access, VERBS[model]["added"], {"name": row.title})
        recorder.created([row])
        log(access, row, VERBS[model]["added"], {"name": row.title})
    return row


def edit_in_list(access: Access, row: L, wanted: Values, *, version: int) -> ChangeSet | None:
    """Rename a row or change its chances; None when nothing differs. Raises StaleWrite, Unfit."""
    _check(row, keep_list(access, type(row)), wanted)
    return _change(access, [row], [wanted], "edited", version=version)


def move_in_list(access: Access, row: L, *, up: bool) -> ChangeSet | None:
    """One place earlier or later among the living rows; None at the end of the list."""
    rows = keep_list(access, type(row))
    here = next((place for place, other in enumerate(rows) if other.pk == row.pk), None)
    there = None if here is None else here + (-1 if up else 1)
    if here is None or there is None or not 0 <= there < len(rows):
        return None
    rows[here], rows[there] = rows[there], rows[here]
    return _change(access, rows, [{"position": place} for place in range(len(rows))], "moved", named=row)


def archive_in_list(access: Access, row: L, *, version: int, now: datetime) -> ChangeSet | None:
    """Put a row away: old deals keep it, new ones are not offered it. Raises StaleWrite.

    Unfit for a stage in which open deals stand, and for what would leave fewer than two stages or no reason.
    """
    rows = keep_list(access, type(row))
    left = [other for other in rows if other.pk != row.pk]
    if isinstance(row, Stage):
        standing = Deal.objects.filter(stage=row, won_at=None, lost_at=None).count()
        if standing:
            raise Unfit(_("%(count)s open deals stand in this stage: move them first.") % {"count": standing})
    if len(left) < (2 if isinstance(row, Stage) else 1):
        raise Unfit(_("This is one of the last of the list: add another first."))
    return _change(access, [row], [{"archived_at": now}], "archived", version=version)


def restore_in_list(access: Access, row: L, *, version: int) -> ChangeSet | None:
    """Bring an archived row back. Raises StaleWrite."""
    return _change(access, [row], [{"archived_at": None}], "restored", version=version)


def _change(
    access: Access,
    rows: list[L],
    wanted: list[Values],
    act: str,
    *,
    version: int | None = None,
    named: L | None = None,
) -> ChangeSet | None:
    access.require(May.EDIT_CATALOG)
    subject = named or rows[0]
    verb = VERBS[type(subject)][act]
    with transaction.atomic():
        held = [hold(row, version) for row in rows] if version is not None else rows
        recorder = Recorder(access, verb, {"name": subject.title})
        if not recorder.update(held, wanted):
            recorder.change_set.delete()
            return None
        log(access, subject, verb, {"name": held[0].title, "change_set": recorder.change_set.pk})
        return recorder.change_set


def _check(row: L, rows: list[L], wanted: Values) -> None:
    unknown = wanted.keys() - EDITABLE[type(row)]
    if unknown:
        raise ValueError(f"no such columns to edit: {sorted(unknown)}")
    name = " ".join(str(wanted.get("name", row.name)).split())
    if not name and not row.code:
        raise Unfit(_("It needs a name."), "name")
    if name and any(other.title == name and other.pk != row.pk for other in rows):
        raise Unfit(_("There is one of this name already."), "name")
    for column in ("probability_new", "probability_existing"):
        if not 0 <= int(wanted.get(column, 0)) <= 100:
            raise Unfit(_("A chance is between 0 and 100 percent."), column)
