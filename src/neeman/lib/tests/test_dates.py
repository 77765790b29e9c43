from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neeman.lib.dates import (
    DateError,
    Order,
    decide_day_month_order,
    month_number,
    parse_date,
    parse_datetime,
)

SEVENTH_OF_MARCH = date(2026, 3, 7)


@pytest.mark.parametrize(
    "written",
    [
        "7.3.2026", "07/03/2026", "07/03/26", "7-3-26", "2026-03-07", "2026/3/7", "20260307", "2026-03-07T08:26:00Z",
        "2026-03-07 08:26:00.000", "07/03/2026 08:26", "7 במרץ 2026", "7 מרס 2026", "7 במרץ, 2026", "7 March 2026",
        "7-Mar-26", "March 7, 2026", "Mar 7th 2026", "Sat, 7 Mar 2026", "יום ז׳, 7.3.2026",
        "יום שבת 7.3.2026", "\u200f07.03.2026", "07 03 2026",
        46088, 46088.35, "46088", 20260307, date(2026, 3, 7), datetime(2026, 3, 7, 8, 26), "٠٧/٠٣/٢٠٢٦",
    ],
)  # fmt: skip
def test_one_day_in_many_writings(written: object) -> None:
    assert parse_date(written) == SEVENTH_OF_MARCH


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "date_empty"),
        (None, "date_empty"),
        ("soon", "date_unreadable"),
        ("7 Brumaire 2026", "date_unreadable"),
        ("29/02/2021", "date_no_such_day"),
        ("31.11.2025", "date_no_such_day"),
        ("0.5.2025", "date_no_such_day"),
        ("32/13/2025", "date_no_such_month"),
        ("03/25/2026", "date_other_order"),
        ("2026-03-07 25:00", "date_unreadable"),
        (60, "date_leap_bug"),
        (0, "date_serial"),
        (-5.5, "date_serial"),
        (1e300, "date_serial"),
        (float("nan"), "date_serial"),
        (True, "date_unreadable"),
    ],
)
def test_what_is_no_date_gets_a_reason(written: object, code: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_date(written)
    assert caught.value.code == code


def test_the_reason_tells_how_many_days_the_month_had() -> None:
    with pytest.raises(DateError) as caught:
        parse_date("29/02/2021")
    assert caught.value.params["days_in_month"] == 28


def test_month_first_is_read_only_where_the_column_says_so() -> None:
    assert parse_date("03/07/2026", Order.MONTH_FIRST) == SEVENTH_OF_MARCH
    with pytest.raises(DateError):
        parse_date("25/03/2026", Order.MONTH_FIRST)


def test_serials_of_both_epochs() -> None:
    assert parse_date(1) == date(1900, 1, 1)
    assert parse_date(59) == date(1900, 2, 28)
    assert parse_date(61) == date(1900, 3, 1)
    assert parse_date(0.5 + 1, date1904=True) == date(1904, 1, 2)
    assert parse_datetime(46088.5) == datetime(2026, 3, 7, 12)
    assert parse_datetime("12/1/2010 8:26 PM", Order.MONTH_FIRST) == datetime(2010, 12, 1, 20, 26)
    assert parse_datetime("1/1/2026 12:05 AM") == datetime(2026, 1, 1, 0, 5)


def test_the_column_decides() -> None:
    decision = decide_day_month_order(["07/03/2026", "25/03/2026", "", None, "31.12.25"])
    assert (decision.order, decision.sure, decision.reason) == (Order.DAY_FIRST, True, "day_above_12")
    assert (decision.day_first, decision.month_first, decision.either) == (2, 0, 1)
    decision = decide_day_month_order(["12/1/2010 8:26", "12/13/2010 9:00"])
    assert (decision.order, decision.sure, decision.reason) == (Order.MONTH_FIRST, True, "month_first_only")


def test_the_column_that_does_not_tell_is_not_sure() -> None:
    decision = decide_day_month_order(["07/03/2026", "08/03/2026"])
    assert (decision.order, decision.sure, decision.reason) == (Order.DAY_FIRST, False, "default")
    assert decide_day_month_order(["2026-03-07", "x"]).sure
    assert decide_day_month_order(["2026-03-07", "x"]).unreadable == 1


def test_the_column_that_contradicts_itself_keeps_the_larger_side() -> None:
    decision = decide_day_month_order(["25/03/2026", "26/03/2026", "03/25/2026"])
    assert (decision.order, decision.sure, decision.reason) == (Order.DAY_FIRST, False, "contradiction")


def test_month_words() -> None:
    assert [month_number(word) for word in ("במרץ", "ינו׳", "SEPT.", "מרץ", "חודש")] == [3, 1, 9, 3, None]


DAYS = st.dates(date(1970, 1, 1), date(2068, 12, 31))


@given(DAYS, st.sampled_from(["%d/%m/%Y", "%d.%m.%y", "%Y-%m-%d", "%d %B %Y", "%Y%m%d", "%b %d, %Y"]))
def test_what_is_written_day_first_reads_back(day: date, pattern: str) -> None:
    assert parse_date(day.strftime(pattern)) == day


@given(DAYS)
def test_serials_read_back(day: date) -> None:
    assert parse_date((day - date(1899, 12, 30)).days) == day
    assert parse_date((day - date(1904, 1, 1)).days, date1904=True) == day or (
        day - date(1904, 1, 1)
    ) < timedelta(1)


@given(st.lists(DAYS, min_size=1), st.sampled_from([Order.DAY_FIRST, Order.MONTH_FIRST]))
def test_a_decision_is_never_against_its_own_column(days: list[date], order: Order) -> None:
    pattern = "%d/%m/%Y" if order is Order.DAY_FIRST else "%m/%d/%Y"
    decision = decide_day_month_order(day.strftime(pattern) for day in days)
    if decision.sure and decision.day_first + decision.month_first:
        assert decision.order is order
        assert [parse_date(day.strftime(pattern), decision.order) for day in days] == days


@given(st.text(max_size=30) | st.floats() | st.integers())
def test_any_value_is_a_date_or_a_reason(value: object) -> None:
    with suppress(DateError):
        assert isinstance(parse_date(value), date)
    assert decide_day_month_order([value]).order is Order.DAY_FIRST or isinstance(value, str)
