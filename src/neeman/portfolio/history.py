"""Looking back: snapshots of the quarters that ended before anybody computed, and how many days are kept for good.

With them trends, comparison and moves are there from the first file on. A verdict of then is made of the facts of then:
the engine reads no line later than its day. One that was taken on its own day is never made anew.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pyarrow.compute as pc

from neeman.orgs.access import Access
from neeman.portfolio import facts
from neeman.portfolio.computing import keep, measure, uncollected
from neeman.portfolio.facts import Facts
from neeman.portfolio.models import Snapshot
from neeman.portfolio.queries import YEAR, find_snapshot, get_rules
from neeman_engine.windows import month_number, months_before, quarter_end

QUARTERS = 8
DAILY_DAYS = 35  # so far back every day is kept; before, the last of each month

NEAR = timedelta(days=16)

Tell = Callable[[str, int, int], None]


def fill_history(access: Access, *, tell: Tell = lambda step, done, total: None) -> list[date]:
    """Measure the ends of the last `QUARTERS` whole quarters, and the day a year ago; returns what was computed.

    Skipped: days without facts, days whose snapshot was taken then, and those whose facts have not changed since.
    """
    latest = find_snapshot(access)
    if latest is None:
        return []
    known, rules = facts.read(access), get_rules(access)
    days = {*quarter_ends(latest.as_of), *_a_year_before(latest.as_of)}
    wanted = [day for day in sorted(days, reverse=True) if _is_due(known, day)]
    for done, day in enumerate(wanted):
        tell("history", done, len(wanted))
        with uncollected():
            keep(measure(access, known, rules, as_of=day, by_hand={}), rules, looking_back=True)
    return wanted


def quarter_ends(before: date) -> list[date]:
    """The last days of the `QUARTERS` quarters that ended before this day, latest first."""
    quarter = month_number(before) // 3
    ends = (quarter_end(number) for number in range(quarter, quarter - QUARTERS - 1, -1))
    return [day for day in ends if day < before][:QUARTERS]


def _a_year_before(day: date) -> list[date]:
    """What this day is compared with, unless some day near it is there already."""
    then = months_before(day, 12)
    near = Snapshot.objects.filter(as_of__range=(then - NEAR, then + NEAR), as_of__lt=then).exists()
    return [] if near else [then]


def _is_due(known: Facts, day: date) -> bool:
    upto = known.lines.filter(pc.less_equal(known.lines["day"], day))
    if len(upto) == 0:
        return False
    there = Snapshot.objects.filter(as_of=day).values_list("looking_back", "figures").first()
    if there is None:
        return True
    looking_back, figures = there
    facts_now = (len(upto), pc.sum(upto["amount_minor"]).as_py())
    return looking_back and facts_now != (figures["lines_used"], figures["revenue_minor"])


def thin_history(access: Access, today: date) -> int:
    """Of the days longer ago than `DAILY_DAYS` only the last of each month stays. Returns how many went.

    The day that the latest is compared with, a year before it, stays too: in the last month of a quarter it is not the
    last of its month.
    """
    old = Snapshot.objects.filter(as_of__lt=today - timedelta(days=DAILY_DAYS)).order_by("as_of")
    last_of_month = {(day.year, day.month): pk for pk, day in old.values_list("pk", "as_of")}
    latest = find_snapshot(access)
    a_year_ago = find_snapshot(access, latest.as_of - YEAR) if latest else None
    kept = {*last_of_month.values(), *([a_year_ago.pk] if a_year_ago else [])}
    gone, _ = old.exclude(pk__in=kept).order_by().delete()
    return gone
