"""What became of the deals of a period: conversion, time to close, average deal, why lost, and who was never answered.

Definitions. A deal counts in the period in which it ended. Conversion: won / (won + lost). Time to close: days from the
arrival (else from the day it was added) to the day it was won, the median. Average deal: the mean value of the won deals
whose value is known. A lead was followed up when somebody turned to its customer after it arrived. What a win took:
the minutes that were recorded with the customers of all deals that ended, won or lost, while the deals ran, by the wins.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from neeman.activity.models import Interaction
from neeman.orgs.access import Access
from neeman.orgs.hours import hours_of
from neeman.sales.clock import Clock, Waiting, clock_of
from neeman.sales.models import Deal, Kind
from neeman.sales.queries.chances import ENOUGH
from neeman.sales.queries.deals import deals
from neeman.sales.queries.steps import words_since

MOST_LEADS = 2_000
"""Leads whose clocks are reckoned; of a busier period, the latest."""


@dataclass(frozen=True, slots=True)
class Ended:
    """One deal that ended: on which day, in how many days, with what; `minutes` of talks are 0 until they are counted."""

    pk: int
    customer_id: int
    began_at: datetime
    ended_at: datetime
    kind: str
    owner_id: int | None
    value_minor: int | None
    won: bool
    on: date
    days: int
    reason_id: int | None
    competitor: str
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one group of deals; None where nothing can be told. Money in minor units."""

    key: Any
    won: int
    lost: int
    value_minor: int
    average_minor: int | None
    median_days: float | None
    minutes: int = 0

    @property
    def minutes_a_win(self) -> int | None:
        """Minutes that one won deal took, those of the lost ones among them; rounded half up."""
        return (2 * self.minutes + self.won) // (2 * self.won) if self.won and self.minutes else None

    def cost_of_a_win(self, hour_minor: int) -> int | None:
        """The same in minor units, by what an hour of work costs."""
        if not (self.won and self.minutes and hour_minor):
            return None
        return (2 * self.minutes * hour_minor + 60 * self.won) // (120 * self.won)

    @property
    def ended(self) -> int:
        """Won and lost together."""
        return self.won + self.lost

    @property
    def conversion(self) -> float | None:
        """Won of those that ended, 0..1."""
        return self.won / self.ended if self.ended else None

    @property
    def is_thin(self) -> bool:
        """Too few deals for a share to be trusted."""
        return self.ended < ENOUGH


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead with its clock."""

    deal: Deal
    clock: Clock

    @property
    def answered(self) -> bool:
        """Whether somebody ever turned to them."""
        return self.clock.state in {Waiting.IN_TIME, Waiting.TOO_LATE}


@dataclass(frozen=True, slots=True)
class Report:
    """A period from `first` up to and including `last`; `months` are (first day, won value) from the oldest on."""

    first: date
    last: date
    whole: Line
    new: Line
    existing: Line
    by_kind: list[Line]
    by_owner: list[Line]
    months: list[tuple[date, int]]
    reasons: list[tuple[int | None, int]]
    competitors: list[tuple[str, int]]
    leads: list[Lead]

    @property
    def never(self) -> list[Lead]:
        """Leads to whom nobody ever turned, the latest first."""
        return [lead for lead in self.leads if not lead.answered]

    @property
    def in_time(self) -> int:
        """Leads that were answered within the two hours."""
        return sum(lead.clock.state == Waiting.IN_TIME for lead in self.leads)


def report(access: Access, first: date, last: date, *, now: datetime) -> Report:
    """The report of a period, in six queries."""
    ended = with_minutes(access, ended_deals(access, first, last))
    lost = [one for one in ended if not one.won]
    return Report(
        first=first,
        last=last,
        whole=line_of(None, ended),
        new=line_of("new", [one for one in ended if one.kind == Kind.NEW]),
        existing=line_of("existing", [one for one in ended if one.kind != Kind.NEW]),
        by_kind=grouped(ended, lambda one: one.kind),
        by_owner=grouped(ended, lambda one: one.owner_id),
        months=_months(ended, first, last),
        reasons=Counter(one.reason_id for one in lost).most_common(),
        competitors=Counter(one.competitor for one in lost if one.competitor).most_common(8),
        leads=_leads(access, first, last, now=now),
    )


def ended_deals(access: Access, first: date, last: date) -> list[Ended]:
    """The visible deals that were won or lost from `first` up to and including `last`: one query."""
    zone = ZoneInfo(access.organization.timezone)
    since, until = _moment(first, zone), _moment(last + timedelta(days=1), zone)
    inside = Q(won_at__gte=since, won_at__lt=until) | Q(lost_at__gte=since, lost_at__lt=until)
    columns = (
        "pk",
        "customer",
        "kind",
        "owner",
        "value_minor",
        "won_at",
        "lost_at",
        "arrived_at",
        "created_at",
        "lost_reason",
    )
    found = []
    for row in deals(access).filter(inside).values(*columns, "competitor").iterator():
        end = row["won_at"] or row["lost_at"]
        began = row["arrived_at"] or row["created_at"]
        found.append(
            Ended(
                pk=row["pk"],
                customer_id=row["customer"],
                began_at=began,
                ended_at=end,
                kind=row["kind"],
                owner_id=row["owner"],
                value_minor=row["value_minor"],
                won=row["won_at"] is not None,
                on=end.astimezone(zone).date(),
                days=max((end.astimezone(zone).date() - began.astimezone(zone).date()).days, 0),
                reason_id=row["lost_reason"],
                competitor=row["competitor"],
            )
        )
    return found


def with_minutes(access: Access, ended: list[Ended]) -> list[Ended]:
    """The same with the minutes of talks: those with the customer while the deal ran, unless they were about another deal."""
    if not ended:
        return ended
    first, last = min(one.began_at for one in ended), max(one.ended_at for one in ended)
    timed = Interaction.objects.filter(minutes__gt=0, at__range=(first, last))
    talks: dict[int, list[tuple[datetime, int, int | None]]] = defaultdict(list)
    table, sold = Deal._meta.label_lower, {one.customer_id for one in ended}
    for customer, at, minutes, about, pk in timed.values_list(
        "customer", "at", "minutes", "about_table", "about_id"
    ):
        if customer in sold:
            talks[customer].append((at, minutes or 0, pk if about == table else None))
    return [replace(one, minutes=_minutes_of(one, talks[one.customer_id])) for one in ended]


def _minutes_of(one: Ended, talks: list[tuple[datetime, int, int | None]]) -> int:
    return sum(
        minutes
        for at, minutes, deal in talks
        if one.began_at <= at <= one.ended_at and deal in {None, one.pk}
    )


def line_of(key: Any, rows: Sequence[Ended]) -> Line:
    """What these deals amount to."""
    won = [one for one in rows if one.won]
    values = [one.value_minor for one in won if one.value_minor is not None]
    return Line(
        key=key,
        won=len(won),
        lost=len(rows) - len(won),
        value_minor=sum(values),
        average_minor=(2 * sum(values) + len(values)) // (2 * len(values)) if values else None,
        median_days=median(one.days for one in won) if won else None,
        minutes=sum(one.minutes for one in rows),
    )


def grouped(rows: Iterable[Ended], key: Callable[[Ended], Any]) -> list[Line]:
    """A line for each value of `key` that there is, the most valuable first."""
    groups: dict[Any, list[Ended]] = defaultdict(list)
    for one in rows:
        groups[key(one)].append(one)
    lines = [line_of(name, group) for name, group in groups.items()]
    return sorted(lines, key=lambda line: (-line.value_minor, -line.won, str(line.key)))


def _months(rows: Iterable[Ended], first: date, last: date) -> list[tuple[date, int]]:
    sums: dict[date, int] = {}
    month = first.replace(day=1)
    while month <= last:
        sums[month] = 0
        month = (month + timedelta(days=32)).replace(day=1)
    for one in rows:
        if one.won:
            sums[one.on.replace(day=1)] += one.value_minor or 0
    return list(sums.items())


def _leads(access: Access, first: date, last: date, *, now: datetime) -> list[Lead]:
    hours = hours_of(access.organization)
    since, until = _moment(first, hours.zone), _moment(last + timedelta(days=1), hours.zone)
    rows = deals(access).filter(arrived_at__gte=since, arrived_at__lt=until).order_by("-arrived_at", "-pk")
    found = list(rows.select_related("customer", "owner__user", "stage")[:MOST_LEADS])
    said = words_since(deal for deal in found if deal.first_reply_at is None)
    return [
        Lead(deal, clock_of(deal.arrived_at, deal.first_reply_at or said.get(deal.pk), now=now, hours=hours))
        for deal in found
        if deal.arrived_at is not None
    ]


def _moment(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)
