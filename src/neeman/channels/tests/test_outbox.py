"""Delivering: claimed, handed over, recorded. Asked again at the last moment, and never repeated by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from neeman.channels import outbox, registry
from neeman.channels.composing import Said
from neeman.channels.gate import draft, send
from neeman.channels.models.connection import Connection
from neeman.channels.models.consent import Source
from neeman.channels.models.message import Message, State
from neeman.channels.services.consents import give_consent, refuse
from neeman.channels.services.messages import TooLate, note_receipt, settle
from neeman.channels.tests.making import DANA, NOON, words
from neeman.channels.tests.standins import Day, Provider, connected, listening
from neeman.channels.ways import Fate, Letter, Outcome
from neeman.jobs.models import Job
from neeman.jobs.work import do_waiting
from neeman.orgs.access import Access
from neeman.orgs.models import LogEntry


@pytest.fixture
def provider(inside: Access) -> Iterator[Provider]:
    with connected(inside, Provider()) as found:
        yield found


def queued(access: Access, purpose: str = "service", **given: object) -> Message:
    known: dict[str, object] = {"channel": "sms", "now": NOON, "hours": Day(), **given}
    return send(access, DANA, Said("שלום דנה"), purpose=purpose, **known)  # type: ignore[arg-type]


def delivered(access: Access, at: datetime = NOON) -> outbox.Tally:
    return outbox.deliver(access, clock=lambda: at, hours=Day())


def state_of(message: Message) -> str:
    message.refresh_from_db()
    return message.state


def test_what_waits_is_sent_once(inside: Access, provider: Provider) -> None:
    message = queued(inside)
    with listening() as told:
        assert delivered(inside).sent == 1
        assert delivered(inside).sent == 0
    assert [letter.body for letter in provider.arrived] == ["שלום דנה"]
    assert [one.pk for one in told] == [message.pk]
    message.refresh_from_db()
    assert (message.state, message.provider_id, message.sent_at) == (State.SENT, f"id-{message.pk}", NOON)
    assert Connection.objects.get().worked_at == NOON


def test_the_worker_does_it(inside: Access, provider: Provider) -> None:
    message = queued(inside, waits=False)
    assert do_waiting() >= 1
    assert state_of(message) == State.SENT
    assert Job.objects.filter(name="channels.deliver", state="done").exists()


def test_a_refusal_in_between_is_honoured(inside: Access, provider: Provider) -> None:
    give_consent(inside, DANA, words(day=1))
    message = queued(inside, "marketing")
    refuse(inside, DANA, words(Source.REPLY, wording="הסר"))
    assert delivered(inside).refused == 1
    assert (state_of(message), message.why, provider.arrived) == (State.REFUSED, "refused", [])


def test_an_hour_that_passed_is_waited_for(inside: Access, provider: Provider) -> None:
    message = queued(inside)
    night = NOON.replace(hour=20)
    assert delivered(inside, night).postponed == 1
    assert (state_of(message), message.due_at) == (State.WAITING, NOON.replace(day=4, hour=7))
    assert provider.arrived == []
    assert delivered(inside, message.due_at).sent == 1


def test_an_advertisement_tells_how_to_be_removed(inside: Access, provider: Provider) -> None:
    give_consent(inside, DANA, words(day=1))
    queued(inside, "marketing")
    delivered(inside)
    assert provider.arrived[0].body.startswith("פרסומת · בית המלאכה\n")
    assert 'להסרה אפשר להשיב "הסר"' in provider.arrived[0].body
    provider.replies = False
    queued(inside, "marketing")
    delivered(inside)
    assert provider.arrived[1].removal.startswith("http://localhost")
    assert provider.arrived[1].removal in provider.arrived[1].body


def test_what_a_provider_did_not_take_is_tried_again_and_then_given_up(
    inside: Access, provider: Provider
) -> None:
    provider.answers = lambda letter: Outcome(Fate.LATER, why="busy")
    message, now = queued(inside, waits=False), NOON
    for attempt in range(1, 6):
        assert state_of(message) == State.WAITING, attempt
        now = max(now, message.due_at)
        delivered(inside, now)
    assert (state_of(message), message.why, message.attempts) == (State.FAILED, "busy", 5)
    assert Connection.objects.get().fault == "busy"


@pytest.mark.parametrize("fate", [Fate.FAILED, Fate.UNKNOWN])
def test_what_failed_or_nobody_knows_is_left_to_a_person(
    inside: Access, provider: Provider, fate: Fate
) -> None:
    provider.answers = lambda letter: Outcome(fate, why="no such number")
    message = queued(inside)
    delivered(inside)
    delivered(inside, NOON + timedelta(hours=1))
    assert (state_of(message), message.why, message.attempts) == (fate.value, "no such number", 1)


def test_a_fault_of_ours_is_not_taken_for_not_sent(
    inside: Access, provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(letter: Letter) -> Outcome:
        raise RuntimeError("after the call")

    provider.answers = broken
    message = queued(inside)
    assert delivered(inside).unknown == 1
    assert (state_of(message), message.why) == (State.UNKNOWN, "RuntimeError")


@pytest.mark.parametrize(("keyed", "state"), [(False, State.UNKNOWN), (True, State.SENT)])
def test_a_death_while_sending(inside: Access, provider: Provider, keyed: bool, state: State) -> None:
    """Only a provider that drops a repeated key is asked again."""
    provider.keyed = keyed
    message = queued(inside)
    assert outbox.claim(inside, message.pk, now=NOON, hours=Day()) is not None
    delivered(inside, NOON + timedelta(minutes=1))
    assert state_of(message) == State.SENDING
    assert Job.objects.filter(due_at__gt=NOON + timedelta(minutes=2)).exists()
    delivered(inside, NOON + timedelta(minutes=4))
    assert state_of(message) == state
    assert len(provider.arrived) == int(keyed)


def test_a_claimed_message_is_claimed_by_nobody_else(inside: Access, provider: Provider) -> None:
    message = queued(inside)
    assert outbox.claim(inside, message.pk, now=NOON, hours=Day()) is not None
    assert outbox.claim(inside, message.pk, now=NOON, hours=Day()) is None


def test_whoever_comes_late_does_not_overwrite(inside: Access, provider: Provider) -> None:
    message = queued(inside)
    first = outbox.claim(inside, message.pk, now=NOON, hours=Day())
    assert first is not None
    delivered(inside, NOON + timedelta(minutes=4))
    outbox.record(inside, first, Outcome(Fate.SENT, "late"), now=NOON + timedelta(minutes=5))
    assert state_of(message) == State.UNKNOWN


def test_the_cap_counts_what_left(inside: Access, provider: Provider) -> None:
    messages = [queued(inside, "greeting") for _ in range(2)]
    give_consent(inside, DANA, words(day=1))
    Message.objects.filter(pk=messages[1].pk).update(state=State.REFUSED)
    third = queued(inside, "marketing")
    Message.objects.filter(pk=messages[1].pk).update(state=State.WAITING)
    assert delivered(inside).sent == 2
    assert (state_of(third), third.why) == (State.REFUSED, "too_often")


def test_a_channel_disconnected_in_between(inside: Access, provider: Provider) -> None:
    message = queued(inside)
    Connection.objects.update(is_on=False)
    delivered(inside)
    assert (state_of(message), message.why) == (State.FAILED, "not_connected")


def test_secrets_of_another_key_are_told(inside: Access, provider: Provider) -> None:
    message = queued(inside)
    Connection.objects.update(sealed="gAAAAABnot-a-token")
    delivered(inside)
    assert (state_of(message), message.why) == (State.FAILED, "unreadable_secrets")


def test_a_listener_that_stumbles_undoes_nothing(
    inside: Access, provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(access: Access, message: Message) -> None:
        Connection.objects.create(way="other")
        raise RuntimeError("in another room")

    message = queued(inside)
    registry.listen(stumble)
    try:
        delivered(inside)
    finally:
        registry._listeners.remove(stumble)
    assert state_of(message) == State.SENT
    assert not Connection.objects.filter(way="other").exists()
    assert "a listener to message" in caplog.text


def test_a_person_decides_on_what_nobody_knows(inside: Access, provider: Provider) -> None:
    provider.answers = lambda letter: Outcome(Fate.UNKNOWN)
    messages = [queued(inside) for _ in range(3)]
    delivered(inside)
    with listening() as told:
        decided = [
            settle(inside, message, decision, now=NOON).state
            for message, decision in zip(messages, ("sent", "again", "drop"), strict=True)
        ]
    assert decided == ["sent", "waiting", "dropped"]
    assert [one.pk for one in told] == [messages[0].pk]
    with pytest.raises(TooLate):
        settle(inside, messages[2], "again", now=NOON)
    assert LogEntry.objects.filter(verb="channels.message.settled").count() == 3


def test_by_hand_it_is_sent_when_a_person_says_so(inside: Access, provider: Provider) -> None:
    message = draft(inside, DANA, Said("שלום"), purpose="service", channel="whatsapp", now=NOON)
    with listening() as told:
        settle(inside, message, "sent", now=NOON)
    assert (state_of(message), len(told)) == (State.SENT, 1)


def test_receipts_in_any_order_and_twice(inside: Access, provider: Provider) -> None:
    message = queued(inside)
    delivered(inside)

    def receipt(state: State, minutes: int, **given: object) -> bool:
        at = NOON + timedelta(minutes=minutes)
        return note_receipt(
            inside,
            way="sms",
            state=state,
            at=at,
            provider_id=message.provider_id or f"id-{message.pk}",
            **given,
        )  # type: ignore[arg-type]

    assert receipt(State.READ, 3)
    assert receipt(State.DELIVERED, 2)
    assert receipt(State.READ, 9)
    assert receipt(State.FAILED, 10, why="expired")
    assert (state_of(message), message.read_at) == (State.READ, NOON + timedelta(minutes=3))
    assert not note_receipt(inside, way="sms", state=State.READ, at=NOON, provider_id="nobody's")


def test_a_receipt_settles_what_nobody_knew(inside: Access, provider: Provider) -> None:
    provider.answers = lambda letter: Outcome(Fate.UNKNOWN)
    message = queued(inside)
    delivered(inside)
    with listening() as told:
        assert note_receipt(inside, way="sms", state=State.DELIVERED, at=NOON, number=message.pk)
    assert (state_of(message), len(told)) == (State.DELIVERED, 1)


def test_a_failure_told_later_is_noted(inside: Access, provider: Provider) -> None:
    message = queued(inside)
    delivered(inside)
    note_receipt(inside, way="sms", state=State.FAILED, at=NOON, number=message.pk, why="131026")
    assert (state_of(message), message.why) == (State.FAILED, "131026")
