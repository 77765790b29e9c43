"""On and off. Switching on reads only what happens from now, or what happened in the days that were chosen."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from neeman.automations.acting import NEEDED
from neeman.automations.acts import text_of
from neeman.automations.models import Act, Automation, Run, State
from neeman.automations.triggers import find_trigger
from neeman.automations.waking import wake
from neeman.channels.wording.filling import placeholders_of
from neeman.customers.services.acting import Unfit
from neeman.orgs.access import Access
from neeman.orgs.changes import Recorder, update_row
from neeman.orgs.log import log
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import May

ON, OFF, HELD = (f"automations.automation.{verb}" for verb in ("on", "off", "held"))
BACK_DAYS = (0, 7, 30, 90)
"""How far back one may choose to catch up."""
KNOWN = frozenset({"first name", "name", "business", "sender", "date"})
"""Placeholders that every message fills."""


def lacking(access: Access, automation: Automation) -> tuple[str, ...]:
    """The placeholders of its text that nobody fills yet: what is to be said before it can be switched on."""
    trigger, wording = find_trigger(automation.trigger), text_of(access, automation)
    if automation.act != Act.MESSAGE or trigger is None or wording is None:
        return ()
    named = placeholders_of(f"{wording.subject}\n{wording.body}")
    given = KNOWN | trigger.gives | {key for key, value in automation.values.items() if value}
    return tuple(key for key in named if key not in given)


def switch_on(
    access: Access, automation: Automation, *, version: int, now: datetime, days_back: int = 0
) -> ChangeSet | None:
    """It works from now on in the name of this member. Raises Unfit where something lacks, StaleWrite."""
    for permission in NEEDED:
        access.require(permission)
    if days_back not in BACK_DAYS:
        raise ValueError(f"{days_back} days cannot be chosen")
    _check(access, automation)
    wanted = {
        "is_on": True,
        "switched_at": now,
        "switched_by_id": access.member.pk if access.member else None,
        "on_from": now - timedelta(days=days_back),
        "read_to": None,
    }
    with transaction.atomic():
        change_set = update_row(access, automation, wanted, version=version, verb=ON)
        wake(access, now)
    return change_set


def switch_off(access: Access, automation: Automation, *, version: int, now: datetime) -> ChangeSet:
    """It stops, and with it all that waits because of it; undone together. Raises StaleWrite."""
    access.require(May.EDIT_AUTOMATIONS)
    with transaction.atomic():
        change_set = update_row(access, automation, {"is_on": False}, version=version, verb=OFF)
        recorder = Recorder(access, OFF, {"name": automation.name}, continued=change_set)
        waiting = list(Run.objects.filter(automation=automation, state=State.WAITING))
        stopped = {"state": State.STOPPED, "why": "off", "ended_at": now}
        recorder.update(waiting, [stopped] * len(waiting))
    return recorder.change_set


def hold(access: Access, automation: Automation, *, now: datetime) -> None:
    """It switches itself off: what set it off is gone, or whoever switched it on may not do that any more."""
    with transaction.atomic():
        Automation.objects.filter(pk=automation.pk).update(is_on=False)
        waiting = Run.objects.filter(automation=automation, state=State.WAITING)
        waiting.update(state=State.STOPPED, why="off", ended_at=now)
        log(access, automation, HELD, {"name": automation.name})


def _check(access: Access, automation: Automation) -> None:
    trigger = find_trigger(automation.trigger)
    if trigger is None:
        raise Unfit(_("What sets it off is not known here any more."))
    if any(
        setting.kind == "field" and not automation.settings.get(setting.key) for setting in trigger.settings
    ):
        raise Unfit(_("Which field holds the date? Choose one first."))
    if automation.act == Act.MESSAGE and text_of(access, automation) is None:
        raise Unfit(_("Which text is sent? Choose one first."))
    if automation.act == Act.MESSAGE and not automation.channels:
        raise Unfit(_("By which channel? Choose at least one."))
    if lacking(access, automation):
        raise Unfit(_("The text names something for which there is no value yet: fill it in first."))
