"""Six customers whose every figure was worked out on paper: the founders' rules and rates, to the agora."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from neeman_engine.run import Analysis, analyse

AS_OF = date(2025, 12, 31)
SHEKEL = 100
REFERRALS = {"ronit": 2}

SALES = [
    *[("dana", date(2024, month, 15), 500) for month in range(1, 13)],
    *[("dana", date(2025, month, 15), 1_000) for month in range(1, 13)],
    ("ronit", date(2025, 3, 1), 6_000),
    ("ronit", date(2025, 11, 1), 6_000),
    ("moshe", date(2025, 10, 1), 900),
    ("yael", date(2024, 5, 1), 2_000),
    ("yael", date(2024, 6, 1), 2_000),
    ("avi", date(2025, 1, 10), 2_500),
    ("avi", date(2025, 6, 30), 2_500),
    ("noa", date(2024, 12, 31), 1_000),
    ("noa", date(2025, 2, 1), 2_500),
    ("noa", date(2025, 7, 1), 2_500),
]


@pytest.fixture(scope="module")
def found() -> Analysis:
    who, days, shekels = zip(*SALES, strict=True)
    facts = pa.table({"customer_id": who, "day": days, "amount_minor": [n * SHEKEL for n in shekels]})
    names = sorted(set(who))
    customers = pa.table({"customer_id": names, "referrals": [REFERRALS.get(name, 0) for name in names]})
    return analyse(facts, customers=customers, as_of=AS_OF)


def test_the_rules_of_a_and_c(found: Analysis) -> None:
    """R41, R42: two of three make an A; one small purchase, or half a year of silence, make a C."""
    grades = {row["customer_id"]: row["grade_by_rules"] for row in found.customers.to_pylist()}
    assert grades == {
        "dana": "A",  # 12,000 a year, every month
        "ronit": "A",  # 12,000 a year, two referrals
        "moshe": "C",  # once, under 1,000
        "yael": "C",  # silent for a year and a half
        "avi": "C",  # silent for six months to the day
        "noa": "B",  # a day less
    }


def test_who_left_and_what_went_with_them(found: Analysis) -> None:
    """R128: of the three who bought in 2024 yael is gone, and with her 4,000 of 11,000."""
    assert found.portfolio["churn_rate_customers"] == pytest.approx(1 / 3)
    assert found.portfolio["churn_rate_revenue"] == pytest.approx(4 / 11)


def test_who_stayed(found: Analysis) -> None:
    """R138: dana and noa, of three."""
    assert found.portfolio["retention_rate"] == pytest.approx(2 / 3)


def test_who_came_back(found: Analysis) -> None:
    """R134: all but moshe bought on two days or more."""
    assert found.portfolio["repeat_rate"] == pytest.approx(5 / 6)


def test_what_each_is_worth(found: Analysis) -> None:
    """R127: a third leaves each year, so two years are still to come; the last year and two more are three of them."""
    assert found.portfolio["remaining_years"] == pytest.approx(2)
    worth = {row["customer_id"]: row["lifetime_value_minor"] for row in found.customers.to_pylist()}
    assert worth == {
        "dana": 36_000 * SHEKEL,
        "ronit": 36_000 * SHEKEL,
        "moshe": 2_700 * SHEKEL,
        "yael": 0,  # nothing in the last year
        "avi": 15_000 * SHEKEL,
        "noa": 15_000 * SHEKEL,  # the last day of 2024 is outside
    }
    assert found.portfolio["lifetime_mean_minor"] == 20_940 * SHEKEL  # 104,700 over the five who bought


def test_what_a_customer_brings_and_its_trend(found: Analysis) -> None:
    """R129: 34,900 from five buyers; in the last quarter 9,900 from three."""
    assert found.portfolio["arpa_minor"] == 6_980 * SHEKEL
    trend = {row["quarter"]: row["arpa_minor"] for row in found.portfolio["quarters"]}
    assert trend["2025-Q4"] == 3_300 * SHEKEL
    assert trend["2024-Q2"] == 2_750 * SHEKEL  # 1,500 from dana and 4,000 from yael
