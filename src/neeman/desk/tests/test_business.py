"""The demo business is the same from the same seed, and has in it what every page looks for."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from statistics import median

import phonenumbers
import pytest
from stdnum.il import hp

from neeman.desk.demo.business import Business, make_businesses

TODAY = date(2026, 11, 22)
YEAR_AGO = date(2025, 11, 22)


@pytest.fixture(scope="module")
def made() -> list[Business]:
    return make_businesses(1_948, TODAY)


def revenue(business: Business) -> int:
    return sum(sale.total_minor for sale in business.sales if sale.day > YEAR_AGO)


def test_the_same_seed_makes_the_same_business(made: list[Business]) -> None:
    assert made == make_businesses(1_948, TODAY)
    assert made != make_businesses(1_949, TODAY)


def test_too_much_depends_on_one(made: list[Business]) -> None:
    whole = sum(map(revenue, made))
    largest = max(made, key=revenue)
    assert largest.story == "giant"
    assert 15 * whole < revenue(largest) * 100 < 20 * whole


def test_the_late_are_late_by_their_own_rhythm(made: list[Business]) -> None:
    for business in made:
        if business.story == "late":
            days = sorted({sale.day for sale in business.sales if sale.total_minor > 0})
            gap = median((later - earlier).days for earlier, later in itertools.pairwise(days))
            assert (TODAY - days[-1]).days > 1.5 * gap


def test_nothing_is_sold_on_shabbat_or_after_today(made: list[Business]) -> None:
    days = [sale.day for business in made for sale in business.sales if sale.total_minor > 0]
    assert {day.weekday() for day in days} <= {0, 1, 2, 3, 6}
    assert max(days) <= TODAY
    assert min(days) > TODAY - timedelta(days=3 * 366)


def test_no_real_telephone_rings_and_no_real_company_is_named(made: list[Business]) -> None:
    for business in made:
        for phone in (business.phone, *(person.phone for person in business.people)):
            assert not phonenumbers.is_valid_number(phonenumbers.parse(phone, "IL"))
        assert hp.is_valid(business.company_number)
        assert business.company_number.startswith("599")
        assert all(person.email.endswith(".example") for person in business.people)
