"""The card's WhatsApp button: a text for the reason, through the gate, once, and not to whom refused."""

from __future__ import annotations

import re
from urllib.parse import unquote

from django.utils import timezone

from conftest import Person, make_person
from neeman.activity.models import Interaction
from neeman.channels.models.consent import Source
from neeman.channels.models.message import Message
from neeman.channels.services.consents import Words, refuse
from neeman.customers.directory import recipient_of
from neeman.customers.models import Customer
from neeman.customers.tests.making import make
from neeman.customers.writing import offer
from neeman.orgs.access import Access
from neeman.orgs.models import Organization
from neeman.orgs.roles import Role


def dana(owner: Person) -> Customer:
    with owner.scope():
        return make(owner.access, "דנה לוי", kind="person", phone="050-1234567")


def test_what_was_sent_from_the_card_is_kept_once_by_the_gate(owner: Person) -> None:
    customer = dana(owner)
    page = owner.client.get(owner.url(f"customers/{customer.pk}/")).content.decode()
    [link] = re.findall(r"https://wa\.me/972501234567\?text=([^\"]+)", page)
    assert "דנה" in unquote(link)
    assert "{{" not in unquote(link)
    question = page[page.index('id="was-it-sent"') :]
    key = re.findall(r'name="key" value="([\w-]{16})"', question)[0]
    for _again in range(2):
        owner.client.post(owner.url(f"customers/{customer.pk}/sent/"), {"wording": "in_touch", "key": key})
    with owner.scope():
        assert Message.objects.get().state == "sent"
        assert Interaction.objects.get().kind == "whatsapp"


def test_whoever_refused_is_offered_nothing_and_noted_as_refused(owner: Person) -> None:
    customer = dana(owner)
    with owner.scope():
        words = Words("די", Source.SPOKEN, timezone.now())
        refuse(owner.access, recipient_of(owner.access, customer), words, everything=True)
    page = owner.client.get(owner.url(f"customers/{customer.pk}/")).content.decode()
    assert "was-it-sent" not in page
    said = owner.client.post(owner.url(f"customers/{customer.pk}/sent/"), {"key": "k"}, follow=True)
    assert said.status_code == 200
    with owner.scope():
        assert Message.objects.get().state == "refused"
        assert not Interaction.objects.exists()


def test_a_text_with_something_left_to_fill_in_gives_way(inside: Access, house: Organization) -> None:
    customer = make(inside, "דנה לוי", kind="person", phone="050-1234567")
    made = offer(inside, customer, "quote_day2")
    assert made is not None
    assert made.wording == "in_touch"
    viewer = make_person(house, "viewer@house.test", Role.VIEWER)
    assert offer(viewer.access, customer) is None
