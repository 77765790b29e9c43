"""Messages become interactions by themselves: sent and received, once each, by whoever wrote them."""

from __future__ import annotations

import pytest
from django.utils import timezone

from neeman.activity.models import Interaction
from neeman.channels import outbox
from neeman.channels.composing import Said
from neeman.channels.gate import draft, send
from neeman.channels.incoming import Heard, receive
from neeman.channels.models.consent import Source
from neeman.channels.services.consents import Words, give_consent
from neeman.channels.services.messages import settle
from neeman.channels.tests.standins import Provider, connected
from neeman.customers.directory import recipient_of
from neeman.customers.models import FollowUp
from neeman.customers.tests.making import make
from neeman.orgs.access import Access, house_access


class Always:
    def is_open(self, moment: object) -> bool:
        return True

    def next_open(self, moment: object) -> object:
        return moment


def test_what_is_sent_and_what_comes_in(inside: Access) -> None:
    dana = make(inside, "דנה", phone="050-1234567")
    who, now = recipient_of(inside, dana), timezone.now()
    with connected(inside, Provider()):
        message = send(
            inside, who, Said("אנחנו בדרך"), purpose="service", channel="sms", now=now, waits=False
        )
        assert not Interaction.objects.exists()
        outbox.deliver(house_access(inside.organization), clock=timezone.now, hours=Always())  # type: ignore[arg-type]
    for _ in range(2):
        receive(inside, Heard("sms", "sms", "050-1234567", "תודה", timezone.now(), "in-1"))
    receive(inside, Heard("sms", "sms", "052-7654321", "מי זה", timezone.now(), "in-2"))
    kept = [(one.direction, one.text, one.key, one.member) for one in Interaction.objects.order_by("pk")]
    assert kept[0] == ("out", "אנחנו בדרך", f"message:{message.pk}", inside.member)
    assert [row[:2] for row in kept[1:]] == [("in", "תודה")]
    assert FollowUp.objects.get(customer=dana).last_touch_at is not None


def test_by_hand_it_is_recorded_when_a_person_says_so(inside: Access) -> None:
    dana = make(inside, "דנה", phone="050-1234567")
    message = draft(
        inside,
        recipient_of(inside, dana),
        Said("שלום"),
        purpose="service",
        channel="whatsapp",
        now=timezone.now(),
    )
    assert not Interaction.objects.exists()
    settle(inside, message, "sent", now=timezone.now())
    assert Interaction.objects.get().kind == "whatsapp"


@pytest.mark.parametrize(("waits", "kind", "touched"), [(False, "sms", True), (True, "news", False)])
def test_a_greeting_that_goes_out_by_itself_is_no_talk(
    inside: Access, waits: bool, kind: str, touched: bool
) -> None:
    """One that a person wrote and sent is."""
    dana = make(inside, "דנה", phone="050-1234567")
    who, now = recipient_of(inside, dana), timezone.now()
    give_consent(inside, who, Words("כן", Source.FORM, now), channel="")
    with connected(inside, Provider()):
        send(
            inside,
            who,
            Said("שנה טובה"),
            purpose="greeting",
            channel="sms",
            now=now,
            waits=waits,
            hours=Always(),
        )  # type: ignore[arg-type]
        outbox.deliver(house_access(inside.organization), clock=timezone.now, hours=Always())  # type: ignore[arg-type]
    assert Interaction.objects.get().kind == kind
    assert (FollowUp.objects.get(customer=dana).last_touch_at is not None) == touched
