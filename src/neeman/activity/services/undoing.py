"""What follows when an act of this room is taken back: the follow-ups are reckoned anew."""

from __future__ import annotations

from datetime import datetime

from neeman.activity.services.cadence import day_of, refresh
from neeman.activity.services.rules import CHANGED
from neeman.customers.services.undoing import Room
from neeman.jobs.services import tell_of
from neeman.orgs.access import Access
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import May


def _reckon_anew(access: Access, change_set: ChangeSet, touched: set[int], now: datetime) -> None:
    if change_set.verb == CHANGED:
        tell_of(access, CHANGED)
    refresh(access, touched, today=day_of(access, now))


ROOM = Room(May.LOG_ACTIVITY, {CHANGED: May.EDIT_CADENCE}, after=_reckon_anew)
