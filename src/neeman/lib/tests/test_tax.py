"""The rate of VAT by day, and its share of an amount."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neeman.lib.tax import VAT, RateUnknown, vat_on, vat_rate, vat_within

AMOUNTS = st.integers(-(10**12), 10**12)
RATES = st.integers(0, 3_000)


@pytest.mark.parametrize(
    ("day", "bp"),
    [
        (date(2015, 10, 1), 1_700),
        (date(2024, 12, 31), 1_700),
        (date(2025, 1, 1), 1_800),
        (date(2026, 11, 22), 1_800),
    ],
)
def test_the_rate_follows_the_tax_day(day: date, bp: int) -> None:
    assert vat_rate(day).bp == bp


def test_before_the_table_there_is_no_rate() -> None:
    with pytest.raises(RateUnknown):
        vat_rate(date(2015, 9, 30))


def test_each_rate_names_its_source_and_days_go_on() -> None:
    assert all(rate.source for rate in VAT)
    assert [rate.since for rate in VAT] == sorted(rate.since for rate in VAT)


def test_halves_go_up() -> None:
    assert vat_on(25, 1_800) == 5  # 4.5
    assert vat_on(-25, 1_800) == -5


@given(AMOUNTS, RATES)
def test_what_is_added_is_found_again(net: int, bp: int) -> None:
    assert abs(vat_within(net + vat_on(net, bp), bp) - vat_on(net, bp)) <= 1
