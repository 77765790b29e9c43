"""Two at the same moment: one key is one message, one claim is one sending, and a refusal is never overlooked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from conftest import Person, make_person
from neeman.channels import outbox
from neeman.channels.composing import Said
from neeman.channels.gate import send
from neeman.channels.models.consent import Source
from neeman.channels.models.message import Message, State
from neeman.channels.services.consents import give_consent, refuse
from neeman.channels.tests.making import DANA, NOON, words
from neeman.channels.tests.standins import Day, Provider, connected
from neeman.orgs.models import Organization
from neeman.orgs.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner(transactional_db: None) -> Person:
    house = Organization.objects.create(slug="house", name="בית המלאכה")
    return make_person(house, "owner@house.test", Role.OWNER)


def together(owner: Person, *works: Callable[[], Any]) -> list[Any]:
    """The results of all, begun at the same moment in threads of their own."""
    begin, results = threading.Barrier(len(works)), [None] * len(works)

    def run(place: int, work: Callable[[], Any]) -> None:
        try:
            with owner.scope():
                begin.wait()
                results[place] = work()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def queue(owner: Person, purpose: str = "service", key: str = "") -> Message:
    return send(
        owner.access,
        DANA,
        Said("שלום"),
        purpose=purpose,
        channel="sms",
        now=NOON,
        key=key,
        hours=Day(),
    )


def test_one_key_is_one_message(owner: Person) -> None:
    with owner.scope(), connected(owner.access, Provider()):
        found = together(owner, *[lambda: queue(owner, key="quote:7")] * 4)
        assert len({message.pk for message in found}) == 1
        assert Message.objects.count() == 1


def test_the_cap_is_not_filled_twice(owner: Person) -> None:
    with owner.scope(), connected(owner.access, Provider()):
        together(owner, *[lambda: queue(owner, "greeting")] * 5)
        states = sorted(Message.objects.values_list("state", flat=True))
        assert states == ["refused"] * 3 + ["waiting"] * 2


def test_two_workers_send_it_once(owner: Person) -> None:
    with owner.scope(), connected(owner.access, Provider()) as provider:
        for _ in range(5):
            queue(owner)
        work = lambda: outbox.deliver(owner.access, clock=lambda: NOON, hours=Day())  # noqa: E731 - one line
        tallies = together(owner, work, work, work)
        assert sum(tally.sent for tally in tallies) == 5
        assert len({letter.number for letter in provider.arrived}) == len(provider.arrived) == 5


def test_a_refusal_and_a_claim_take_turns(owner: Person) -> None:
    """Whichever is first: a message that was claimed after the refusal does not exist."""
    with owner.scope(), connected(owner.access, Provider()):
        for _ in range(8):
            Message.objects.all().delete()
            give_consent(owner.access, DANA, words(day=0))
            message = queue(owner, "marketing")
            claimed, refusal = together(
                owner,
                lambda pk=message.pk: outbox.claim(owner.access, pk, now=NOON, hours=Day()),
                lambda: refuse(owner.access, DANA, words(Source.REPLY, wording="הסר")),
            )
            message.refresh_from_db()
            assert message.state in (State.SENDING, State.REFUSED)
            assert (claimed is None) is (message.state == State.REFUSED)
            assert refusal is not None
            refusal.__class__.objects.all().delete()
