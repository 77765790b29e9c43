"""Every link to WhatsApp: a text for the reason, through the gate, once, and to whom refused a reason instead of a link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conftest import Person, make_person
from neeman.activity.models import Interaction
from neeman.activity.services.interactions import Said, log_interaction
from neeman.channels.models.consent import Source
from neeman.channels.models.message import Message
from neeman.channels.services.consents import Words, refuse
from neeman.customers.directory import recipient_of
from neeman.customers.models import Contact, Customer
from neeman.customers.tests.making import make
from neeman.customers.writing import Offer, Pen, sent_by_hand
from neeman.orgs.access import Access
from neeman.orgs.models import Organization
from neeman.orgs.roles import Role
from tests.walls.database import changed, snapshot

TOLD = re.compile(r'href="(https://wa\.me/[^"]+)"[^>]*data-tells="([^"]+)" data-with="([^"]+)"')


def dana(owner: Person) -> Customer:
    with owner.scope():
        return make(owner.access, "דנה לוי", kind="person", phone="050-1234567")


def be_refused(owner: Person, customer: Customer) -> None:
    with owner.scope():
        words = Words("די", Source.SPOKEN, timezone.now())
        refuse(owner.access, recipient_of(owner.access, customer), words, everything=True)


def links(page: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Each link to WhatsApp: where it leads, where it tells, and what."""
    assert page.count("https://wa.me/") == len(TOLD.findall(page)), "no link but through the gate"
    for link, tells, told in TOLD.findall(page):
        yield unescape(link), tells, {name: value[0] for name, value in parse_qs(unescape(told)).items()}


def offer(access: Access, customer: Customer, *reasons: str) -> Offer | None:
    return Pen(access, [customer], now=timezone.now()).offer(customer, reasons=reasons)


@pytest.mark.parametrize("path", ["customers/chats/?id={}", "customers/{}/"])
def test_what_was_sent_from_any_page_is_kept_once_by_the_gate(owner: Person, path: str) -> None:
    customer = dana(owner)
    page = owner.client.get(owner.url(path.format(customer.pk))).content.decode()
    (link, tells, told), *_others = links(page)
    assert urlsplit(link).path == "/972501234567"
    assert "דנה" in unquote(link)
    assert "{{" not in unquote(link)
    for _again in range(2):
        owner.client.post(tells, told)
    with owner.scope():
        assert Message.objects.get().state == "sent"
        assert Interaction.objects.get().kind == "whatsapp"


@pytest.mark.parametrize("path", ["customers/chats/?id={}", "customers/{}/"])
def test_whoever_refused_is_told_why_instead_of_a_link(owner: Person, path: str) -> None:
    customer = dana(owner)
    with owner.scope():
        Contact.objects.create(customer=customer, name="דנה בעבודה", phone="050-7654321")
    be_refused(owner, customer)
    before = snapshot()
    page = owner.client.get(owner.url(path.format(customer.pk))).content.decode()
    assert not list(links(page))
    assert "התבקשנו לא לשלוח שום הודעה" in page
    assert changed(before) in ([], ["activity.Seen"])  # the card notes that it was looked at


def test_the_list_asks_for_its_chats_and_gets_those_that_one_sees(owner: Person, stranger: Person) -> None:
    mine = dana(owner)
    with stranger.scope():
        theirs = make(stranger.access, "של אחרים", phone="052-7654321")
    address = f"customers/chats/?id={mine.pk}"
    assert owner.url(address) in owner.client.get(owner.url("customers/")).content.decode()
    both = owner.client.get(owner.url(f"{address}&id={theirs.pk}&id=x&id={10**30}")).content.decode()
    assert [told["to"] for _link, _tells, told in links(both)] == ["+972501234567"]
    assert f'id="chat-{theirs.pk}"' not in both


def test_sent_all_the_same_is_kept_as_refused_and_nothing_else(owner: Person) -> None:
    customer = dana(owner)
    be_refused(owner, customer)
    before = snapshot()
    said = owner.client.post(owner.url(f"customers/{customer.pk}/sent/"), {"key": "k"})
    assert said.status_code == 302
    assert set(changed(before)) <= {"channels.Message", "orgs.LogEntry"}
    with owner.scope():
        assert Message.objects.get().state == "refused"


