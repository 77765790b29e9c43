"""What no data may break: shares sum to one, the order of rows and the coin do not matter, grades are exact."""

from __future__ import annotations

import random

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neeman_engine.measures import concentration, grades, purchases, rfm
from neeman_engine.measures.tests.everything import AS_OF, SAID, seeded
from neeman_engine.run import DuckEngine, analyse

ENGINE = DuckEngine()
revenues = st.lists(st.integers(-10_000, 10**9), min_size=1, max_size=40)


def summary(revenue: list[int]) -> ibis.Table:
    ids = [f"c{place:03d}" for place in range(len(revenue))]
    return ENGINE.offer(pa.table({"customer_id": ids, "revenue_window_minor": revenue}), "given")


def by_id(revenue: list[int]) -> dict[str, str]:
    rows = ENGINE.fetch(grades.pareto(summary(revenue), **SAID)).to_pylist()
    return {row["customer_id"]: row["grade"] for row in rows}


def by_hand(revenue: list[int]) -> dict[str, str]:
    """Grades by the words of the definition, in Python's whole numbers."""
    order = sorted(range(len(revenue)), key=lambda place: (-revenue[place], place))
    total, ahead, found = sum(revenue), 0, {}
    for place in order:
        if revenue[place] <= 0 or ahead * 100 >= total * 95:
            grade = "C"
        else:
            grade = "A" if ahead * 100 < total * 80 else "B"
        found[f"c{place:03d}"] = grade
        ahead += revenue[place]
    return found


@pytest.mark.parametrize(
    ("revenue", "said"),
    [
        ([50, 30, 15, 5], "AABC"),
        ([10], "A"),
        ([0], "C"),
        ([-5], "C"),
        ([5, 5, 5, 5, 5], "AAAAB"),
        ([95, 5], "AC"),
    ],
)
def test_the_edges(revenue: list[int], said: str) -> None:
    assert "".join(by_id(revenue).values()) == said


@settings(max_examples=25, deadline=None)
@given(revenues)
def test_grades_are_those_of_whole_numbers(revenue: list[int]) -> None:
    assert by_id(revenue) == by_hand(revenue)


@settings(max_examples=10, deadline=None)
@given(revenues, st.integers(2, 1_000))
def test_another_coin_changes_no_grade(revenue: list[int], times: int) -> None:
    assert by_id(revenue) == by_id([value * times for value in revenue])


@settings(max_examples=10, deadline=None)
@given(revenues.filter(lambda values: sum(values) > 0))
def test_shares_sum_to_one(revenue: list[int]) -> None:
    table = grades.pareto(summary(revenue), **SAID)
    row = ENGINE.fetch(table.agg(shares=table.revenue_share.sum()))
    assert row["shares"][0].as_py() == pytest.approx(1)
    told = ENGINE.fetch(concentration.concentration(concentration.groups(table, **SAID), **SAID)).to_pylist()[
        0
    ]
    squares = sum(value * value for value in revenue) / sum(revenue) ** 2
    assert told["hhi"] == pytest.approx(squares)
    assert told["top5_share"] == pytest.approx(sum(sorted(revenue, reverse=True)[:5]) / sum(revenue))


def test_the_order_of_rows_does_not_matter() -> None:
    lines = seeded(1_000)
    places = list(range(lines.num_rows))
    random.Random(1).shuffle(places)
    one, other = analyse(lines, as_of=AS_OF), analyse(lines.take(places), as_of=AS_OF)
    floats = ["p_alive", "p_purchase_12m", "expected_purchases_12m", "expected_value_minor", "clv_12m_minor"]
    assert one.customers.drop(floats).equals(other.customers.drop(floats))
    assert one.portfolio["cohorts"] == other.portfolio["cohorts"]


def test_equal_values_score_equally() -> None:
    lines = ENGINE.offer(seeded(1_000), "lines")
    days = purchases.purchase_days(lines, **SAID)
    scored = ENGINE.fetch(
        rfm.rfm(purchases.customers(days, **SAID, since=AS_OF.replace(year=2020, month=1, day=1)), **SAID)
    )
    scores: dict[int, set[int]] = {}
    for row in scored.to_pylist():
        scores.setdefault(row["purchase_days"], set()).add(row["frequency_score"])
    assert all(len(found) == 1 for found in scores.values())


def test_a_parent_and_its_daughters_are_one() -> None:
    table = pa.table(
        {
            "customer_id": ["a", "b", "c"],
            "revenue_window_minor": [40, 35, 25],
            "revenue_rank": [1, 2, 3],
            "parent": [None, "a", None],
        }
    )
    told = concentration.concentration(concentration.groups(ENGINE.offer(table, "family"), **SAID), **SAID)
    row = ENGINE.fetch(told).to_pylist()[0]
    assert (row["groups"], row["top1_share"], row["concentration"]) == (2, 0.75, "red")
