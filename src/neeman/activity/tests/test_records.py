"""The full record: everything that was said, the tasks agreed on, corrected without overwriting anybody."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from conftest import Person, make_person
from neeman.activity.models import Channel, Interaction, Kind, Task
from neeman.activity.proposing import read_steps
from neeman.activity.tests.making import NOW, talk
from neeman.customers.models import Contact, Customer
from neeman.customers.tests.making import make
from neeman.orgs.hours import hours_of
from neeman.orgs.models import Organization
from neeman.orgs.roles import Role
from tests.walls.database import changed, snapshot

TOLD = {
    "kind": "strategic",
    "direction": "out",
    "at": "2026-11-16T09:30",
    "minutes": "75",
    "topic": "תוכנית 2027",
    "text": "סוכם מחירון קבוע",
    "insights": "שוקלים ספק שני",
}


@pytest.fixture
def customer(owner: Person) -> Customer:
    with owner.scope():
        return make(owner.access)


def record(person: Person, customer: Customer, **given: object) -> object:
    return person.client.post(person.url(f"customers/{customer.pk}/record/"), {**TOLD, **given})


def test_everything_of_a_strategic_meeting_is_kept(owner: Person, customer: Customer) -> None:
    with owner.scope():
        contact = Contact.objects.create(customer=customer, name="רונן שגיא")
    record(owner, customer, contact=contact.pk, tasks="טיוטת חוזה עד 14.12\nלברר מלאי", next_day="2026-12-20")
    with owner.scope():
        row = Interaction.objects.get()
        assert (row.kind, row.minutes, row.topic, row.contact) == ("strategic", 75, "תוכנית 2027", contact)
        assert (row.text, row.insights) == ("סוכם מחירון קבוע", "שוקלים ספק שני")
        assert row.at == datetime(2026, 11, 16, 9, 30, tzinfo=ZoneInfo("Asia/Jerusalem"))
        agreed = dict(Task.objects.filter(origin="").values_list("title", "due_on__month"))
        assert agreed.keys() == {"טיוטת חוזה", "לברר מלאי"}
        assert agreed["טיוטת חוזה"] == 12
        assert Task.objects.get(origin="again").due_on == date(2026, 12, 20)


def test_an_order_says_how_it_came_and_who_took_it(
    owner: Person, colleague: Person, customer: Customer
) -> None:
    member = colleague.access.member
    assert member is not None
    record(owner, customer, kind="order", channel="whatsapp", member=member.pk, insights="")
    with owner.scope():
        row = Interaction.objects.get()
        assert (row.kind, row.channel, row.member) == (Kind.ORDER, Channel.WHATSAPP, member)
    card = owner.client.get(owner.url(f"customers/{customer.pk}/")).content.decode()
    assert f'href="{owner.url(f"interactions/{row.pk}/")}"' in card


def test_what_is_for_me_alone_is_mine(owner: Person, colleague: Person, customer: Customer) -> None:
    assert colleague.access.member is not None
    record(owner, customer, is_private="on", member=colleague.access.member.pk)
    with owner.scope():
        assert Interaction.objects.get().member == owner.access.member


def test_the_future_is_refused_beside_its_field(owner: Person, customer: Customer) -> None:
    before = snapshot()
    tomorrow = datetime.now(tz=ZoneInfo("Asia/Jerusalem")) + timedelta(days=1)
    answer = record(owner, customer, at=f"{tomorrow:%Y-%m-%dT%H:%M}")
    assert answer.status_code == 422
    assert 'id="id_at_error"' in answer.content.decode()
    assert changed(before) == []


def test_the_same_form_sent_twice_is_one_record(owner: Person, customer: Customer) -> None:
    for _ in range(2):
        record(owner, customer, key="once", tasks="לברר מלאי")
    with owner.scope():
        assert (Interaction.objects.count(), Task.objects.count()) == (1, 1)


def test_opening_and_saving_changes_nothing(owner: Person, customer: Customer) -> None:
    with owner.scope():
        logged = talk(owner.access, customer, now=NOW.replace(second=17), outcome="spoke")
    url = owner.url(f"interactions/{logged.interaction.pk}/")
    assert 'value="2026-11-23T10:30"' in owner.client.get(url).content.decode()
    before = snapshot()
    same = {"kind": "call", "direction": "out", "outcome": "spoke", "at": "2026-11-23T10:30"}
    assert owner.access.member is not None
    owner.client.post(url, {**same, "member": owner.access.member.pk, "version": 1})
    assert set(changed(before)) <= {"django_session"}


def test_two_who_correct_at_once_see_both_versions(
    owner: Person, colleague: Person, customer: Customer
) -> None:
    with owner.scope():
        row = talk(owner.access, customer, outcome="spoke", text="מחיר 100").interaction
    url, theirs = owner.url(f"interactions/{row.pk}/"), {**TOLD, "version": 1}
    assert colleague.client.post(url, {**theirs, "text": "מחיר 120"}).status_code == 302
    before = snapshot()
    clash = owner.client.post(url, {**theirs, "text": "מחיר 130"})
    shown = clash.content.decode()
    assert clash.status_code == 409
    assert "מחיר 120" in shown
    assert "מחיר 130" in shown
    assert changed(before) == []
    owner.client.post(url, {**theirs, "text": "מחיר 130", "version": 2, "choose-text": "theirs"})
    with owner.scope():
        assert Interaction.objects.get().text == "מחיר 120"


def test_a_viewer_reads_and_cannot_write(owner: Person, house: Organization, customer: Customer) -> None:
    viewer = make_person(house, "viewer@house.test", Role.VIEWER)
    with owner.scope():
        row = talk(owner.access, customer, text="סוכם מחירון").interaction
    url = viewer.url(f"interactions/{row.pk}/")
    page = viewer.client.get(url).content.decode()
    assert "סוכם מחירון" in page
    assert "<textarea" not in page
    before = snapshot()
    assert viewer.client.post(url, {**TOLD, "version": 1}).status_code == 403
    assert changed(before) == []


def test_a_private_record_is_nobody_elses(owner: Person, colleague: Person, customer: Customer) -> None:
    with owner.scope():
        row = talk(owner.access, customer, text="סודי", is_private=True).interaction
    before = snapshot()
    url = owner.url(f"interactions/{row.pk}/")
    assert colleague.client.get(url).status_code == 404
    assert colleague.client.post(url, {**TOLD, "version": 1}).status_code == 404
    assert Client().get(url).status_code == 302
    assert changed(before) == []


@pytest.mark.parametrize(
    ("line", "what", "day"),
    [
        ("לשלוח מחירון עד 14.12", "לשלוח מחירון", date(2026, 12, 14)),
        ("לשלוח מחירון, מחר", "לשלוח מחירון", date(2026, 11, 24)),
        ("send the price list by Thursday", "send the price list", date(2026, 11, 26)),
        ("לחכות עד שיחזרו אלינו", "לחכות עד שיחזרו אלינו", date(2026, 11, 24)),
        ("לברר מלאי", "לברר מלאי", date(2026, 11, 24)),
        ("עד 14.12", "עד 14.12", date(2026, 11, 24)),
    ],
)
def test_tasks_are_read_as_people_write_them(house: Organization, line: str, what: str, day: date) -> None:
    (step,) = read_steps(f"\n {line} \n", NOW.date(), hours_of(house))
    assert (step.title, step.due_on) == (what, day)
