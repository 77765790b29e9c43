"""Known days of seven years, and what another program says of fifty."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neeman.lib.calendar import DayKind, WorkingHours, holidays_between, named_days, named_on
from neeman.lib.calendar.greetings import Community
from neeman.lib.calendar.israel import evening_of_mourning
from neeman.lib.calendar.tests.hours import HOURS

KNOWN = {
    "rosh_hashana": "2024-10-03 2025-09-23 2026-09-12 2027-10-02 2028-09-21 2029-09-10 2030-09-28",
    "kippur": "2024-10-12 2025-10-02 2026-09-21 2027-10-11 2028-09-30 2029-09-19 2030-10-07",
    "sukkot": "2024-10-17 2025-10-07 2026-09-26 2027-10-16 2028-10-05 2029-09-24 2030-10-12",
    "simchat_torah": "2024-10-24 2025-10-14 2026-10-03 2027-10-23 2028-10-12 2029-10-01 2030-10-19",
    "purim": "2024-03-24 2025-03-14 2026-03-03 2027-03-23 2028-03-12 2029-03-01 2030-03-19",
    "pesach": "2024-04-23 2025-04-13 2026-04-02 2027-04-22 2028-04-11 2029-03-31 2030-04-18",
    "pesach_7": "2024-04-29 2025-04-19 2026-04-08 2027-04-28 2028-04-17 2029-04-06 2030-04-24",
    "holocaust_day": "2024-05-06 2025-04-24 2026-04-14 2027-05-04 2028-04-24 2029-04-12 2030-04-30",
    "memorial_day": "2024-05-13 2025-04-30 2026-04-21 2027-05-11 2028-05-01 2029-04-18 2030-05-07",
    "independence_day": "2024-05-14 2025-05-01 2026-04-22 2027-05-12 2028-05-02 2029-04-19 2030-05-08",
    "shavuot": "2024-06-12 2025-06-02 2026-05-22 2027-06-11 2028-05-31 2029-05-20 2030-06-07",
    "tisha_bav": "2024-08-13 2025-08-03 2026-07-23 2027-08-12 2028-08-01 2029-07-22 2030-08-08",
    "hanukkah": "2024-12-26 2025-12-15 2026-12-05 2027-12-25 2028-12-13 2029-12-02 2030-12-21",
}


@pytest.mark.parametrize("key", KNOWN)
def test_known_days(key: str) -> None:
    found = [str(day.date) for year in range(2024, 2031) for day in named_days(year) if day.key == key]
    assert found == KNOWN[key].split()


@pytest.mark.parametrize("year", [*range(2004, 2051)])
def test_another_program_knows_the_same_days_of_rest(year: int) -> None:
    other = holidays.country_holidays("IL", years=year)
    mine = {day.date for day in named_days(year) if day.kind is DayKind.REST}
    assert mine == {day for day in other if day.year == year}


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2026-03-24", DayKind.WORK),
        ("2026-03-27", DayKind.EVE),  # Friday
        ("2026-03-28", DayKind.REST),  # Shabbat
        ("2025-04-12", DayKind.REST),  # Pesach eve on Shabbat
        ("2026-04-01", DayKind.EVE),
        ("2026-04-05", DayKind.BETWEEN),
        ("2026-04-03", DayKind.EVE),  # a Friday between
        ("2026-04-04", DayKind.REST),  # Shabbat between
        ("2026-04-07", DayKind.EVE),
        ("2026-04-14", DayKind.MOURNING),
        ("2026-04-21", DayKind.MOURNING),  # Memorial Day is no ordinary eve
        ("2026-04-22", DayKind.REST),
        ("2026-03-03", DayKind.BETWEEN),
        ("2026-12-06", DayKind.WORK),
    ],
)
def test_what_a_day_is(day: str, kind: DayKind) -> None:
    assert HOURS.kind(date.fromisoformat(day)) is kind


@given(st.dates(date(1950, 1, 1), date(2200, 1, 1)))
def test_every_festival_has_its_eve(day: date) -> None:
    named = named_on(day)
    if named and named.kind is DayKind.REST and not named.key.endswith("_2"):
        before = HOURS.kind(day - timedelta(days=1))
        assert before in {DayKind.EVE, DayKind.REST, DayKind.MOURNING}


@given(st.integers(2004, 2400))
def test_days_of_the_state_never_touch_shabbat(year: int) -> None:
    days = {day.key: day.date.weekday() for day in named_days(year)}
    assert days["memorial_day"] in {0, 1, 2}
    assert days["independence_day"] in {1, 2, 3}
    assert days["holocaust_day"] in {0, 1, 2, 3}
    assert days["tisha_bav"] != 5


def test_mourning_begins_the_evening_before() -> None:
    assert evening_of_mourning(date(2026, 4, 20))
    assert not evening_of_mourning(date(2026, 4, 21))


def test_whoever_keeps_no_hebrew_calendar_has_weekends_only() -> None:
    other = WorkingHours(HOURS.zone, keeps_hebrew=False, short_days=frozenset({5}), rest_days=frozenset({6}))
    assert other.kind(date(2026, 9, 21)) is DayKind.WORK
    assert other.kind(date(2026, 9, 19)) is DayKind.EVE
    assert other.kind(date(2026, 9, 20)) is DayKind.REST


def test_what_is_wished_and_what_is_not() -> None:
    days = {day.key: day for day in holidays_between(date(2026, 1, 1), date(2026, 12, 31))}
    assert days["rosh_hashana_eve"].wish_he == "שנה טובה ומתוקה"
    for solemn in ("kippur", "memorial_day", "holocaust_day", "tisha_bav"):
        assert not days[solemn].may_be_wished


def test_days_of_other_communities() -> None:
    others = frozenset(Community) - {Community.JEWISH}
    days = {day.key: day for day in holidays_between(date(2026, 1, 1), date(2026, 12, 31), others)}
    assert {key: str(day.date) for key, day in days.items()} == {
        "new_year": "2026-01-01",
        "christmas_orthodox": "2026-01-07",
        "nabi_khidr": "2026-01-25",
        "eid_al_fitr": "2026-03-20",
        "easter": "2026-04-05",
        "easter_orthodox": "2026-04-12",
        "nabi_shuayb": "2026-04-25",
        "eid_al_adha": "2026-05-27",
        "eid_al_adha_druze": "2026-05-27",
        "hijri_new_year": "2026-06-16",
        "mawlid": "2026-08-25",
        "nabi_sabalan": "2026-09-10",
        "christmas": "2026-12-25",
    }
    assert {key for key, day in days.items() if day.estimated} == {
        "eid_al_fitr", "eid_al_adha", "eid_al_adha_druze", "hijri_new_year", "mawlid"
    }  # fmt: skip


def test_both_ends_belong_to_the_span() -> None:
    first, last = date(2026, 12, 25), date(2027, 1, 1)
    assert [day.key for day in holidays_between(first, last, frozenset({Community.CIVIL, Community.CHRISTIAN}))] == [
        "christmas",
        "new_year",
    ]  # fmt: skip
