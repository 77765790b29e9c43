"""Snapshots of quarters that ended before anybody computed: made of the facts of then, once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from neeman.ledger.models import Document
from neeman.orgs.access import Access
from neeman.portfolio import facts, history
from neeman.portfolio.computing import keep, measure, recompute
from neeman.portfolio.definitions import DEFINITIONS
from neeman.portfolio.history import fill_history, quarter_ends, thin_history
from neeman.portfolio.models import Snapshot
from neeman.portfolio.queries import customers_of, find_earlier, get_rules, pasts
from neeman.portfolio.tests.selling import A_YEAR_AGO, TODAY, open_shop, sell

QUARTER = date(2026, 6, 30)


def test_the_last_eight_quarters() -> None:
    ends = quarter_ends(TODAY)
    assert (len(ends), ends[0], ends[-1]) == (8, date(2026, 9, 30), date(2024, 12, 31))


def test_the_last_quarters_and_the_day_a_year_ago(inside: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "QUARTERS", 2)
    open_shop(6)
    recompute(inside, today=TODAY)
    filled = fill_history(inside)
    assert set(filled) == {date(2026, 9, 30), date(2026, 6, 30), date(2025, 11, 22)}
    earlier = find_earlier(pasts(inside)[1:], TODAY)
    assert earlier is not None
    assert earlier.as_of == date(2025, 11, 22)
    assert fill_history(inside) == [], "nothing has changed since"

    sell(Document.objects.select_related("customer").all()[0].customer, date(2026, 6, 1), 50_000)
    again = fill_history(inside)
    assert set(again) == {date(2026, 6, 30), date(2026, 9, 30)}, "facts of then came later"


def test_a_verdict_of_then_knows_nothing_of_later(inside: Access) -> None:
    open_shop(6)
    known, rules = facts.read(inside), get_rules(inside)
    with_later = measure(inside, known, rules, as_of=QUARTER, held={})
    Document.objects.filter(day__gt=QUARTER).delete()
    without = measure(inside, facts.read(inside), rules, as_of=QUARTER, held={})
    assert with_later.customers.equals(without.customers)
    assert with_later.portfolio == without.portfolio


def test_a_snapshot_taken_on_its_day_is_never_made_anew(
    inside: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "QUARTERS", 1)
    open_shop(6)
    recompute(inside, today=TODAY)
    Snapshot.objects.update(as_of=date(2026, 9, 30))
    sell(Document.objects.select_related("customer").all()[0].customer, date(2026, 9, 1), 50_000)
    assert date(2026, 9, 30) not in fill_history(inside)


def test_long_ago_only_the_last_day_of_each_month_stays(inside: Access) -> None:
    days = [TODAY - timedelta(days=n) for n in range(120)]
    Snapshot.objects.bulk_create(Snapshot(as_of=day) for day in days)
    gone = thin_history(inside, TODAY)
    kept = set(Snapshot.objects.values_list("as_of", flat=True))
    assert gone == 120 - len(kept)
    assert {day for day in days if (TODAY - day).days <= 35} <= kept
    assert date(2026, 8, 31) in kept
    assert date(2026, 8, 30) not in kept


def test_the_day_a_year_ago_stays_beside_the_end_of_its_quarter(inside: Access) -> None:
    latest, year_ago, quarter = date(2025, 12, 9), date(2024, 12, 9), date(2024, 12, 31)
    Snapshot.objects.bulk_create(Snapshot(as_of=day) for day in (latest, year_ago, quarter))
    assert thin_history(inside, TODAY) == 0
    earlier = find_earlier(pasts(inside)[1:], latest)
    assert earlier is not None
    assert earlier.as_of == year_ago


def test_days_of_older_definitions_are_measured_anew_by_their_own_rules(
    inside: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "QUARTERS", 1)
    small = open_shop(6)[5]
    known, rules = facts.read(inside), get_rules(inside)
    keep(measure(inside, known, rules, as_of=A_YEAR_AGO, held={str(small.pk): "A"}), rules)
    recompute(inside, today=TODAY)
    fill_history(inside)
    old = Snapshot.objects.get(as_of=A_YEAR_AGO)
    Snapshot.objects.filter(pk=old.pk).update(
        definitions=0, figures={}, portfolio={}, method="share", params={"grade_share_a": 25}
    )
    assert fill_history(inside) == [A_YEAR_AGO]
    anew = Snapshot.objects.get(as_of=A_YEAR_AGO)
    assert (anew.definitions, anew.figures) == (DEFINITIONS, old.figures)
    assert (anew.method, anew.params, anew.looking_back) == ("share", {"grade_share_a": 25}, False)
    row = customers_of(anew, ["grade_in_force", "grade_by_share"], small.pk).to_pylist()[0]
    assert row == {"grade_in_force": "A", "grade_by_share": "C"}, "what a person set stays"
    assert fill_history(inside) == []
