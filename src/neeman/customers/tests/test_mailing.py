"""One text to many: each through the gate, once, in whatever the job goes through."""

from __future__ import annotations

from django.utils import timezone

from conftest import Person, make_person
from neeman.channels.models.consent import Source
from neeman.channels.models.message import Message
from neeman.channels.services.consents import Words, give_consent, refuse
from neeman.channels.services.templates import add_content
from neeman.channels.tests.standins import Provider, connected
from neeman.customers.directory import recipient_of
from neeman.customers.services.mailing import Mailing, queue_mailing, sendable, write_to_many
from neeman.customers.tests.making import make
from neeman.jobs.models import Job
from neeman.jobs.work import do_waiting
from neeman.orgs.access import Access
from neeman.orgs.roles import Role, Sees


def test_only_those_who_agreed_get_it_and_once(inside: Access) -> None:
    people = [make(inside, f"לקוח {n}", phone=f"050-123456{n}", kind="person") for n in range(4)]
    words = Words("כן", Source.FORM, timezone.now())
    for one in people[:3]:
        give_consent(inside, recipient_of(inside, one), words)
    refuse(inside, recipient_of(inside, people[2]), words)
    piece = add_content(inside, {"title": "איך בוחרים", "link": "https://example.com/a"})
    mailing = Mailing("miss_you", "he", "sms", piece.pk, "spring")
    with connected(inside, Provider()):
        ids = [one.pk for one in people]
        counted = [write_to_many(inside, ids, mailing, lambda *_: None) for _ in range(2)]
    assert counted == [{"waiting": 2, "refused": 1, "no_consent": 1}] * 2
    assert Message.objects.count() == 4
    assert "https://example.com/a" in Message.objects.filter(state="waiting")[0].body


def test_texts_of_one_customer_are_not_offered(inside: Access) -> None:
    offered = {text.reason for text in sendable(inside, "he")}
    assert {"touch", "miss_you", "birthday"} <= offered
    assert not {"quote_sent", "payment", "meeting"} & offered


def test_the_page_asks_and_the_job_writes(owner: Person) -> None:
    with owner.scope():
        one = make(owner.access, "דנה", phone="050-1234567")
        with connected(owner.access, Provider()):
            asked = owner.client.post(owner.url("customers/together/write/"), {"id": one.pk})
            assert "כתיבה אל" in asked.content.decode()
            assert not Job.objects.filter(name="customers.write_to_many").exists()
            chosen = {"id": one.pk, "text": "birthday", "channel": "sms"}
            assert owner.client.post(owner.url("customers/together/write/"), chosen).status_code == 302
            do_waiting()
            assert Message.objects.get().party == f"customer:{one.pk}"


def test_nobody_writes_to_whom_they_do_not_see(inside: Access, owner: Person) -> None:
    other = make(inside, "אחר", phone="050-1234567")
    narrow = make_person(owner.organization, "narrow@house.test", Role.SALESPERSON, sees=Sees.OWN)
    queue_mailing(narrow.access, [other.pk], Mailing("birthday", "he", "sms"))
    do_waiting()
    assert not Message.objects.exists()
