"""Periods of the calendar, and when a target is reached."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neeman.targets.judging import State, judge_level, judge_sum
from neeman.targets.spans import MONTHS, Period, Span, period_of

JUNE = Period(date(2026, 6, 1), date(2026, 6, 30))


@given(st.dates(date(2000, 1, 1), date(2100, 12, 1)), st.sampled_from(Span))
def test_periods_cover_the_calendar_without_gaps(day: date, span: Span) -> None:
    period = period_of(span, day)
    assert period.first <= day <= period.last
    assert (period.first.day, (period.first.month - 1) % MONTHS[span]) == (1, 0)
    assert period_of(span, period.last + timedelta(days=1)).first == period.last + timedelta(days=1)
    assert {period_of(span, period.first), period_of(span, period.last)} == {period}


@pytest.mark.parametrize(
    ("value", "day", "state"),
    [
        (100, date(2026, 6, 1), State.REACHED),
        (50, date(2026, 6, 15), State.ON_THE_WAY),
        (49, date(2026, 6, 15), State.BEHIND),
        (99, date(2026, 6, 30), State.BEHIND),
        (99, date(2026, 7, 20), State.BEHIND),
    ],
)
def test_what_adds_up_keeps_step_with_the_days(value: int, day: date, state: State) -> None:
    assert judge_sum(value, 100, JUNE, day) == state


def test_a_level_is_reached_from_its_good_side() -> None:
    assert judge_level(900, 900, rising_is_good=True) == State.REACHED
    assert judge_level(899, 900, rising_is_good=True) == State.BEHIND
    assert judge_level(901, 900, rising_is_good=False) == State.BEHIND
