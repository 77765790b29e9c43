"""Writes: setting targets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from neeman.orgs.access import Access
from neeman.orgs.changes import Recorder
from neeman.orgs.log import log
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import May
from neeman.targets.models import Target
from neeman.targets.queries import Aim, targets_on
from neeman.targets.spans import Span, period_of

CHANGED = "targets.targets.changed"


def set_targets(access: Access, wishes: Mapping[Aim, int | None], *, day: date) -> ChangeSet | None:
    """Put these targets in force from the period of that day on, the others stay; None when nothing differs. One that was
    set for a later period before stays in force from then on.

    A wish is in minor units or hundredths of a percent; None lifts a target. Raises PermissionDenied.
    """
    access.require(May.MANAGE_ORGANIZATION)
    with transaction.atomic():
        now = targets_on(access, day, {aim.measure for aim in wishes})
        changed = {aim: value for aim, value in wishes.items() if now.get(aim) != value}
        if not changed:
            return None
        recorder = Recorder(access, CHANGED)
        begun = {
            (Aim(row.measure, row.member_id, Span(row.span)), row.since): row
            for row in Target.objects.select_for_update().filter(measure__in={aim.measure for aim in changed})
        }
        since = {aim: period_of(aim.span, day).first for aim in changed}
        kept = [aim for aim in changed if (aim, since[aim]) in begun]
        recorder.update([begun[aim, since[aim]] for aim in kept], [{"value": changed[aim]} for aim in kept])
        rows = [
            Target(
                measure=aim.measure, member_id=aim.member, span=aim.span, since=since[aim], value=changed[aim]
            )
            for aim in changed
            if aim not in kept
        ]
        for row in rows:
            row.save()
        recorder.created(rows)
        told = {" ".join(map(str, filter(None, aim))): value for aim, value in changed.items()}
        log(access, access.organization, CHANGED, {**told, "change_set": recorder.change_set.pk})
    return recorder.change_set
