"""The ledger: each line says who, when, in which words and how it can be shown; it holds whatever the name becomes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conftest import Person
from neeman.channels.models.consent import Consent, Source
from neeman.channels.queries.consents import ledger_of, told_once
from neeman.channels.recipients import Recipient, address_key
from neeman.channels.rules import Question, may_send
from neeman.channels.services.consents import WordsMissing, give_consent, note_exception, refuse
from neeman.channels.tests.making import DANA, NOON, words
from neeman.orgs.access import Access
from neeman.orgs.models import LogEntry


def reason(access: Access, who: Recipient, purpose: str = "marketing", channel: str = "sms") -> str:
    return may_send(Question(purpose, channel, NOON, ledger_of(access, who), has_deal=True)).reason


def test_a_line_holds_everything_that_proves_it(inside: Access) -> None:
    given = give_consent(inside, DANA, words(day=3), channel="sms")
    assert (given.party, given.wording, given.source, given.proof, given.channel) == (
        "customer:12",
        "מסכימה לקבל עדכונים",
        "form",
        "טופס 7",
        "sms",
    )
    assert given.by == inside.member
    assert LogEntry.objects.get().verb == "channels.consent.given"
    assert {line.address_key for line in ledger_of(inside, DANA)} == {"+972501234567", "dana@example.test"}
    assert len(told_once(ledger_of(inside, DANA))) == 1


def test_a_refusal_on_one_channel_stops_all(inside: Access) -> None:
    give_consent(inside, DANA, words(day=3))
    assert reason(inside, DANA) == "consent"
    refuse(inside, DANA, words(Source.REPLY, wording="הסר"))
    for channel in ("sms", "whatsapp", "email", "phone"):
        assert reason(inside, DANA, channel=channel) == "refused"
    assert reason(inside, DANA, "deal") == "deal", "a quote that they asked for is no advertisement"
    refuse(inside, DANA, words(Source.SPOKEN, wording=""), deals=True)
    assert reason(inside, DANA, "deal") == "refused"
    assert reason(inside, DANA, "service") == "service"
    refuse(inside, DANA, words(Source.SPOKEN, wording=""), everything=True)
    assert reason(inside, DANA, "service") == "refused_everything"


def test_a_refusal_outlives_a_merge_and_an_import(inside: Access) -> None:
    refuse(inside, DANA, words(Source.REPLY, wording="הסר"))
    same_address = Recipient(party="customer:99", name="דנה", phones=DANA.phones)
    merged = Recipient(party="customer:98", name="דנה", phones=("+972529999999",), former=("customer:12",))
    give_consent(inside, same_address, words(Source.FILE))
    assert reason(inside, same_address) == "refused"
    assert reason(inside, merged) == "refused"
    assert reason(inside, replace(merged, former=())) == "no_consent"


def test_whoever_has_no_address_can_refuse_too(inside: Access) -> None:
    nobody = Recipient(party="customer:5", name="בלי טלפון")
    refuse(inside, nobody, words(Source.SPOKEN, wording=""))
    assert reason(inside, nobody) == "refused"


def test_a_consent_needs_its_words_and_an_exception_its_ground(inside: Access) -> None:
    with pytest.raises(WordsMissing):
        give_consent(inside, DANA, words(wording="  "))
    with pytest.raises(ValueError, match="no exception"):
        note_exception(inside, DANA, words(Source.FILE))
    assert not Consent.objects.exists()
    note_exception(inside, DANA, words(Source.PURCHASE))
    assert reason(inside, DANA) == "exception"


def test_another_business_knows_nothing_of_it(inside: Access, stranger: Person) -> None:
    refuse(inside, DANA, words(Source.REPLY, wording="הסר"))
    with stranger.scope():
        assert ledger_of(stranger.access, DANA) == []


@pytest.mark.parametrize(
    ("channel", "address", "key"),
    [
        ("sms", "050-1234567", "+972501234567"),
        ("whatsapp", "+1 212 555 0100", "+12125550100"),
        ("sms", "*2700", ""),
        ("email", "DANA@Example.test ", "dana@example.test"),
        ("email", "not an address", ""),
        ("email", "", ""),
    ],
)
def test_addresses_are_kept_in_one_form(channel: str, address: str, key: str) -> None:
    assert address_key(channel, address) == key
