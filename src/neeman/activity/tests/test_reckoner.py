"""The pure reckoner: what must hold of every follow-up, whatever the facts are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neeman.activity.cadence import (
    DEFAULTS,
    LEAD,
    NO_GRADE,
    WHO,
    Contact,
    Facts,
    Reckoner,
    Step,
)
from neeman.activity.models import Direction, Kind, Outcome
from neeman.customers.models import Warmth
from neeman.lib.calendar import DayKind, WorkingHours, proposed

TODAY = date(2026, 11, 23)
WIN_BACK_DAYS, INACTIVE_DAYS = 365, 730
HOURS = WorkingHours(zone=ZoneInfo("Asia/Jerusalem"))
RECKONER = Reckoner(
    rules=DEFAULTS,
    proposed=lambda day, days: proposed(day, timedelta(days=days), HOURS),
    local_day=lambda moment: moment.astimezone(HOURS.zone).date(),
)
ORDER = [Warmth.ACTIVE, Warmth.WIN_BACK, Warmth.INACTIVE]

days_ago = st.integers(min_value=0, max_value=900)
contacts = st.builds(
    lambda ago, kind, direction, outcome, minutes: Contact(
        at(ago), kind, direction, outcome, minutes, words=""
    ),
    days_ago,
    st.sampled_from(Kind.values),
    st.sampled_from(Direction.values),
    st.sampled_from(["", *Outcome.values]),
    st.none() | st.integers(min_value=0, max_value=90),
)
facts = st.builds(
    lambda who, known, bought, told, step, pause: Facts(
        who=who,
        as_of=TODAY,
        known_since=TODAY - timedelta(days=known),
        last_purchase=None if bought is None else TODAY - timedelta(days=bought),
        contacts=latest_first(told),
        step=None if step is None else Step("להתקשר", "call", TODAY + timedelta(days=step)),
        paused_until=None if pause is None else TODAY + timedelta(days=pause),
    ),
    st.sampled_from(WHO),
    days_ago,
    st.none() | days_ago,
    st.lists(contacts, max_size=6),
    st.none() | st.integers(min_value=-30, max_value=60),
    st.none() | st.integers(min_value=1, max_value=120),
)


def at(ago: int) -> datetime:
    """Noon of a day, so that it is the same day in every zone near by."""
    return datetime.combine(TODAY - timedelta(days=ago), time(12), UTC)


def latest_first(told: list[Contact]) -> tuple[Contact, ...]:
    return tuple(sorted(told, key=lambda one: one.at, reverse=True))


def spoke(ago: int, **said: object) -> Contact:
    given = {"kind": Kind.CALL, "direction": Direction.OUT, "outcome": Outcome.SPOKE, "minutes": 5}
    return Contact(at(ago), words="", **{**given, **said})


@given(facts)
def test_a_contact_of_today_never_brings_the_next_one_nearer(known: Facts) -> None:
    """One of an earlier day can: what was taken for the last contact, the purchase, may have been later."""
    before = RECKONER.follow_up(known)
    after = RECKONER.follow_up(replace(known, contacts=(spoke(0, minutes=15), *known.contacts)))
    if before.warmth != Warmth.INACTIVE and before.due_on is not None:
        assert after.due_on is not None
        assert after.due_on >= before.due_on


@given(facts, contacts)
def test_where_every_rule_has_had_its_contact_one_more_never_brings_it_nearer(
    known: Facts, more: Contact
) -> None:
    talked = replace(known, contacts=latest_first([*known.contacts, spoke(900, minutes=15)]))
    before = RECKONER.follow_up(talked)
    after = RECKONER.follow_up(replace(talked, contacts=latest_first([*talked.contacts, more])))
    if before.warmth != Warmth.INACTIVE and before.due_on is not None:
        assert after.due_on is not None
        assert after.due_on >= before.due_on


@given(facts)
def test_whoever_was_spoken_to_today_is_not_due_today(known: Facts) -> None:
    """Also where a rarer contact, a talk of substance each quarter, is long overdue."""
    spoken = replace(known, contacts=(spoke(0), *known.contacts), step=None)
    due_on = RECKONER.follow_up(spoken).due_on
    assert due_on is None or due_on > TODAY


@given(facts, contacts)
def test_a_contact_never_cools(known: Facts, more: Contact) -> None:
    """Of whom nothing is known, silence counts from the day of entry: then an old talk is the truer news."""
    if known.who == LEAD or known.last_purchase is None:
        return
    before = RECKONER.follow_up(known).warmth
    after = RECKONER.follow_up(replace(known, contacts=latest_first([*known.contacts, more]))).warmth
    assert ORDER.index(Warmth(after)) <= ORDER.index(Warmth(before))


@given(facts)
def test_the_cadence_proposes_working_days_alone(known: Facts) -> None:
    due_on = RECKONER.follow_up(replace(known, step=None)).due_on
    assert due_on is None or HOURS.kind(due_on) is DayKind.WORK


@given(facts)
def test_a_pause_holds_and_touches_nothing_else(known: Facts) -> None:
    running = RECKONER.follow_up(replace(known, paused_until=None))
    paused = RECKONER.follow_up(known)
    if known.paused_until and paused.due_on:
        assert paused.due_on >= known.paused_until
    if known.paused_until and paused.general_on:
        assert paused.general_on >= known.paused_until
    back = {"due_on": running.due_on, "general_on": running.general_on, "paused_until": None}
    assert replace(paused, **back) == running


@given(facts)
def test_a_planned_step_goes_before_the_cadence(known: Facts) -> None:
    if known.step and not known.paused_until:
        found = RECKONER.follow_up(known)
        assert (found.due_on, found.next_step) == (known.step.due_on, known.step.title)


@pytest.mark.parametrize(
    ("silent", "warmth"),
    [
        (WIN_BACK_DAYS - 1, Warmth.ACTIVE),
        (WIN_BACK_DAYS, Warmth.WIN_BACK),
        (INACTIVE_DAYS - 1, Warmth.WIN_BACK),
        (INACTIVE_DAYS, Warmth.INACTIVE),
    ],
)
def test_silence_decays_to_win_back_and_then_to_inactive(silent: int, warmth: str) -> None:
    known = Facts("C", as_of=TODAY, known_since=TODAY - timedelta(days=2_000), contacts=(spoke(silent),))
    found = RECKONER.follow_up(known)
    assert found.warmth == warmth
    assert (found.due_on is None) == (warmth == Warmth.INACTIVE), (
        "nobody chases who has not answered in two years"
    )


def test_each_day_on_which_a_wanted_contact_was_not_made_is_counted() -> None:
    """Bronze, every 90 days, each moved to a working day: a year without a word missed four of them."""
    bronze = Facts("C", as_of=TODAY, known_since=TODAY - timedelta(days=700))
    assert RECKONER.follow_up(bronze).missed == 4
    assert RECKONER.follow_up(replace(bronze, contacts=(spoke(200),))).missed == 3
    kept = tuple(spoke(ago) for ago in range(1, 370, 80))
    assert RECKONER.follow_up(replace(bronze, contacts=kept)).missed == 0
    assert RECKONER.follow_up(replace(bronze, known_since=TODAY)).missed == 0, "just entered"
    rest = (TODAY - timedelta(days=365), TODAY)
    assert RECKONER.follow_up(replace(bronze, rest=rest)).missed == 0, "put off is not neglected"


@given(facts, contacts)
def test_a_talk_more_never_adds_to_what_was_missed(known: Facts, more: Contact) -> None:
    spoken = replace(known, contacts=latest_first([*known.contacts, more]))
    before, after = RECKONER.follow_up(known), RECKONER.follow_up(spoken)
    if Warmth.INACTIVE not in {before.warmth, after.warmth}:
        assert after.missed <= before.missed + 1, "a talk moves the days on which the next ones are wanted"


def test_since_when_nothing_was_heard() -> None:
    known = Facts("B", as_of=TODAY, known_since=TODAY - timedelta(days=900))
    assert RECKONER.follow_up(known).heard_on == known.known_since
    bought = replace(known, last_purchase=TODAY - timedelta(days=400))
    assert RECKONER.follow_up(bought).heard_on == bought.last_purchase
    answered = replace(bought, contacts=(spoke(30),))
    assert RECKONER.follow_up(answered).heard_on == TODAY - timedelta(days=30)


def test_what_we_sent_is_no_answer_and_a_purchase_is_a_sign_of_life() -> None:
    old = TODAY - timedelta(days=2_000)
    sent = spoke(3, kind=Kind.EMAIL, outcome="")
    silent = Facts("C", as_of=TODAY, known_since=old, contacts=(sent,))
    assert RECKONER.follow_up(silent).warmth == Warmth.INACTIVE
    assert RECKONER.follow_up(replace(silent, contacts=(replace(sent, direction=Direction.IN),))).warmth == (
        Warmth.ACTIVE
    )
    bought = replace(silent, last_purchase=TODAY - timedelta(days=400))
    assert RECKONER.follow_up(bought).warmth == Warmth.WIN_BACK


def test_a_lead_is_a_lead_however_long_it_lies() -> None:
    lead = Facts(LEAD, as_of=TODAY, known_since=TODAY - timedelta(days=800))
    found = RECKONER.follow_up(lead)
    assert (found.warmth, found.every_days) == (Warmth.LEAD, 7)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({"minutes": 4}, "talk"),
        ({"minutes": 10}, "active"),
        ({"kind": Kind.VISIT, "minutes": None}, "active"),
        ({"kind": Kind.WHATSAPP}, "call"),
    ],
)
def test_gold_wants_a_voice_each_month_and_substance_each_quarter(
    said: dict[str, object], wanted: str
) -> None:
    known = Facts("A", as_of=TODAY, known_since=TODAY - timedelta(days=80), contacts=(spoke(0, **said),))
    assert RECKONER.follow_up(known).rule == wanted


@pytest.mark.parametrize(
    ("who", "told", "days"),
    [
        ("A", [], -80),
        ("A", [spoke(3)], 4),
        ("A", [spoke(3, kind=Kind.NEWS, outcome=""), spoke(9)], 4),
        ("A", [spoke(1, outcome=Outcome.NO_ANSWER), spoke(2, kind=Kind.NOTE, outcome=""), spoke(9)], -2),
        ("C", [spoke(3)], 87),
        (LEAD, [spoke(3)], None),
        (NO_GRADE, [spoke(3)], None),
        ("A", [spoke(800)], None),
    ],
)
def test_something_general_is_due_so_long_after_the_last_word(
    who: str, told: list[Contact], days: int | None
) -> None:
    bought = None if told and told[0] == spoke(800) else TODAY
    known = Facts(who, TODAY, TODAY - timedelta(days=800 if bought is None else 80), bought, tuple(told))
    due_on = None if days is None else TODAY + timedelta(days=days)
    assert RECKONER.follow_up(known).general_on == due_on


def test_tries_are_counted_from_the_last_answer() -> None:
    tries = [spoke(ago, outcome=Outcome.NO_ANSWER) for ago in (0, 1, 5)]
    note = spoke(2, kind=Kind.NOTE, outcome="")
    known = Facts("B", TODAY, TODAY, contacts=latest_first([*tries, note, spoke(3)]))
    assert RECKONER.follow_up(known).unanswered == 2
