from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neeman.lib.calendar import DayKind, Months, WorkingHours, proposed
from neeman.lib.calendar.hours import Window
from neeman.lib.calendar.sun import nightfall
from neeman.lib.calendar.tests.hours import HOURS, JERUSALEM, MESSAGES

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
LENGTHS = st.timedeltas(timedelta(), timedelta(days=30))
ZONES = st.sampled_from([JERUSALEM, ZoneInfo("America/New_York"), ZoneInfo("UTC")])
AFTER = st.one_of(
    st.integers(0, 400).map(lambda days: timedelta(days=days)), st.integers(0, 24).map(lambda months: Months(months))
)  # fmt: skip


def at(text: str) -> datetime:
    """A moment by the clock of Jerusalem."""
    return datetime.fromisoformat(text).replace(tzinfo=JERUSALEM)


@pytest.mark.parametrize(
    ("moment", "work", "messages"),
    [
        ("2026-03-24 08:59", False, False),
        ("2026-03-24 09:00", True, True),
        ("2026-03-24 18:00", False, True),
        ("2026-03-24 20:00", False, False),
        ("2026-03-27 12:59", True, True),  # Friday
        ("2026-03-27 13:00", False, False),
        ("2026-03-28 11:00", False, False),  # Shabbat
        ("2026-12-05 17:30", False, False),  # nightfall 17:12, and an hour
        ("2026-12-05 18:30", False, True),
        ("2026-06-27 19:59", False, False),  # in summer Shabbat goes out too late
        ("2026-09-20 12:00", True, True),  # Yom Kippur's eve
        ("2026-09-20 14:00", False, False),
        ("2026-09-21 12:00", False, False),
        ("2026-09-12 19:50", False, False),  # Rosh Hashana has a second day
        ("2026-04-20 17:59", True, True),  # Memorial Day begins in the evening
        ("2026-04-20 18:30", False, False),
        ("2026-04-21 12:00", False, False),
        ("2026-07-22 18:30", False, False),  # so does the fast of Av
        ("2026-07-23 12:00", False, False),
    ],
)
def test_when_people_may_be_reached(moment: str, work: bool, messages: bool) -> None:
    assert (HOURS.is_open(at(moment)), MESSAGES.is_open(at(moment))) == (work, messages)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-03-24 10:00", "2026-03-24 10:00"),
        ("2026-03-24 21:00", "2026-03-25 09:00"),
        ("2026-03-26 22:00", "2026-03-27 09:00"),  # the clocks go forward on that night
        ("2026-03-27 14:00", "2026-03-29 09:00"),
        ("2026-09-11 13:00", "2026-09-14 09:00"),  # the eve of Rosh Hashana
        ("2026-10-24 22:00", "2026-10-25 09:00"),  # the clocks go back on that night
    ],
)
def test_the_next_open_moment(moment: str, opens: str) -> None:
    assert HOURS.next_open(at(moment)) == at(opens)


def test_a_message_waits_until_an_hour_after_nightfall() -> None:
    opened = MESSAGES.next_open(at("2026-12-05 12:00"))
    assert opened == at(f"2026-12-05 {nightfall(date(2026, 12, 5)):%H:%M}") + timedelta(hours=1)


@pytest.mark.parametrize(
    ("day", "seen"),
    [("2024-06-22", "20:30"), ("2024-12-21", "17:18"), ("2026-03-21", "18:26"), ("2026-09-19", "19:15")],
)
def test_nightfall_is_near_what_calendars_print(day: str, seen: str) -> None:
    """Jerusalem's end of Shabbat at 8.5 degrees."""
    reckoned = datetime.combine(date.fromisoformat(day), nightfall(date.fromisoformat(day)))
    printed = datetime.combine(date.fromisoformat(day), time.fromisoformat(seen))
    assert abs(reckoned - printed) <= timedelta(minutes=3)


@pytest.mark.parametrize(
    ("day", "following", "whole"),
    [
        ("2026-03-24", "2026-03-25", "2026-03-25"),
        ("2026-03-26", "2026-03-27", "2026-03-29"),
        ("2026-03-27", "2026-03-29", "2026-03-29"),
        ("2026-09-10", "2026-09-11", "2026-09-14"),
        ("2026-03-31", "2026-04-01", "2026-04-09"),  # Pesach from its eve to the day after
    ],
)
def test_the_next_workday(day: str, following: str, whole: str) -> None:
    assert str(HOURS.next_workday(date.fromisoformat(day))) == following
    assert str(HOURS.next_workday(date.fromisoformat(day), whole=True)) == whole


