"""Where the day's reasons come from: one function a source, each bounded, none of them asking more than one index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from neeman.activity.models import Pause
from neeman.activity.queries.records import open_tasks
from neeman.activity.signs import TASKS
from neeman.activity.words import why_due
from neeman.customers.models import Customer, FollowUp
from neeman.desk.today.cards import Part, Reason
from neeman.desk.today.whose import owners_of
from neeman.lib.calendar import distance
from neeman.orgs.access import Access
from neeman.ui.text import plain

MOST_TASKS = 60
MOST_KEPT = 3
"""One to three customers at risk a day: more would be a list, not an act."""
CANDIDATES = 40
MOST_WEIGHED = 60
"""Of those who are due, so many of the highest value are weighed by value times lateness."""

SPOKEN_DAYS = 14
"""Who was spoken to in these days is being looked after: no alarm."""

FRESH = timedelta(days=7)
"""Sales whose last day is further back are told with that day: what was bought since is not known here."""

FALLEN_BY = 0.2
"""From this loss of a year's revenue a customer is an opportunity to bring back."""

RISK, CHANCE = "risk", "chance"


class Due(NamedTuple):
    """The few columns of a follow-up that reasons are made of: a day weighs hundreds of them."""

    customer_id: int
    grade: str
    value_minor: int
    at_stake_minor: int
    due_on: date | None
    rule: str
    every_days: int | None
    paused_until: date | None
    last_touch_at: datetime | None


class Buys(NamedTuple):
    """The few columns of a standing that reasons are made of."""

    customer_id: int
    as_of: date
    usual_gap_days: float | None
    last_purchase: date | None
    at_stake_minor: int


class Fall(NamedTuple):
    """What a customer brought in a year and in the year before."""

    customer_id: int
    window_minor: int
    before_minor: int

    @property
    def minor(self) -> int:
        """By how much it fell."""
        return self.before_minor - self.window_minor


def tasks_today(access: Access, today: date) -> Iterator[Reason]:
    """What the member promised or was asked to do by today."""
    rows = open_tasks(access).filter(member=access.member, due_on__lte=today).select_related(None)
    for task in rows[:MOST_TASKS]:
        late = task.due_on < today
        waits = task.urgent or (late and not task.origin)
        yield Reason(
            part=Part.NOW if waits else Part.CADENCE,
            why=task.title,
            since=distance(task.due_on, today, get_language() or "he") if late else "",
            icon="clock-exclamation" if late else TASKS[task.kind],
            rank=(0, not task.urgent, task.due_on.toordinal()),
            tone="watch" if waits else "",
            customer_id=task.customer_id,
            task=task,
            wording=task.origin.replace(".", "_") if task.origin.startswith("quote.day") else "",
            is_sale=task.about_table.startswith("sales."),
        )


def about_to_leave(access: Access, today: date) -> list[Reason]:
    """The few whose next order is far beyond their own rhythm, by what a year of theirs is worth."""
    found = _first(
        access, lambda rows: rows.filter(at_stake_minor__gt=0).order_by("-at_stake_minor"), CANDIDATES
    )
    found.sort(key=lambda row: -row.at_stake_minor)
    chosen = _restless(found, RISK, today)[:MOST_KEPT]
    return [_leaving(standing, today) for standing in _buys(chosen)]


def due_by_cadence(access: Access, today: date, most: int) -> list[Reason]:
    """Who is due by grade and was not planned otherwise: gold first, then value times days of lateness."""
    found = sorted(_due(access, today, most), key=lambda row: _weight(row, today))
    return [_due_reason(row, today) for row in found[:most]]


def chance_of_the_day(access: Access, today: date) -> list[Reason]:
    """The one customer of whose last year most could come back: among the most valuable of gold and silver, the one who
    bought for most more the year before."""
    silent = Q(follow_up__last_touch_at=None) | Q(follow_up__last_touch_at__lt=_spoken_since(today))
    found = Customer.objects.filter(silent, pk__in=_most_valued(access), standing__isnull=False)
    columns = (f"standing__revenue_{name}_minor" for name in ("window", "before"))
    falls = [Fall(*row) for row in found.values_list("pk", *columns)]
    deep = [fall for fall in falls if fall.window_minor < fall.before_minor * (1 - FALLEN_BY)]
    deep.sort(key=lambda fall: (-fall.minor, fall.customer_id))
    resting = _resting([fall.customer_id for fall in deep], CHANCE, today)
    return [_chance(fall) for fall in deep if fall.customer_id not in resting][:1]


def count_due(access: Access, today: date) -> int:
    """How many are due today in all, beyond what the page shows."""
    return sum(rows.filter(due_on__lte=today).count() for rows in _mine(access))


