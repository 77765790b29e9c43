"""What became of the quotes of a period: how many were approved, how fast, and what they were worth.

Definitions. A quote counts on the day on which it was sent, each number once: a version that was replaced counts as its
successor, one that was taken back not at all. Approval rate: approved / (approved + declined + run out). Days to a
decision: from the day of sending to the yes or no, the median.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from neeman.orgs.access import Access
from neeman.sales.models import Quote
from neeman.sales.queries.quotes import quotes


class Fate(StrEnum):
    """What became of a quote."""

    APPROVED = "approved"
    DECLINED = "declined"
    RAN_OUT = "ran_out"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class SentQuote:
    """One quote that was sent: when, by whom, its net value in minor units, its fate, in how many days decided."""

    on: date
    owner_id: int | None
    net_minor: int
    fate: Fate
    days: int | None


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """What became of one group of quotes; None where nothing can be told. Money in minor units."""

    key: Any
    sent: int
    approved: int
    declined: int
    ran_out: int
    sent_minor: int
    approved_minor: int
    median_days: float | None

    @property
    def closed(self) -> int:
        """Those whose fate is known."""
        return self.approved + self.declined + self.ran_out

    @property
    def rate(self) -> float | None:
        """Approved of those whose fate is known, 0..1."""
        return self.approved / self.closed if self.closed else None


def sent_quotes(access: Access, first: date, last: date, *, today: date) -> list[SentQuote]:
    """The visible quotes that were sent from `first` up to and including `last`, as they stand on `today`: one query."""
    zone = ZoneInfo(access.organization.timezone)
    since, until = (datetime.combine(day, time.min, zone) for day in (first, last + timedelta(days=1)))
    rows = quotes(access).filter(sent_at__gte=since, sent_at__lt=until)
    rows = rows.exclude(state__in=(Quote.State.REPLACED, Quote.State.WITHDRAWN))
    columns = ("sent_at", "decided_at", "owner", "net_minor", "state", "valid_until")
    return [_sent(row, zone, today) for row in rows.values(*columns).order_by("sent_at", "pk").iterator()]


def _sent(row: dict[str, Any], zone: ZoneInfo, today: date) -> SentQuote:
    on = row["sent_at"].astimezone(zone).date()
    match row["state"]:
        case Quote.State.APPROVED:
            fate = Fate.APPROVED
        case Quote.State.DECLINED:
            fate = Fate.DECLINED
        case _:
            fate = Fate.RAN_OUT if row["valid_until"] and row["valid_until"] < today else Fate.WAITING
    decided = fate in (Fate.APPROVED, Fate.DECLINED) and row["decided_at"]
    days = max((row["decided_at"].astimezone(zone).date() - on).days, 0) if decided else None
    return SentQuote(on, row["owner"], row["net_minor"], fate, days)


def quote_line(key: Any, rows: Sequence[SentQuote]) -> QuoteLine:
    """What these quotes amount to."""
    by_fate = {fate: [one for one in rows if one.fate == fate] for fate in Fate}
    days = [one.days for one in rows if one.days is not None]
    return QuoteLine(
        key=key,
        sent=len(rows),
        approved=len(by_fate[Fate.APPROVED]),
        declined=len(by_fate[Fate.DECLINED]),
        ran_out=len(by_fate[Fate.RAN_OUT]),
        sent_minor=sum(one.net_minor for one in rows),
        approved_minor=sum(one.net_minor for one in by_fate[Fate.APPROVED]),
        median_days=median(days) if days else None,
    )


def quote_lines(rows: Iterable[SentQuote], key: Callable[[SentQuote], Any]) -> list[QuoteLine]:
    """A line for each value of `key` that there is, the most valuable first."""
    groups: dict[Any, list[SentQuote]] = defaultdict(list)
    for one in rows:
        groups[key(one)].append(one)
    lines = [quote_line(name, group) for name, group in groups.items()]
    return sorted(lines, key=lambda line: (-line.approved_minor, -line.sent, str(line.key)))
