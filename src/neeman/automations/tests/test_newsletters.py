"""A newsletter goes to whoever may get it, once, and only after it was counted and confirmed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from conftest import Person, make_person
from neeman.automations.models import Newsletter, Place, Reader, Stage
from neeman.automations.queries.newsletters import audience, counts, newsletters, whys
from neeman.automations.services.newsletters import (
    ask_to_count,
    confirm,
    count,
    hand_all,
    stop_newsletter,
    write_newsletter,
)
from neeman.automations.tests.making import DAY, NOW, outside
from neeman.channels.models.consent import Source
from neeman.channels.models.message import Message
from neeman.channels.services.consents import Words, give_consent, refuse
from neeman.channels.services.templates import add_content
from neeman.customers.directory import recipient_of
from neeman.customers.models import Customer
from neeman.customers.services.acting import Unfit
from neeman.customers.tests.making import make
from neeman.jobs.work import do_waiting
from neeman.orgs.access import Access
from neeman.orgs.changes import StaleWrite
from neeman.orgs.models import Organization
from neeman.orgs.roles import Role, Sees
from tests.walls.database import changed, snapshot

VALUES = {"content": "מדריך"}


@pytest.fixture
def letter(inside: Access) -> Iterator[Newsletter]:
    for number in range(4):
        customer = make(inside, f"לקוח {number}", kind="person", phone=f"050-123456{number}")
        if number < 3:
            words = Words("כן", Source.FORM, NOW - DAY, "טופס")
            give_consent(inside, recipient_of(inside, customer), words)
    make(inside, "בלי טלפון", kind="person")
    make(inside, "ליד", kind="person", status="lead", phone="050-9999999")
    with outside(inside):
        written = {"name": "חודשי", "text": "offer", "channels": ["sms"], "query": "status=active"}
        yield write_newsletter(inside, written)


def counted(access: Access, letter: Newsletter) -> Newsletter:
    ask_to_count(access, letter, VALUES)
    count(access, letter, now=NOW, tell=lambda done, total: None)
    letter.refresh_from_db()
    return letter


def hand(access: Access, letter: Newsletter) -> None:
    letter.refresh_from_db()
    hand_all(access, letter, clock=lambda: NOW, tell=lambda done, total: None)
    letter.refresh_from_db()


def test_it_is_told_who_gets_it_and_who_not_and_why(inside: Access, letter: Newsletter) -> None:
    counted(inside, letter)
    assert letter.stage == Stage.READY
    assert counts(inside, letter) == {Place.GETS: 3, Place.NOT: 2}
    assert whys(inside, letter) == [("no_address", 1), ("no_consent", 1)]
    assert not Message.objects.exists()


def test_it_is_confirmed_once_and_everybody_gets_it_once(inside: Access, letter: Newsletter) -> None:
    counted(inside, letter)
    confirm(inside, letter, version=letter.version, now=NOW)
    with pytest.raises(StaleWrite):
        confirm(inside, letter, version=letter.version, now=NOW)
    for _ in range(2):
        hand(inside, letter)
    assert letter.stage == Stage.SENT
    assert Message.objects.filter(state="waiting", purpose="marketing").count() == 3
    with pytest.raises(Unfit):
        ask_to_count(inside, letter, VALUES)


def test_who_refuses_in_between_gets_nothing(inside: Access, letter: Newsletter) -> None:
    counted(inside, letter)
    confirm(inside, letter, version=letter.version, now=NOW)
    customer = Customer.objects.get(name="לקוח 1")
    refuse(inside, recipient_of(inside, customer), Words("הסר", Source.REPLY, NOW))
    hand(inside, letter)
    row = Reader.objects.get(customer=customer)
    assert (row.place, row.why) == (Place.NOT, "refused")
    assert Message.objects.filter(state="waiting").count() == 2


def test_what_is_stopped_does_not_leave(inside: Access, letter: Newsletter) -> None:
    counted(inside, letter)
    confirm(inside, letter, version=letter.version, now=NOW)
    stop_newsletter(inside, letter, now=NOW)
    hand(inside, letter)
    assert (letter.stage, Message.objects.count()) == (Stage.STOPPED, 0)


def test_a_value_that_lacks_is_asked_for(inside: Access, letter: Newsletter) -> None:
    with pytest.raises(Unfit):
        ask_to_count(inside, letter, {"content": " "})
    assert Newsletter.objects.get().stage == Stage.DRAFT


def test_counting_is_taken_up_where_it_was_cut_off(inside: Access, letter: Newsletter) -> None:
    ask_to_count(inside, letter, VALUES)
    first = Customer.objects.earliest("pk")
    Reader.objects.create(newsletter=letter, customer=first, place=Place.NOT, why="no_consent")
    count(inside, letter, now=NOW, tell=lambda done, total: None)
    assert counts(inside, letter) == {Place.GETS: 2, Place.NOT: 3}


def test_through_the_pages(owner: Person) -> None:
    with owner.scope():
        make(owner.access, "לקוח", kind="person", phone="050-1234567")
    given = {"name": "חודשי", "query": "", "text": "thanks", "channels": ["sms"]}
    page = owner.client.post(owner.url("automations/newsletters/new/"), given).url
    owner.client.post(f"{page}count/")
    assert "hx-get" in owner.client.get(page).content.decode()
    do_waiting()
    assert owner.client.get(f"{page}progress/").headers["HX-Refresh"] == "true"
    with owner.scope():
        assert whys(owner.access, Newsletter.objects.get()) == [("not_connected", 1)]
    assert owner.client.get(page).status_code == 200


def test_who_may_not_does_not(owner: Person, house: Organization, letter: Newsletter) -> None:
    viewer = make_person(house, "viewer@house.test", Role.VIEWER)
    before = snapshot()
    assert viewer.client.get(viewer.url("automations/newsletters/")).status_code == 403
    assert "newsletters/chosen/" not in viewer.client.get(viewer.url("customers/")).content.decode()
    with viewer.scope():
        with pytest.raises(PermissionDenied):
            write_newsletter(viewer.access, {"name": "x", "text": "thanks"})
        with pytest.raises(PermissionDenied):
            confirm(viewer.access, letter, version=letter.version, now=NOW)
    assert changed(before) == []


def test_a_salesperson_writes_to_their_own_customers_and_sees_their_own_letters(
    owner: Person, house: Organization, letter: Newsletter
) -> None:
    seller = make_person(house, "seller@house.test", Role.SALESPERSON, sees=Sees.OWN)
    with owner.scope():
        Customer.objects.filter(name="לקוח 1").update(owner=seller.access.member)
        every = list(Customer.objects.order_by("pk").values_list("pk", flat=True))
    given = {"name": "שלי", "text": "touch", "channels": ["sms"], "id": every}
    assert "newsletters/chosen/" in seller.client.get(seller.url("customers/")).content.decode()
    assert (
        "לקוח אחד"
        in seller.client.post(seller.url("automations/newsletters/chosen/"), {"id": every}).content.decode()
    )
    page = seller.client.post(seller.url("automations/newsletters/chosen/"), given).url
    with seller.scope():
        (own,) = newsletters(seller.access)
        own.values = VALUES
        ask_to_count(seller.access, own, VALUES)
        count(seller.access, own, now=NOW, tell=lambda done, total: None)
        assert list(Reader.objects.filter(newsletter=own).values_list("customer__name", flat=True)) == [
            "לקוח 1"
        ]
    before = snapshot()
    for verb in ("", "progress/", "count/", "send/", "stop/"):
        address = seller.url(f"automations/newsletters/{letter.pk}/{verb}")
        answer = seller.client.get(address) if verb in ("", "progress/") else seller.client.post(address)
        assert answer.status_code == 404
    with seller.scope(), pytest.raises(Http404):
        confirm(seller.access, letter, version=letter.version, now=NOW)
    assert changed(before) == []
    assert seller.client.get(page).status_code == 200
    assert owner.client.get(page).status_code == 200, "who sets up automations sees every letter"


def test_it_goes_to_those_who_were_chosen_on_the_list(owner: Person, house: Organization) -> None:
    with owner.scope():
        ids = [make(owner.access, f"לקוח {number}", phone=f"050-123456{number}").pk for number in range(3)]
        add_content(owner.access, {"title": "איך בוחרים", "link": "https://example.test/a"})
    assert "newsletters/chosen/" in owner.client.get(owner.url("customers/")).content.decode()
    address = owner.url("automations/newsletters/chosen/")
    assert "2" in owner.client.post(address, {"id": ids[:2]}).content.decode()
    with owner.scope():
        assert not Newsletter.objects.exists()
    given = {"name": "לשניים", "text": "touch", "channels": ["sms"]}
    page = owner.client.post(address, {"id": ids[:2], **given}, follow=True).content.decode()
    assert "https://example.test/a" in page, "the library is offered"
    every = {"all": "1", "query": "status=active"}
    assert "3" in owner.client.post(address, every).content.decode()
    owner.client.post(address, {**every, **given})
    with owner.scope():
        whole, two = newsletters(owner.access)
        day = NOW.date()
        assert audience(owner.access, two, today=day) == ids[:2]
        assert sorted(audience(owner.access, whole, today=day)) == ids
    narrow = make_person(house, "narrow@house.test", Role.SALES_MANAGER, sees=Sees.OWN)
    with narrow.scope():
        assert audience(narrow.access, two, today=day) == [], "nobody writes to whom they do not see"
