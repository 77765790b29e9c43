"""Whether a message may be sent: the law's cases one by one, then whatever a ledger may hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neeman.channels.kinds import Channel, Purpose
from neeman.channels.models.consent import Act, Consent, Source
from neeman.channels.rules import OWN_WORDS, REASONS, Cap, Question, may_send, standing_refusal
from neeman.channels.tests.making import NOON, line

GIVEN, REFUSED, EXCEPTION = Act.GIVEN, Act.REFUSED, Act.EXCEPTION


def asked(purpose: str, *ledger: Consent, channel: str = "sms", **known: object) -> str:
    """The reason of the verdict."""
    return may_send(Question(purpose, channel, NOON, ledger, **known)).reason  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("purpose", "ledger", "known", "reason"),
    [
        ("service", [], {}, "service"),
        ("greeting", [], {}, "greeting"),
        ("deal", [], {"has_deal": True}, "deal"),
        ("deal", [], {}, "no_deal"),
        ("marketing", [], {}, "no_consent"),
        ("marketing", [line(GIVEN, 5)], {}, "consent"),
        ("marketing", [line(GIVEN, 5, channel="sms")], {}, "consent"),
        ("marketing", [line(GIVEN, 5, channel="email")], {}, "no_consent"),
        ("marketing", [line(GIVEN, -1)], {}, "no_consent"),
        ("marketing", [line(EXCEPTION, 5, source=Source.PURCHASE)], {}, "exception"),
        ("request", [], {"is_business": True}, "request"),
        ("request", [], {}, "not_a_business"),
        ("request", [], {"is_business": True, "asked": True}, "asked_already"),
        ("marketing", [line(GIVEN, 5), line(REFUSED, 3)], {}, "refused"),
        ("service", [line(REFUSED, 3)], {}, "service"),
        ("service", [line(REFUSED, 3, purpose="")], {}, "refused_everything"),
        ("deal", [line(REFUSED, 3)], {"has_deal": True}, "deal"),
        ("deal", [line(REFUSED, 3)], {}, "no_deal"),
        ("deal", [line(REFUSED, 3, purpose="deal")], {"has_deal": True}, "refused"),
        ("deal", [line(REFUSED, 3, purpose="")], {"has_deal": True}, "refused_everything"),
        ("service", [line(REFUSED, 3, purpose="deal")], {}, "service"),
        ("greeting", [line(REFUSED, 3, purpose="deal"), line(REFUSED, 1)], {}, "refused"),
        ("deal", [line(REFUSED, 3, purpose="deal"), line(REFUSED, 1)], {"has_deal": True}, "refused"),
        ("request", [line(REFUSED, 3)], {"is_business": True}, "refused"),
        ("greeting", [line(REFUSED, 3)], {}, "refused"),
        ("marketing", [line(REFUSED, 3), line(GIVEN, 1)], {}, "consent"),
        ("marketing", [line(REFUSED, 3), line(GIVEN, 1, source=Source.FILE)], {}, "refused"),
        ("marketing", [line(REFUSED, 3), line(EXCEPTION, 1, source=Source.PURCHASE)], {}, "refused"),
        ("marketing", [line(GIVEN, 9, channel="sms"), line(REFUSED, 3), line(GIVEN, 1, channel="email")], {}, "no_consent"),
        ("marketing", [line(GIVEN, 1), line(REFUSED, 1)], {}, "refused"),
        ("marketing", [line(GIVEN, 1), line(REFUSED, -2)], {}, "refused"),
    ],
)  # fmt: skip
def test_the_cases(purpose: str, ledger: list[Consent], known: dict[str, object], reason: str) -> None:
    assert asked(purpose, *ledger, **known) == reason


def test_consent_to_calls_lasts_a_year() -> None:
    assert asked("marketing", line(GIVEN, 365), channel="phone") == "consent"
    assert asked("marketing", line(GIVEN, 366), channel="phone") == "consent_expired"
    assert asked("marketing", line(GIVEN, 900), channel="sms") == "consent"


def test_calls_may_rest_on_the_register_for_fifteen_days() -> None:
    def looked_up(day: int) -> Consent:
        return line(EXCEPTION, day, channel="phone", source=Source.REGISTER)

    assert asked("marketing", looked_up(15), channel="phone") == "register"
    assert asked("marketing", looked_up(16), channel="phone") == "no_consent"
    assert asked("marketing", looked_up(1), channel="sms") == "no_consent"
    assert asked("marketing", looked_up(1), line(GIVEN, 30), channel="phone") == "consent"
    assert asked("marketing", looked_up(1), line(GIVEN, 400), channel="phone") == "register"
    assert asked("marketing", line(REFUSED, 3), looked_up(1), channel="phone") == "refused"


def test_the_cap_counts_all_channels_and_spares_service_and_deals() -> None:
    twice = [NOON - timedelta(days=1), NOON - timedelta(days=6)]
    consent = line(GIVEN, 50)
    assert asked("marketing", consent, sent=twice) == "too_often"
    assert asked("greeting", sent=twice) == "too_often"
    assert asked("marketing", consent, sent=[*twice[:1], NOON - timedelta(days=7)]) == "consent"
    assert asked("marketing", consent, sent=twice, cap=Cap(count=3)) == "consent"
    assert asked("service", sent=twice) == "service"
    assert asked("deal", sent=twice, has_deal=True) == "deal"


TWICE = [NOON - timedelta(days=1), NOON - timedelta(days=2)]


@pytest.mark.parametrize(
    ("purpose", "known", "reason"),
    [
        ("greeting", {"by_hand": True, "spoke": 0}, "talk"),
        ("greeting", {"by_hand": True, "spoke": 7}, "talk"),
        ("greeting", {"by_hand": True, "spoke": 8}, "too_often"),
        ("greeting", {"by_hand": True}, "too_often"),
        ("greeting", {"spoke": 0}, "too_often"),
        ("marketing", {"by_hand": True, "spoke": 0}, "too_often"),
        ("request", {"by_hand": True, "spoke": 0, "is_business": True}, "too_often"),
        ("service", {"by_hand": True}, "service"),
    ],
)
def test_the_cap_is_for_what_we_start(purpose: str, known: dict[str, object], reason: str) -> None:
    days = known.pop("spoke", None)
    spoke_at = NOON - timedelta(days=int(str(days))) if days is not None else None
    assert asked(purpose, line(GIVEN, 50), sent=TWICE, spoke_at=spoke_at, **known) == reason


def test_in_a_talk_a_refusal_still_goes_before_everything() -> None:
    spoke = {"by_hand": True, "spoke_at": NOON, "sent": TWICE}
    assert asked("greeting", line(REFUSED, 3), **spoke) == "refused"
    assert asked("greeting", line(REFUSED, 3, purpose=""), **spoke) == "refused_everything"


def test_a_verdict_names_the_line_on_which_it_rests() -> None:
    consent, refusal = line(GIVEN, 5), line(REFUSED, 2)
    assert may_send(Question("marketing", "sms", NOON, [consent])).basis is consent
    assert may_send(Question("marketing", "sms", NOON, [consent, refusal])).basis is refusal


def test_every_reason_has_words() -> None:
    assert all(may_send(Question(purpose, "sms", NOON)).words for purpose in Purpose)
    assert all(REASONS.values())


lines = st.builds(
    line,
    st.sampled_from(Act),
    st.integers(-3, 400),
    channel=st.sampled_from(["", *Channel.values]),
    purpose=st.sampled_from(["", "deal", "marketing"]),
    source=st.sampled_from(Source),
)
questions = st.builds(
    Question,
    purpose=st.sampled_from(Purpose.values),
    channel=st.sampled_from(Channel.values),
    at=st.just(NOON),
    ledger=st.lists(lines, max_size=8),
    has_deal=st.booleans(),
    is_business=st.booleans(),
    asked=st.booleans(),
    sent=st.lists(st.integers(0, 20).map(lambda days: NOON - timedelta(days=days)), max_size=5),
    by_hand=st.booleans(),
    spoke_at=st.none() | st.integers(0, 20).map(lambda days: NOON - timedelta(days=days)),
)


@given(questions, st.randoms())
def test_the_order_of_the_lines_does_not_matter(question: Question, random: object) -> None:
    mixed = list(question.ledger)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert may_send(question).allowed == may_send(replace(question, ledger=mixed)).allowed


@given(questions, st.sampled_from(["", "deal", "marketing"]))
def test_after_a_refusal_only_what_was_not_refused_leaves(question: Question, purpose: str) -> None:
    refused = replace(question, ledger=[*question.ledger, line(REFUSED, -4, purpose=purpose)])
    holds = standing_refusal(refused.ledger)
    assert holds is not None
    left = {"": set(), "deal": {"service"}, "marketing": {"service", "deal"}}[holds.purpose]
    assert not may_send(refused).allowed or question.purpose in left


@given(questions, st.sampled_from(sorted(set(Source) - OWN_WORDS)), st.sampled_from([GIVEN, EXCEPTION]))
def test_no_file_and_no_purchase_takes_a_refusal_back(question: Question, source: Source, act: Act) -> None:
    before = standing_refusal(question.ledger)
    after = standing_refusal([*question.ledger, line(act, 0, source=source)])
    assert after == before


@given(questions)
def test_an_advertisement_rests_on_a_line_that_allows_it(question: Question) -> None:
    if question.purpose == Purpose.MARKETING and may_send(question).allowed:
        basis = may_send(question).basis
        assert basis is not None
        assert basis.act != REFUSED
        assert basis.channel in ("", question.channel)
        assert basis.at <= question.at
        assert all(other.at < basis.at for other in question.ledger if other.act == REFUSED)


@given(questions)
def test_the_cap_holds(question: Question) -> None:
    within = [moment for moment in question.sent if moment > NOON - timedelta(days=7)]
    if len(within) >= 2 and question.purpose in ("marketing", "greeting", "request"):
        verdict = may_send(question)
        assert not verdict.allowed or (verdict.reason, question.by_hand) == ("talk", True)
