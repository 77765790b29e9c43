"""Making and changing automations. Every change can be undone; what is on goes on by what it says now."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from neeman.automations.models import Automation
from neeman.automations.presets import PRESETS, values_of_preset
from neeman.orgs.access import Access
from neeman.orgs.changes import Recorder, Values, update_row
from neeman.orgs.log import log
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import May

ADDED, EDITED, ARCHIVED = (f"automations.automation.{verb}" for verb in ("added", "edited", "archived"))


def add_automation(access: Access, wanted: Values) -> Automation:
    """A new automation, off."""
    access.require(May.EDIT_AUTOMATIONS)
    automation = Automation(**wanted)
    with transaction.atomic():
        automation.save()
        recorder = Recorder(access, ADDED, {"name": automation.name})
        recorder.created([automation])
        log(access, automation, ADDED, {"name": automation.name, "change_set": recorder.change_set.pk})
    return automation


def take_preset(access: Access, key: str, language: str) -> Automation:
    """The automation of a preset: the one there is, else a new one. Raises KeyError."""
    preset = PRESETS[key]
    kept = Automation.objects.filter(preset=key, archived_at=None).first()
    return kept or add_automation(access, values_of_preset(preset, language))


def edit_automation(
    access: Access, automation: Automation, wanted: Values, *, version: int
) -> ChangeSet | None:
    """Change an automation that was read at `version`; None when nothing differs. Raises StaleWrite."""
    access.require(May.EDIT_AUTOMATIONS)
    return update_row(access, automation, wanted, version=version, verb=EDITED)


def archive_automation(
    access: Access, automation: Automation, *, version: int, now: datetime
) -> ChangeSet | None:
    """Put an automation away; what waits because of it is stopped when its turn comes. Raises StaleWrite."""
    access.require(May.EDIT_AUTOMATIONS)
    return update_row(
        access, automation, {"archived_at": now, "is_on": False}, version=version, verb=ARCHIVED
    )
