"""Whom general communication (R57) has not reached: nobody was in touch within the rule's days, and nothing that goes to
many, news or content or a greeting, was sent to them either."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from neeman.activity.cadence import Rules
from neeman.activity.models import Wanted
from neeman.channels.queries.consents import refusing
from neeman.channels.queries.messages import last_general_word
from neeman.customers.directory import PREFIX
from neeman.customers.models import FollowUp, Warmth
from neeman.customers.models.standing import Grade
from neeman.orgs.access import Access
from neeman.orgs.models import Member

MOST = 200
"""Of a grade and an owner the most valuable are looked at; a longer list is one nobody goes through."""


@dataclass(frozen=True, slots=True)
class Unreached:
    """How many customers of a grade heard nothing general for `every_days`; `at_least`: only the first were looked at."""

    grade: str
    every_days: int
    customers: int
    at_least: bool


def unreached(
    access: Access, owners: Sequence[Member | None], rules: Rules, *, now: datetime
) -> list[Unreached]:
    """Grade by grade, gold first, of these owners' customers; grades without such a rule or without anybody are left out.

    Left out too: who rests, who is inactive, and who asked to be removed.
    """
    asked = {
        grade: rules[grade, Wanted.GENERAL] for grade in Grade.values if (grade, Wanted.GENERAL) in rules
    }
    looked = {grade: _silent(owners, grade, now - timedelta(days=days), now) for grade, days in asked.items()}
    parties = [f"{PREFIX}{pk}" for ids, _ in looked.values() for pk in ids]
    longest = timedelta(days=max(asked.values(), default=0))
    written, removed = last_general_word(access, parties, since=now - longest), refusing(access, parties)
    found = []
    for grade, (ids, more) in looked.items():
        since = now - timedelta(days=asked[grade])
        names = [f"{PREFIX}{pk}" for pk in ids]
        left = [name for name in names if name not in removed and written.get(name, since) <= since]
        if left:
            found.append(Unreached(grade, asked[grade], len(left), more))
    return found


def _silent(
    owners: Sequence[Member | None], grade: str, since: datetime, now: datetime
) -> tuple[list[int], bool]:
    """Those of the grade with whom nobody was in touch, and whether there were more than were looked at."""
    ids, more = [], False
    for owner in owners:
        rows = FollowUp.objects.filter(owner=owner, grade=grade).order_by("-value_minor")
        columns = list(rows.values_list("pk", "last_touch_at", "paused_until", "warmth")[: MOST + 1])
        more = more or len(columns) > MOST
        for pk, touched, paused, warmth in columns[:MOST]:
            rests = paused is not None and paused > now.date()
            if not rests and warmth != Warmth.INACTIVE and (touched is None or touched <= since):
                ids.append(pk)
    return ids, more
