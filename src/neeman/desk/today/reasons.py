"""Where the day's reasons come from: one function a source, each bounded, none of them asking more than one index.

"Mine" are the customers of whoever looks; those of nobody are management's, so that none is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from neeman.activity.models import Pause
from neeman.activity.queries.records import open_tasks
from neeman.activity.signs import TASKS
from neeman.activity.words import why_due
from neeman.customers.conclusion import LATE_FROM
from neeman.customers.models import FollowUp, Standing
from neeman.desk.today.cards import Part, Reason
from neeman.lib.calendar import distance
from neeman.orgs.access import Access
from neeman.orgs.roles import Role

MOST_TASKS = 60
MOST_KEPT = 3
"""One to three customers at risk a day: more would be a list, not an act."""
CANDIDATES = 60
MOST_WEIGHED = 500
"""Of those who are due, so many of the highest value are weighed by value times lateness."""

SPOKEN_DAYS = 14
"""Who was spoken to in these days is being looked after: no alarm."""

FALLEN_BY = 0.2
"""From this loss of a year's revenue a customer is an opportunity to bring back."""

RISK, CHANCE = "risk", "chance"
MANAGEMENT = {Role.OWNER, Role.SALES_MANAGER}


def tasks_today(access: Access, today: date) -> Iterator[Reason]:
    """What the member promised or was asked to do by today."""
    rows = open_tasks(access).filter(member=access.member, due_on__lte=today)
    for task in rows[:MOST_TASKS]:
        late = task.due_on < today
        waits = task.urgent or (late and not task.origin)
        said = distance(task.due_on, today, get_language() or "he") if late else ""
        yield Reason(
            part=Part.NOW if waits else Part.CADENCE,
            why=f"{task.title} · {said}" if said else task.title,
            icon="clock-exclamation" if late else TASKS[task.kind],
            rank=(0, not task.urgent, task.due_on.toordinal()),
            tone="watch" if waits else "",
            customer_id=task.customer_id,
            task=task,
        )


def about_to_leave(access: Access, today: date) -> list[Reason]:
    """The few whose next order is far beyond their own rhythm, by what a year of theirs is worth."""
    rows = _standings(access).filter(at_stake_minor__gt=0, overdue_ratio__gte=LATE_FROM)
    found = list(rows.order_by("-at_stake_minor")[:CANDIDATES])
    resting = _resting(access, [row.pk for row in found], RISK, today)
    return [_leaving(row) for row in found if row.pk not in resting][:MOST_KEPT]


def due_by_cadence(access: Access, today: date, most: int) -> list[Reason]:
    """Who is due by grade and was not planned otherwise: gold first, then value times days of lateness."""
    found = sorted(
        chain.from_iterable(_due(rows, today, most) for rows in _mine(access)),
        key=lambda row: _weight(row, today),
    )
    return [_due_reason(row, today) for row in found[:most]]


def chance_of_the_day(access: Access, today: date) -> list[Reason]:
    """The one customer of whose last year most could come back: bought before, buys less, and still buys."""
    rows = _standings(access).filter(revenue_window_minor__gt=0)
    fallen = [row for row in rows.order_by("-revenue_window_minor")[:MOST_WEIGHED] if _has_fallen(row)]
    fallen.sort(key=lambda row: (row.revenue_window_minor - row.revenue_before_minor, row.pk))
    resting = _resting(access, [row.pk for row in fallen[:CANDIDATES]], CHANCE, today)
    return [_chance(row) for row in fallen[:CANDIDATES] if row.pk not in resting][:1]


def count_due(access: Access, today: date) -> int:
    """How many are due today in all, beyond what the page shows."""
    return sum(rows.filter(due_on__lte=today).count() for rows in _mine(access))


def due_by_day(access: Access, first: date, last: date) -> dict[date, int]:
    """How many are due on each day of a span."""
    counts: dict[date, int] = {}
    for rows in _mine(access):
        found = rows.filter(due_on__range=(first, last)).values_list("due_on").annotate(n=Count("pk"))
        for day, count in found.order_by():
            if day is not None:
                counts[day] = counts.get(day, 0) + count
    return counts


def _mine(access: Access) -> list[QuerySet[FollowUp]]:
    """The follow-ups of one's own customers and, for management, those of nobody: each from its own stretch of an index."""
    own = FollowUp.objects.filter(owner=access.member)
    return [own, FollowUp.objects.filter(owner=None)] if access.role in MANAGEMENT else [own]


def _due(rows: QuerySet[FollowUp], today: date, most: int) -> list[FollowUp]:
    """Those who are due, grade by grade until there are enough; of each grade the most valuable."""
    found: list[FollowUp] = []
    for grade in ("A", "B", "C", ""):
        if len(found) < most:
            due = rows.filter(grade=grade, due_on__lte=today, next_step="")
            found += due.order_by("-value_minor")[:MOST_WEIGHED]
    return found


def _weight(row: FollowUp, today: date) -> tuple[str, int, int]:
    assert row.due_on is not None
    return row.grade or "D", -row.value_minor * ((today - row.due_on).days + 1), row.pk


def _due_reason(row: FollowUp, today: date) -> Reason:
    return Reason(
        part=Part.CADENCE, why=why_due(row, today), icon="repeat", rank=(1,), customer_id=row.customer_id
    )


def _standings(access: Access) -> QuerySet[Standing]:
    rows = Standing.objects.filter(customer__archived_at=None, customer__merged_into=None)
    own = rows.filter(customer__owner=access.member)
    return own | rows.filter(customer__owner=None) if access.role in MANAGEMENT else own


def _resting(access: Access, ids: list[int], signal: str, today: date) -> set[int]:
    """Of these customers, those who were spoken to lately, or for whom this reason or all of them are put off."""
    since = timezone.make_aware(datetime.combine(today, time.min)) - timedelta(days=SPOKEN_DAYS)
    spoken = FollowUp.objects.filter(pk__in=ids, last_touch_at__gte=since).values_list("pk", flat=True)
    paused = Pause.objects.filter(customer__in=ids, until__gt=today, signal__in=("", signal))
    return {*spoken, *paused.values_list("customer", flat=True)}


def _leaving(row: Standing) -> Reason:
    assert row.usual_gap_days is not None
    assert row.last_purchase is not None
    passed = (row.as_of - row.last_purchase).days
    usual = ngettext("Orders every %(n)s day", "Orders every %(n)s days", round(row.usual_gap_days))
    return Reason(
        part=Part.KEEP,
        why=_("%(usual)s, and %(passed)s have passed")
        % {"usual": usual % {"n": round(row.usual_gap_days)}, "passed": passed},
        icon="trending-down",
        rank=(-row.at_stake_minor,),
        tone="lose",
        amount_minor=row.at_stake_minor,
        customer_id=row.pk,
        signal=RISK,
    )


def _has_fallen(row: Standing) -> bool:
    return row.revenue_window_minor < row.revenue_before_minor * (1 - FALLEN_BY)


def _chance(row: Standing) -> Reason:
    gone = row.revenue_before_minor - row.revenue_window_minor
    return Reason(
        part=Part.CHANCE,
        why=_("Bought for less than the year before; coming back to that level is worth, a year:"),
        icon="target-arrow",
        tone="grow",
        amount_minor=gone,
        customer_id=row.pk,
        signal=CHANCE,
    )
