"""Days 2, 5 and 10, and what moves them."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from neeman.sales.follow_ups import REST, STEPS, Event, follow_up_days

SENT = date(2026, 11, 22)  # a Sunday


def no_weekend(day: date) -> date:
    """Friday and Saturday are passed over."""
    while day.weekday() in (4, 5):
        day += timedelta(days=1)
    return day


def days(*events: Event, done: tuple[int, ...] = (), until: date | None = None) -> dict[int, date]:
    return follow_up_days(SENT, events, workday=no_weekend, done=done, until=until)


def test_two_five_and_ten_on_working_days() -> None:
    assert days() == {2: date(2026, 11, 24), 5: date(2026, 11, 29), 10: date(2026, 12, 2)}


def test_an_opening_brings_the_next_one_nearer() -> None:
    assert days(Event("opened", date(2026, 11, 25)), done=(2,)) == {
        5: date(2026, 11, 26),
        10: date(2026, 12, 2),
    }


def test_an_opening_never_puts_one_off() -> None:
    assert days(Event("opened", date(2026, 11, 24)))[2] == date(2026, 11, 24)


def test_a_question_stops_all_until_it_is_answered() -> None:
    asked = Event("asked", date(2026, 11, 23))
    assert days(asked) == {}
    assert days(asked, Event("answered", date(2026, 11, 23)))[2] == date(2026, 11, 25)


def test_a_talk_gives_two_days_of_rest() -> None:
    assert days(Event("spoke", date(2026, 11, 24)))[2] == date(2026, 11, 26)
    assert days(Event("opened", date(2026, 11, 23)), Event("spoke", date(2026, 11, 24)))[2] == date(
        2026, 11, 26
    )


def test_none_comes_too_late_to_matter() -> None:
    assert list(days(until=date(2026, 11, 30))) == [2, 5]
    assert days(until=date(2026, 11, 23)) == {2: date(2026, 11, 22)}


def test_what_was_done_is_not_asked_again() -> None:
    assert days(done=STEPS) == {}


EVENTS = st.lists(
    st.builds(
        Event,
        st.sampled_from(["opened", "asked", "answered", "spoke"]),
        st.integers(0, 30).map(lambda later: SENT + timedelta(days=later)),
    ),
    max_size=6,
)


@given(EVENTS, st.sets(st.sampled_from(STEPS)), st.none() | st.integers(0, 40))
def test_they_keep_their_order_and_their_distance(
    events: list[Event], done: set[int], valid: int | None
) -> None:
    until = None if valid is None else SENT + timedelta(days=valid)
    found = days(*events, done=tuple(done), until=until)
    assert list(found) == sorted(set(found) - done)
    due = list(found.values())
    assert all(later - earlier >= REST for earlier, later in itertools.pairwise(due))
    assert all(day == no_weekend(day) and (until is None or day <= until) for day in due)