def test_working_days_are_counted_forward() -> None:
    assert HOURS.add_working_days(date(2026, 3, 24), 5) == date(2026, 3, 31)
    assert HOURS.add_working_days(date(2026, 3, 28), 0) == date(2026, 3, 29)
    with pytest.raises(ValueError):
        HOURS.add_working_days(date(2026, 3, 24), -1)


def test_working_time_over_a_weekend() -> None:
    assert HOURS.add_working_time(at("2026-03-27 12:00"), timedelta(hours=2)) == at("2026-03-29 10:00")
    assert HOURS.working_time(at("2026-03-27 12:00"), at("2026-03-29 10:00")) == timedelta(hours=2)
    assert HOURS.working_time(at("2026-03-29 10:00"), at("2026-03-27 12:00")) == timedelta()
    with pytest.raises(ValueError):
        HOURS.add_working_time(at("2026-03-27 12:00"), -timedelta(hours=2))


def test_an_hour_is_an_hour_where_the_night_is_inside_the_window() -> None:
    """New York's clocks go forward at 02:00 on 8 March 2026."""
    zone = ZoneInfo("America/New_York")
    bakers = WorkingHours(zone, start=time(1), end=time(9), keeps_hebrew=False, rest_days=frozenset())
    start = datetime(2026, 3, 8, 1, tzinfo=zone)
    assert bakers.add_working_time(start, timedelta(hours=2)) == datetime(2026, 3, 8, 4, tzinfo=zone)
    assert bakers.working_time(start, datetime(2026, 3, 8, 9, tzinfo=zone)) == timedelta(hours=7)


def test_hours_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError):
        WorkingHours(JERUSALEM, start=time(18), end=time(9))
    with pytest.raises(ValueError):
        WorkingHours(JERUSALEM, start=time(9), eve_end=time(9))
    with pytest.raises(ValueError):
        WorkingHours(JERUSALEM, rest_days=frozenset(range(7)))


@given(DAYS, AFTER)
def test_a_proposal_is_a_whole_working_day(day: date, after: timedelta | Months) -> None:
    assert HOURS.kind(proposed(day, after, HOURS)) is DayKind.WORK


@given(DAYS, DAYS, AFTER)
def test_who_comes_later_is_never_proposed_earlier(one: date, other: date, after: timedelta | Months) -> None:
    assert proposed(min(one, other), after, HOURS) <= proposed(max(one, other), after, HOURS)


def test_a_month_from_the_last_day() -> None:
    assert proposed(date(2026, 1, 31), Months(1), HOURS) == date(2026, 3, 1)  # 28 February is a Shabbat
    assert proposed(date(2026, 12, 31), Months(2), HOURS) == date(2027, 2, 28)


@given(MOMENTS, ZONES, st.booleans(), st.booleans())
def test_the_next_open_moment_is_open_and_none_is_before(
    moment: datetime, zone: ZoneInfo, keeps: bool, after: bool
) -> None:
    hours = WorkingHours(zone, keeps_hebrew=keeps, after_rest=after)
    opened = hours.next_open(moment)
    assert opened >= moment
    assert hours.is_open(opened)
    if opened > moment:
        assert not hours.is_open(moment)
        assert not hours.is_open(opened - timedelta(seconds=1))


@given(MOMENTS, LENGTHS, LENGTHS)
def test_working_time_adds_up(moment: datetime, one: timedelta, other: timedelta) -> None:
    middle = MESSAGES.add_working_time(moment, one)
    end = MESSAGES.add_working_time(middle, other)
    assert MESSAGES.add_working_time(moment, one + other) == end
    assert MESSAGES.working_time(moment, end) == one + other


@given(DAYS, ZONES)
def test_a_window_lies_on_its_day(day: date, zone: ZoneInfo) -> None:
    hours = WorkingHours(zone).for_messages()
    window: Window | None = hours.window(day)
    assert window is None or (
        window[0] < window[1] and {edge.astimezone(zone).date() for edge in window} == {day}
    )
