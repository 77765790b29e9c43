"""The palette: whatever one remembers finds the customer, and every page and act has its name."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qsl

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conftest import Person, make_person
from neeman.activity.models import Outcome
from neeman.activity.services.interactions import Said, log_interaction
from neeman.channels.models.consent import Source
from neeman.channels.models.message import Message
from neeman.channels.services.consents import Words, refuse
from neeman.customers.directory import recipient_of
from neeman.customers.models import Contact, Customer
from neeman.customers.services.contacts import add_contact
from neeman.customers.tests.making import make, stand
from neeman.desk.palette.commands import commands, commands_here
from neeman.orgs.access import Access
from neeman.orgs.models import Organization
from neeman.orgs.roles import Role, Sees
from tests.walls.database import changed, snapshot

HTMX = {"HX-Request": "true"}


def found(person: Person, text: str = "", at: str = "") -> str:
    answer = person.client.get(person.url("find/"), {"q": text, "at": at}, headers=HTMX)
    assert answer.status_code == 200
    return answer.content.decode()


def names(html: str) -> list[str]:
    return re.findall(r"<b><bdi[^>]*>([^<]+)</bdi></b>(?! *</span></a>)", html)


@pytest.fixture
def dani(owner: Person) -> Customer:
    with owner.scope():
        customer = make(
            owner.access,
            "טכנו־סולושנס בע״מ",
            phone="03-765-4321",
            remarks="מעדיף משלוח בבוקר, ליד החלון הגדול",
            city="חיפה",
        )
        add_contact(owner.access, customer, {"name": "דני כהן", "phone": "052-1112233"})
        stand(customer)
        make(owner.access, "אחר לגמרי")
    return customer


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("טכנ", ""),
        ("יתל", ""),  # nothing: the page of the rest is offered
        ("dani", "דני כהן"),
        ("sbh fvi", "דני כהן"),
        ("דני", "דני כהן"),
        ("4321", "03-765-4321"),
        ("2233", "052-111-2233"),
        ("בוקר", "מעדיף משלוח בבוקר"),
        ("חלון", "ליד החלון"),
        ("חיפ", "חיפה"),
    ],
)
def test_whatever_one_remembers_finds_it(owner: Person, dani: Customer, text: str, because: str) -> None:
    html = found(owner, text)
    if text == "יתל":
        assert "customers/add/" in html
        assert f"found-{dani.pk}" not in html
        return
    assert f'id="found-{dani.pk}"' in html
    assert "אחר לגמרי" not in html
    assert because in html


def test_a_row_says_how_they_stand_and_when_one_spoke(owner: Person, dani: Customer) -> None:
    with owner.scope():
        log_interaction(
            owner.access, dani, Said(outcome=Outcome.SPOKE, text="סוכם על מחיר"), now=timezone.now()
        )
    html = found(owner, "טכנ")
    for said in ("grade A", "health watch", "היום", 'href="tel:+97237654321"', "https://wa.me/97237654321"):
        assert said in html
    by_person = found(owner, "דני")
    assert "https://wa.me/972521112233" in by_person, "whoever was found is whom one calls"


def test_what_was_sent_from_it_passes_the_gate(owner: Person, dani: Customer) -> None:
    told = re.search(r'data-tells="([^"]+)" data-with="([^"]+)"', found(owner, "דני"))
    assert told
    owner.client.post(told[1], dict(parse_qsl(unescape(told[2]))))
    with owner.scope():
        message = Message.objects.get()
        assert (message.state, message.address) == ("sent", "+972521112233")


def test_to_whom_nothing_may_be_sent_there_is_a_reason_and_no_link(owner: Person, dani: Customer) -> None:
    with owner.scope():
        words = Words("די", Source.SPOKEN, timezone.now())
        refuse(owner.access, recipient_of(owner.access, dani), words, everything=True)
    before = snapshot()
    html = found(owner, "דני")
    assert "wa.me" not in html
    assert "התבקשנו לא לשלוח שום הודעה" in html
    assert changed(before) == []


def test_nothing_typed_shows_the_last_ones(owner: Person, dani: Customer) -> None:
    now = timezone.now()
    with owner.scope():
        later = make(owner.access, "מאוחר")
        log_interaction(owner.access, dani, Said(outcome=Outcome.SPOKE), now=now - timedelta(hours=2))
        log_interaction(owner.access, later, Said(outcome=Outcome.SPOKE), now=now)
    html = found(owner)
    assert html.index("מאוחר") < html.index("סולושנס")
    assert "אחר לגמרי" not in html


def test_commands_are_found_in_both_languages_and_the_wrong_layout(owner: Person) -> None:
    for text in ("ייבוא", "impo", "הגדר", "sett", "vdsr"):
        assert owner.url("imports/") in found(owner, text) or owner.url("settings/all/") in found(
            owner, text
        ), text
    assert 'hx-target="#floating"' in found(owner, "quick")


def test_only_what_the_role_may_do_is_offered(owner: Person, house: Organization) -> None:
    viewer = make_person(house, "viewer@house.test", Role.VIEWER)
    for text in ("members", "import", "quick add", "add a customer"):
        assert "hx-get" not in found(viewer, text)
        assert viewer.url("members/") not in found(viewer, text)
        assert viewer.url("imports/") not in found(viewer, text)
        assert viewer.url("customers/add/") not in found(viewer, text)


def test_the_acts_of_the_record_one_is_on(owner: Person, house: Organization, dani: Customer) -> None:
    at = owner.url(f"customers/{dani.pk}/")
    assert f"{at}#part-next" in found(owner, at=at)
    assert f"{at}edit/" in found(owner, "edit", at=at)
    assert f"{at}edit/" not in found(owner, "edit")
    assert f"{at}edit/" not in found(owner, "edit", at=at.replace(house.slug, "elsewhere", 1))
    viewer = make_person(house, "viewer@house.test", Role.VIEWER)
    assert at not in found(viewer, at=at)
    for strange in ("//evil.test/", "javascript:alert(1)", "/" * 300, "\x00"):
        assert "evil" not in found(owner, "edit", at=strange)


def test_every_command_leads_to_a_page(owner: Person, dani: Customer) -> None:
    at = owner.url(f"customers/{dani.pk}/")
    offered = commands_here(owner.access, at)
    for letter in "abcdefghijklmnopqrstuvwxyzאבגדהוזחטיכלמנסעפצקרשת":
        offered += commands(owner.access, letter, at)
    assert len({one.href for one in offered}) > 15
    for href in {one.href.partition("#")[0] for one in offered}:
        assert owner.client.get(href).status_code == 200, href


def test_customers_that_are_not_ones_own_are_not_found(
    owner: Person, stranger: Person, house: Organization, dani: Customer
) -> None:
    narrow = make_person(house, "narrow@house.test", Role.SALESPERSON, sees=Sees.OWN)
    for person in (stranger, narrow):
        assert f"found-{dani.pk}" not in found(person, "טכנ")
    with owner.scope():
        log_interaction(owner.access, dani, Said(outcome=Outcome.SPOKE), now=timezone.now())
    assert f"found-{dani.pk}" not in found(narrow)


def test_whoever_is_refused_writes_and_learns_nothing(
    owner: Person, stranger: Person, dani: Customer
) -> None:
    before = snapshot()
    answer = stranger.client.get(owner.url("find/"), {"q": "טכנ"}, headers=HTMX)
    assert answer.status_code == 404
    assert owner.client.post(owner.url("find/"), {"q": "טכנ"}).status_code == 405
    assert changed(before) == []
    assert "סולושנס" not in answer.content.decode()


def test_a_browser_without_scripts_gets_a_page(owner: Person, dani: Customer) -> None:
    html = owner.client.get(owner.url("find/"), {"q": "טכנ"}).content.decode()
    assert f'id="found-{dani.pk}"' in html
    assert html.count("data-palette-form") == 1
    assert "<dialog" not in html.split('id="palette-found"')[1].split("</section>")[0]


def test_hostile_names_are_only_text(owner: Person) -> None:
    with owner.scope():
        make(owner.access, "<script>alert(1)</script> טכנו", remarks='"><img src=x onerror=alert(1)>')
    for text in ("טכנ", "img", "<script>alert(9)</script>"):
        html = found(owner, text)
        assert "<script" not in html
        assert "<img" not in html


def test_as_many_queries_for_one_as_for_many(inside: Access, owner: Person) -> None:
    def asked(text: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            found(owner, text)
        return len(caught)

    for number in range(9):
        customer = make(inside, f"רבים {number}", phone=f"052-000000{number}")
        stand(customer)
        Contact.objects.create(customer=customer, name=f"איש {number}")
    make(inside, "יחיד ומיוחד")
    found(owner, "רבים")
    assert asked("רבים") <= 11, "who asks, the search, the rows, their people, what the gate says of them"
    assert asked("יחיד") <= 15, "what found little is widened: three searches more"