@pytest.mark.parametrize(
    ("said", "open_"),
    [
        ({"direction": "in", "kind": "whatsapp"}, True),
        ({"kind": "call", "outcome": "spoke"}, True),
        ({"kind": "call", "outcome": "no_answer"}, False),
        ({"kind": "whatsapp"}, False),
        ({"direction": "in", "kind": "whatsapp", "at": timezone.now() - timedelta(days=9)}, False),
    ],
)
def test_two_a_week_do_not_silence_a_talk_that_is_under_way(
    owner: Person, said: dict[str, Any], open_: bool
) -> None:
    customer, now = dana(owner), timezone.now()
    with owner.scope():
        for key in ("a", "b"):
            assert sent_by_hand(owner.access, customer, "in_touch", key=key, now=now).state == "sent"
        before = offer(owner.access, customer)
        assert before is not None
        assert (before.link, bool(before.why)) == ("", True)
        log_interaction(owner.access, customer, Said(**{"at": now, **said}), now=now)
        found = offer(owner.access, customer)
        assert found is not None
        assert bool(found.link) is open_
        kept = sent_by_hand(owner.access, customer, "in_touch", key="c", now=now)
        assert (kept.state, kept.reason) == (("sent", "talk") if open_ else ("refused", "too_often"))


def test_the_same_phone_of_somebody_else_who_refused_counts(owner: Person) -> None:
    customer = dana(owner)
    with owner.scope():
        other = make(owner.access, "מישהו", phone="050-1234567")
    be_refused(owner, other)
    page = owner.client.get(owner.url(f"customers/{customer.pk}/")).content.decode()
    assert not list(links(page))


def test_each_number_is_its_own_and_its_owner_is_called_by_name(owner: Person) -> None:
    with owner.scope():
        customer = make(owner.access, "טכנולוגיות", phone="03-5551234", phone2="052-2222222")
        Contact.objects.create(customer=customer, name="רות כהן", phone="050-7654321")
        Contact.objects.create(customer=customer, name="בלי", phone="*2700")
    page = owner.client.get(owner.url(f"customers/{customer.pk}/")).content.decode()
    found = {told["to"]: unquote(link) for link, _tells, told in links(page)}
    assert found.keys() == {"+97235551234", "+972522222222", "+972507654321"}
    assert "רות" in found["+972507654321"]
    _link, tells, told = next(one for one in links(page) if one[2]["to"] == "+972507654321")
    owner.client.post(tells, told)
    with owner.scope():
        assert Message.objects.get().address == "+972507654321"


def test_a_number_that_is_not_theirs_is_not_written_down(owner: Person) -> None:
    customer = dana(owner)
    url = owner.url(f"customers/{customer.pk}/sent/")
    owner.client.post(url, {"wording": "in_touch", "key": "k", "to": "+972509999999"})
    with owner.scope():
        assert Message.objects.get().address == "+972501234567"


def test_it_leads_back_to_where_one_wrote_from(owner: Person) -> None:
    customer = dana(owner)
    url = owner.url(f"customers/{customer.pk}/sent/")
    came = "http://testserver" + owner.url("customers/?city=x")
    said = owner.client.post(url, {"wording": "in_touch", "key": "k"}, headers={"Referer": came})
    assert said.headers["Location"] == owner.url("customers/?city=x")
    abroad = owner.client.post(
        url, {"wording": "in_touch", "key": "k"}, headers={"Referer": "https://evil.test/"}
    )
    assert abroad.headers["Location"] == owner.url(f"customers/{customer.pk}/")


def test_a_text_with_something_left_to_fill_in_gives_way(inside: Access, house: Organization) -> None:
    customer = make(inside, "דנה לוי", kind="person", phone="050-1234567")
    pen = Pen(inside, [customer], now=timezone.now())
    made = pen.offer(customer, reasons=["quote_day2"], has_deal=True)
    assert made is not None
    assert made.wording == "in_touch"
    viewer = make_person(house, "viewer@house.test", Role.VIEWER)
    assert offer(viewer.access, customer) is None


def test_as_many_queries_for_many_as_for_one(inside: Access) -> None:
    customers = [make(inside, f"לקוח {number}", phone=f"050-12345{number:02}") for number in range(12)]

    def asked(some: list[Customer]) -> int:
        with CaptureQueriesContext(connection) as queries:
            pen = Pen(inside, some, now=timezone.now())
            assert all(pen.offer(one) for one in some)
        return len(queries)

    assert asked(customers[:1]) == asked(customers) <= 8
