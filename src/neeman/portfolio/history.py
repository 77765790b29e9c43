"""Looking back: snapshots of the quarters that ended before anybody computed, and how many days are kept for good.

With them trends, comparison and moves are there from the first file on. A verdict of then is made of the facts of then:
the engine reads no line later than its day. One that was taken on its own day stays as it was said, until the definitions
change: then every day is measured anew, by its own rules and with the grades that were held then, so that pages compare
like with like.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pyarrow.compute as pc

from neeman.orgs.access import Access
from neeman.portfolio import facts
from neeman.portfolio.changes import GRADE_COLUMN
from neeman.portfolio.computing import keep, measure, uncollected
from neeman.portfolio.definitions import DEFINITIONS
from neeman.portfolio.facts import Facts
from neeman.portfolio.models import Method, Rules, Snapshot
from neeman.portfolio.queries import YEAR, customers_of, find_snapshot, get_rules, snapshots
from neeman_engine.windows import month_number, months_before, quarter_end

QUARTERS = 8
DAILY_DAYS = 35  # so far back every day is kept; before, the last of each month

NEAR = timedelta(days=16)

Tell = Callable[[str, int, int], None]


def fill_history(access: Access, *, tell: Tell = lambda step, done, total: None) -> list[date]:
    """Measure the ends of the last `QUARTERS` whole quarters, the day a year ago, and every day of older definitions.

    Returns what was computed, latest first. Skipped: days without facts, days whose snapshot was taken then, and those whose
    facts have not changed since.
    """
    latest = find_snapshot(access)
    if latest is None:
        return []
    known, rules = facts.read(access), get_rules(access)
    days = {*quarter_ends(latest.as_of), *_a_year_before(latest.as_of)}
    outdated = _outdated(access, known, latest)
    wanted = {day for day in days - outdated.keys() if _is_due(known, day)} | outdated.keys()
    for done, day in enumerate(sorted(wanted, reverse=True)):
        tell("history", done, len(wanted))
        with uncollected():
            if day in outdated:
                _measure_again(access, known, outdated[day])
            else:
                keep(measure(access, known, rules, as_of=day, held={}), rules, looking_back=True)
    return sorted(wanted, reverse=True)


def _outdated(access: Access, known: Facts, latest: Snapshot) -> dict[date, Snapshot]:
    """Day -> its snapshot, of those before the latest that rest on older definitions and still have facts to measure."""
    first = pc.min(known.lines["day"]).as_py()
    old = snapshots(access).filter(as_of__lt=latest.as_of, as_of__gte=first).exclude(definitions=DEFINITIONS)
    return {one.as_of: one for one in old.defer("portfolio")} if first else {}


def _measure_again(access: Access, known: Facts, old: Snapshot) -> None:
    """The same day by the present definitions: by the rules of then, with the grades that were held against the computed
    ones then, by hand or until somebody approved."""
    rules = Rules(method=old.method, params=old.params)
    graded = GRADE_COLUMN[Method(old.method)]
    table = customers_of(old, ["customer_id", graded, "grade_in_force"])
    held_then = table.filter(pc.not_equal(table[graded], table["grade_in_force"]))
    held = dict(
        zip(held_then["customer_id"].to_pylist(), held_then["grade_in_force"].to_pylist(), strict=True)
    )
    measured = measure(access, known, rules, as_of=old.as_of, held=held)
    keep(measured, rules, looking_back=old.looking_back)


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