def due_by_day(access: Access, first: date, last: date) -> dict[date, int]:
    """How many are due on each day of a span."""
    counts: dict[date, int] = {}
    for rows in _mine(access):
        found = rows.filter(due_on__range=(first, last)).values_list("due_on").annotate(n=Count("due_on"))
        for day, count in found.order_by():
            if day is not None:
                counts[day] = counts.get(day, 0) + count
    return counts


def _mine(access: Access) -> list[QuerySet[FollowUp]]:
    """The follow-ups of each whose customers stand on the page, from its own stretch of an index."""
    return [FollowUp.objects.filter(owner=owner) for owner in owners_of(access)]


def _due(access: Access, today: date, most: int) -> list[Due]:
    """Those who are due, grade by grade until there are enough; of each grade the most valuable."""
    found: list[Due] = []
    for grade in ("A", "B", "C", ""):
        if len(found) < most:
            found += _first(access, partial(_due_of_grade, grade, today), MOST_WEIGHED)
    return found


def _most_valued(access: Access) -> list[int]:
    """The most valuable of gold and silver, by their ids, which an index holds alone."""
    return [
        pk
        for grade in ("A", "B")
        for rows in _mine(access)
        for pk in rows.filter(grade=grade).order_by("-value_minor").values_list("pk", flat=True)[:CANDIDATES]
    ]


def _due_of_grade(grade: str, today: date, rows: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    """By value, from the index of that order: asked for the day as it stands, a planner takes the index of days instead and
    sorts all who are due."""
    due = rows.annotate(day=Coalesce("due_on", date.max)).filter(grade=grade, day__lte=today, next_step="")
    return due.order_by("-value_minor")


def _weight(row: Due, today: date) -> tuple[str, int, int]:
    assert row.due_on is not None
    return row.grade or "D", -row.value_minor * ((today - row.due_on).days + 1), row.customer_id


def _due_reason(row: Due, today: date) -> Reason:
    return Reason(
        part=Part.CADENCE, why=why_due(row, today), icon="repeat", rank=(1,), customer_id=row.customer_id
    )


def _first(access: Access, ask: Callable[[QuerySet[FollowUp]], QuerySet[FollowUp]], most: int) -> list[Due]:
    """The first rows of each stretch of one's own."""
    return [Due(*row) for rows in _mine(access) for row in ask(rows).values_list(*Due._fields)[:most]]


def _buys(rows: list[Due]) -> list[Buys]:
    """How these customers buy, in the same order. Asked by way of the customers: standings are not kept by their ids, and
    naming some would walk them all."""
    columns = [f"standing__{name}" for name in Buys._fields[1:]]
    ids = [row.customer_id for row in rows]
    found = Customer.objects.filter(pk__in=ids).values_list("pk", *columns)
    known = {row[0]: Buys(*row) for row in found if row[1] is not None}
    return [known[pk] for pk in ids if pk in known]


def _restless(rows: list[Due], signal: str, today: date) -> list[Due]:
    """Without those who were spoken to lately, and those for whom this reason or all of them are put off."""
    since = _spoken_since(today)
    silent = [row for row in rows if row.last_touch_at is None or row.last_touch_at < since]
    resting = _resting([row.customer_id for row in silent], signal, today)
    return [row for row in silent if row.customer_id not in resting]


def _spoken_since(today: date) -> datetime:
    return timezone.make_aware(datetime.combine(today, time.min)) - timedelta(days=SPOKEN_DAYS)


def _resting(ids: list[int], signal: str, today: date) -> set[int]:
    """Those of these customers for whom this reason, or all of them, are put off."""
    paused = Pause.objects.filter(customer__in=ids, until__gt=today, signal__in=("", signal))
    return set(paused.values_list("customer", flat=True)) if ids else set()


def _leaving(row: Buys, today: date) -> Reason:
    assert row.usual_gap_days is not None
    assert row.last_purchase is not None
    passed = (row.as_of - row.last_purchase).days
    usual = ngettext("Orders every %(n)s day", "Orders every %(n)s days", round(row.usual_gap_days))
    return Reason(
        part=Part.KEEP,
        why=(
            _("%(usual)s, and %(passed)s have passed")
            if today - row.as_of <= FRESH
            else _("%(usual)s, and by %(day)s %(passed)s had passed")
        )
        % {
            "usual": usual % {"n": round(row.usual_gap_days)},
            "passed": passed,
            "day": plain(get_language() or "he").day(row.as_of),
        },
        icon="trending-down",
        rank=(-row.at_stake_minor,),
        tone="lose",
        amount_minor=row.at_stake_minor,
        customer_id=row.customer_id,
        signal=RISK,
    )


def _chance(fall: Fall) -> Reason:
    return Reason(
        part=Part.CHANCE,
        why=_("Bought for less than the year before; coming back to that level is worth, a year:"),
        icon="target-arrow",
        tone="grow",
        amount_minor=fall.minor,
        customer_id=fall.customer_id,
        signal=CHANCE,
    )
