"""The business's own cadence in place of the documents' numbers, and back to them."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from neeman.activity.cadence import DEFAULTS
from neeman.activity.models import CadenceRule
from neeman.jobs.services import tell_of
from neeman.orgs.access import Access
from neeman.orgs.changes import Recorder
from neeman.orgs.log import log
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import May

CHANGED = "activity.cadence.changed"

Wishes = Mapping[tuple[str, str], int | None]
"""Days by (who, what is wanted); None: never."""


def change_cadence(access: Access, wishes: Wishes) -> ChangeSet | None:
    """Put these rules in force, the others stay; None when nothing differs. What equals the default needs no row.

    Everybody's follow-up is reckoned anew by a job. Raises PermissionDenied.
    """
    access.require(May.EDIT_CADENCE)
    with transaction.atomic():
        own = {(row.who, row.wanted): row for row in CadenceRule.objects.select_for_update()}
        changed = {pair: days for pair, days in wishes.items() if _now(own, pair) != days}
        if not changed:
            return None
        recorder = Recorder(access, CHANGED)
        plain = [pair for pair, days in changed.items() if days == DEFAULTS.get(pair)]
        recorder.removed([own[pair] for pair in plain])
        kept = [pair for pair in changed if pair in own and pair not in plain]
        recorder.update([own[pair] for pair in kept], [{"every_days": changed[pair]} for pair in kept])
        new = [pair for pair in changed if pair not in own and pair not in plain]
        rows = [CadenceRule(who=who, wanted=wanted, every_days=changed[who, wanted]) for who, wanted in new]
        for row in rows:
            row.save()
        recorder.created(rows)
        told = {f"{who} {wanted}": days for (who, wanted), days in changed.items()}
        log(access, access.organization, CHANGED, {**told, "change_set": recorder.change_set.pk})
        tell_of(access, CHANGED)
    return recorder.change_set


def restore_cadence(access: Access) -> ChangeSet | None:
    """The documents' numbers again; None when they are in force already. Raises PermissionDenied."""
    own = CadenceRule.objects.values_list("who", "wanted")
    return change_cadence(access, {pair: DEFAULTS.get(pair) for pair in own})


def _now(own: Mapping[tuple[str, str], CadenceRule], pair: tuple[str, str]) -> int | None:
    return own[pair].every_days if pair in own else DEFAULTS.get(pair)
