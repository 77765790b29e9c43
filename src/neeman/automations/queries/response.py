"""Reads: how many came back after an automation reached them, beside what was expected."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from neeman.automations.models import Act, Automation, Run, State
from neeman.automations.presets import PRESETS
from neeman.channels.models.message import State as MessageState
from neeman.ledger.models import Document
from neeman.orgs.access import Access
from neeman.orgs.changes import pages

FEW = 20
"""Below that many a share says little, and it is said so."""
NOT_OUT = (MessageState.REFUSED, MessageState.FAILED, MessageState.DROPPED, MessageState.DRAFTED)


@dataclass(frozen=True, slots=True)
class Response:
    """Of customers reached `days` ago or longer, `bought` did so within `days`; of `open` it is not known yet.

    `expected` is (least, most) percent, where the founding documents name it.
    """

    reached: int
    bought: int
    open: int
    days: int
    expected: tuple[int, int] | None

    @property
    def share(self) -> float | None:
        """Of those of whom it is known, 0..1; None where there are none."""
        return self.bought / self.reached if self.reached else None

    @property
    def says_little(self) -> bool:
        """Whether they are too few to judge by."""
        return self.reached < FEW


def response_of(access: Access, automation: Automation, *, now: datetime) -> Response | None:
    """What came of its messages; None for one that sends none. Whoever bought within the days counts whenever that was."""
    if automation.act != Act.MESSAGE:
        return None
    preset = PRESETS.get(automation.preset)
    days = preset.watch_days if preset else 90
    zone = ZoneInfo(access.organization.timezone)
    sent = Run.objects.filter(automation=automation, state=State.DONE, message__isnull=False)
    rows = sent.exclude(message__state__in=NOT_OUT).values_list("customer_id", "ended_at")
    when = {pk: ended.astimezone(zone).date() for pk, ended in rows if ended}
    purchases = _purchases(sorted(when), min(when.values(), default=now.date()))
    today, reached, bought, still_open = now.astimezone(zone).date(), 0, 0, 0
    for pk, day in when.items():
        came = any(day < other <= day + timedelta(days=days) for other in purchases[pk])
        if came or today > day + timedelta(days=days):
            reached, bought = reached + 1, bought + came
        else:
            still_open += 1
    return Response(reached, bought, still_open, days, preset.expected if preset else None)


def _purchases(customer_ids: list[int], since: date) -> dict[int, list[date]]:
    found: dict[int, list[date]] = defaultdict(list)
    for ids in pages(customer_ids):
        rows = Document.objects.filter(customer__in=ids, day__gt=since, total_minor__gt=0)
        for pk, day in rows.exclude(kind=Document.Kind.CREDIT).values_list("customer_id", "day"):
            found[pk or 0].append(day)
    return found
