"""What follows when an act of this room is taken back: the follow-ups are reckoned anew."""

from __future__ import annotations

from datetime import datetime

from neeman.activity.services.cadence import day_of, refresh
from neeman.customers.services.undoing import Room
from neeman.orgs.access import Access
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import May


def _reckon_anew(access: Access, change_set: ChangeSet, touched: set[int], now: datetime) -> None:
    refresh(access, touched, today=day_of(access, now))


ROOM = Room(May.LOG_ACTIVITY, after=_reckon_anew)
