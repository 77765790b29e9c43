"""The pipeline laid out: columns with their sums and first cards, the table, the calendar.

The number of queries does not grow with the deals, nor with the stages: one reads what sums and order are reckoned from,
a few columns of each deal, and three the cards that are shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from heapq import nsmallest
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet

from neeman.activity.models import Task
from neeman.sales.models import Deal, Stage
from neeman.sales.queries.asked import Asked, By, Next
from neeman.sales.queries.chances import Chance, Chances
from neeman.sales.queries.narrowing import RANK, URGENT_FIRST, Asking, in_order, narrow_deals, next_of
from neeman.sales.queries.steps import next_steps, words_since

CARDS = 15
"""Cards of a column that a board shows at once."""

ROWS = 50
MOST_IN_A_MONTH = 400


@dataclass(frozen=True, slots=True)
class Card:
    """A deal as the board shows it: its next action (None: there is none), its chance, and since when a lead was
    answered (None: it waits, or it came otherwise)."""

    deal: Deal
    step: Task | None
    chance: Chance
    replied_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """What some open deals amount to, money in minor units; `next` counts them by how the next action stands."""

    count: int = 0
    value_minor: int = 0
    weighted_minor: int = 0
    next: dict[Next, int] = field(default_factory=dict)

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.count + other.count,
            self.value_minor + other.value_minor,
            self.weighted_minor + other.weighted_minor,
            {state: self.next.get(state, 0) + other.next.get(state, 0) for state in Next},
        )

    @property
    def share(self) -> float:
        """Of the value, how much is expected: 0..1."""
        return self.weighted_minor / self.value_minor if self.value_minor else 0.0


class Seen(NamedTuple):
    """The few columns of a deal that sums and order are reckoned from; `percent` is its chance."""

    stage_id: int
    pk: int
    value_minor: int | None
    percent: int
    next_on: date | None


@dataclass(frozen=True, slots=True)
class Column:
    """One stage with its sums over all its deals, and the cards of its first page."""

    stage: Stage
    sums: Sums
    cards: list[Card]

    @property
    def left(self) -> int:
        """How many cards are not shown yet."""
        return self.sums.count - len(self.cards)


def board(asking: Asking, asked: Asked, stages: Sequence[Stage], chances: Chances) -> list[Column]:
    """The columns in order, each with its most urgent cards. An archived stage in which deals stand is shown too."""
    standing: dict[int, list[Seen]] = {}
    for deal in _seen(narrow_deals(asking, _open(asked)), chances):
        standing.setdefault(deal.stage_id, []).append(deal)
    first = [deal.pk for seen in standing.values() for deal in most_urgent(seen, asking.today)]
    cards: dict[int, list[Card]] = {}
    for card in _cards(first, chances):
        cards.setdefault(card.deal.stage_id, []).append(card)
    return [
        Column(stage, _sums(standing.get(stage.pk, []), asking.today), cards.get(stage.pk, []))
        for stage in stages
        if stage.archived_at is None or stage.pk in standing
    ]


def more_cards(asking: Asking, asked: Asked, stage: Stage, start: int, chances: Chances) -> list[Card]:
    """The cards of one column from the one numbered `start` (0 is the first) on."""
    rows = narrow_deals(asking, _open(asked)).filter(stage=stage).order_by(*URGENT_FIRST)
    return _cards(list(rows.values_list("pk", flat=True)[start : start + CARDS]), chances)


def sums_of(columns: Iterable[Column]) -> Sums:
    """What all columns amount to."""
    return sum((column.sums for column in columns), start=Sums())


def sum_deals(asking: Asking, asked: Asked, chances: Chances) -> Sums:
    """What the deals of a table or a calendar amount to."""
    return _sums(_seen(narrow_deals(asking, asked), chances), asking.today)


def table(asking: Asking, asked: Asked, chances: Chances, start: int) -> list[Card]:
    """Rows in order, from the one numbered `start` (0 is the first), ROWS at most."""
    rows = in_order(narrow_deals(asking, asked), asked.sort, descending=asked.descending)
    return _cards(list(rows.values_list("pk", flat=True)[start : start + ROWS]), chances)


def calendar(
    asking: Asking, asked: Asked, chances: Chances, first: date, after: date, *, by_next: bool
) -> list[tuple[date, Card]]:
    """The deals of the days from `first` up to the one before `after`, each with its day, at most MOST_IN_A_MONTH.

    The day is that of the next action, or with `by_next` off the one on which the order is expected.
    """
    name = "next_on" if by_next else "expected_on"
    rows = narrow_deals(asking, asked).filter(Q((f"{name}__gte", first), (f"{name}__lt", after)))
    ordered = rows.annotate(shown_on=F(name)).order_by("shown_on", "pk")
    days = dict(ordered.values_list("pk", "shown_on")[:MOST_IN_A_MONTH])
    return [(days[card.deal.pk], card) for card in _cards(list(days), chances)]


def weeks_of(first: date, after: date) -> list[list[date]]:
    """The weeks that hold these days, from Sunday on, whole."""
    day = first - timedelta(days=(first.weekday() + 1) % 7)
    weeks = []
    while day < after:
        weeks.append([day + timedelta(days=place) for place in range(7)])
        day += timedelta(days=7)
    return weeks


def _open(asked: Asked) -> Asked:
    return asked.with_values(By.STATE, ())


def most_urgent(seen: Iterable[Seen], today: date) -> list[Seen]:
    """The first page of a column, in URGENT_FIRST's order."""
    return nsmallest(
        CARDS,
        seen,
        key=lambda deal: (deal.next_on or today, deal.next_on is None, deal.pk),
    )


def _seen(rows: QuerySet[Any], chances: Chances) -> list[Seen]:
    """One reckoning of the next action a deal: the database would do it anew for each sum and each place in the order."""
    columns = rows.annotate(percent=chances.percent(), next=F("next_on")).order_by()
    found = columns.values_list("stage", "pk", "value_minor", "percent", "next")
    return [Seen(*row) for row in found]


def _sums(seen: Iterable[Seen], today: date) -> Sums:
    """Each deal's part of the weighted value is kept in hundredths until they are added."""
    seen = list(seen)
    hundredths = sum((deal.value_minor or 0) * deal.percent for deal in seen)
    states = Counter(next_of(deal.next_on, today) for deal in seen)
    return Sums(
        len(seen),
        sum(deal.value_minor or 0 for deal in seen),
        (hundredths + 50) // 100,
        {state: states[state] for state in RANK},
    )


def _cards(ids: list[int], chances: Chances) -> list[Card]:
    """The cards of these deals in this order, in three queries."""
    rows = Deal.objects.select_related("customer__standing", "owner__user", "stage", "lost_reason").in_bulk(
        ids
    )
    steps, said = next_steps(ids), words_since(deal for deal in rows.values() if deal.first_reply_at is None)
    return [
        Card(rows[pk], steps.get(pk), chances.of(rows[pk]), rows[pk].first_reply_at or said.get(pk))
        for pk in ids
        if pk in rows
    ]
