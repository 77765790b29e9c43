"""What people write to us is kept once, finds whose it is, stops us at once, and makes nobody a customer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from neeman.channels.composing import Said
from neeman.channels.gate import send
from neeman.channels.incoming import Heard, receive
from neeman.channels.models.consent import Consent
from neeman.channels.models.message import Direction, Message, State
from neeman.channels.services.consents import give_consent
from neeman.channels.tests.making import DANA, NOON, words
from neeman.channels.tests.standins import Day, Provider, connected, directory_of, listening
from neeman.orgs.access import Access


@pytest.fixture
def provider(inside: Access) -> Iterator[Provider]:
    with connected(inside, Provider(), Provider(key="email", channel="email")) as found:
        yield found


def heard(
    body: str, *, provider_id: str = "in-1", address: str = "050-1234567", channel: str = "sms"
) -> Heard:
    return Heard(channel, channel, address, body, NOON, provider_id)


def test_it_is_kept_once_and_told(inside: Access) -> None:
    with directory_of(DANA), listening() as told:
        message = receive(inside, heard("מתי אתם באים?"))
        assert receive(inside, heard("מתי אתם באים?")) is None
    assert message is not None
    assert (message.party, message.direction, message.state) == ("customer:12", Direction.IN, State.RECEIVED)
    assert told == [message]
    assert Message.objects.count() == 1


def test_whoever_is_not_known_stays_an_address(inside: Access) -> None:
    message = receive(inside, heard("שלום", address="052-7654321"))
    assert message is not None
    assert (message.party, message.address, message.to.name) == ("", "+972527654321", "+972527654321")
    assert receive(inside, heard("שלום", provider_id="x", address="*2700")) is None


def test_who_was_written_to_is_known_when_they_answer(inside: Access, provider: Provider) -> None:
    send(inside, DANA, Said("שלום"), purpose="service", channel="sms", now=NOON, hours=Day())
    message = receive(inside, heard("היי"))
    assert message is not None
    assert message.party == "customer:12"


@pytest.mark.parametrize("channel", ["sms", "email"])
def test_a_refusal_stops_every_channel_at_once(inside: Access, provider: Provider, channel: str) -> None:
    give_consent(inside, DANA, words(day=1))
    address = {"sms": "050-1234567", "email": "Dana@example.test"}[channel]
    with directory_of(DANA):
        receive(inside, heard("הסר", address=address, channel=channel))
    refusals = Consent.objects.filter(act="refused")
    assert {line.source for line in refusals} == {"reply"}
    assert all(line.wording == "הסר" and line.proof for line in refusals)
    for other in ("sms", "email"):
        message = send(inside, DANA, Said("מבצע"), purpose="marketing", channel=other, now=NOON, hours=Day())
        assert message.why == "refused"


@pytest.mark.parametrize(("purpose", "deal"), [("greeting", "waiting"), ("service", "refused")])
def test_what_they_say_stop_to_is_what_they_refuse(
    inside: Access, provider: Provider, purpose: str, deal: str
) -> None:
    """To what went to many: that. To anything else, or to nothing: follow-ups as well."""
    message = send(inside, DANA, Said("שלום"), purpose=purpose, channel="sms", now=NOON, hours=Day())
    Message.objects.filter(pk=message.pk).update(state="sent")
    with directory_of(DANA):
        receive(inside, heard("הסר"))
    for what, state in (("deal", deal), ("greeting", "refused"), ("service", "waiting")):
        sent = send(
            inside,
            DANA,
            Said("מה"),
            purpose=what,
            channel="sms",
            now=NOON,
            hours=Day(),
            about=inside.organization,
        )
        assert sent.state == state


def test_a_refusal_from_another_number_holds_for_that_number_too(inside: Access) -> None:
    known = DANA
    with directory_of(known):
        receive(inside, heard("stop"))
        assert {line.address_key for line in Consent.objects.all()} == set(known.address_keys)


def test_a_stranger_may_refuse(inside: Access) -> None:
    receive(inside, heard("הסירו אותי", address="052-7654321"))
    line = Consent.objects.get()
    assert (line.party, line.address_key) == ("", "+972527654321")


def test_zero_bytes_are_left_out(inside: Access) -> None:
    message = receive(inside, Heard("sms", "sms", "050-1234567", "a\0b", NOON, "\0x", name="c\0"))
    assert message is not None
    assert (message.body, message.provider_id, message.to.name) == ("ab", "x", "c")
