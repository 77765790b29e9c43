"""What a device keeps for the time without a network, and how what it recorded then arrives."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from conftest import Person, make_person
from neeman.activity.models import Interaction, Seen
from neeman.activity.queries import offline
from neeman.activity.services.cadence import day_of, refresh
from neeman.activity.tests.making import talk
from neeman.channels.models.consent import Source
from neeman.channels.models.message import Message
from neeman.channels.services.consents import Words, refuse
from neeman.customers.directory import recipient_of
from neeman.customers.models import Contact, Customer, FollowUp
from neeman.customers.tests.making import make
from neeman.orgs.models import Organization
from neeman.orgs.roles import Role, Sees
from tests.walls.database import changed, snapshot


def book(person: Person) -> dict[str, Any]:
    answer = person.client.get(person.url("offline/cards/"))
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def sent(person: Person, whom: Customer, **fields: Any) -> int:
    body = {
        "who": person.user.pk,
        "customer": whom.pk,
        "at": (timezone.now() - timedelta(hours=3)).isoformat(),
        "outcome": "spoke",
        "key": "k1",
        **fields,
    }
    return person.client.post(person.url("offline/talk/"), body).status_code


def test_a_card_holds_what_one_needs_to_call(owner: Person) -> None:
    with owner.scope():
        customer = make(owner.access, name="טק-סולושנס", phone="03-5551234", city="חיפה")
        Contact.objects.create(customer=customer, name="דני כהן", phone="050-7654321")
        for days in range(5):
            talk(owner.access, customer, days_ago=days, now=timezone.now(), text=f"לפני {days}")
    (card,) = book(owner)["cards"]
    assert (card["name"], card["city"], card["words"]) == ("טק-סולושנס", "חיפה", "לפני 0")
    assert [phone["tel"] for phone in card["phones"]] == ["+97235551234", "+972507654321"]
    assert card["phones"][1]["link"].startswith("https://wa.me/972507654321?text=")
    assert [one["text"].split(" · ")[-1] for one in card["talks"]] == ["לפני 0", "לפני 1", "לפני 2"]
    assert card["due"]


def test_it_is_kept_no_longer_than_the_session(owner: Person) -> None:
    told = book(owner)
    assert told["who"] == owner.user.pk
    assert told["kept"] < told["until"] <= told["kept"] + 12 * 3600 + 60


def test_no_money_and_nothing_out_of_sight(owner: Person, house: Organization) -> None:
    narrow = make_person(house, "narrow@house.test", Role.SALESPERSON, sees=Sees.OWN)
    with owner.scope():
        hidden = make(owner.access, name="סודי")
        mine = make(owner.access, name="שלי")
        Customer.objects.filter(pk=mine.pk).update(owner=narrow.access.member)
        talk(owner.access, hidden, now=timezone.now())
        talk(owner.access, mine, now=timezone.now(), text="אישי", is_private=True)
    cards = book(narrow)["cards"]
    assert [card["name"] for card in cards] == ["שלי"]
    assert "אישי" not in str(cards[0]["talks"])
    assert not any("minor" in key or "revenue" in key for key in cards[0])


def test_who_is_due_comes_first_then_who_was_seen(owner: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offline, "CARDS", 3)
    now = timezone.now()
    with owner.scope():
        for name in ("רביעי", "שלישי", "שני", "ראשון"):
            make(owner.access, name=name)
        ids = dict(Customer.objects.values_list("name", "pk"))
        for name, days in (("שלישי", 200), ("רביעי", 300)):
            talk(owner.access, Customer.objects.get(pk=ids[name]), days_ago=days, now=now)
        refresh(owner.access, list(ids.values()), today=day_of(owner.access, now))
        FollowUp.objects.exclude(customer=ids["ראשון"]).update(due_on=now.date() + timedelta(days=99))
        FollowUp.objects.filter(customer=ids["ראשון"]).update(due_on=now.date())
        Seen.objects.create(member=owner.access.member, customer_id=ids["שני"], at=now)
    assert [card["name"] for card in book(owner)["cards"]] == ["ראשון", "שני", "שלישי"]


def test_a_talk_arrives_at_its_own_time_and_once(owner: Person) -> None:
    with owner.scope():
        customer = make(owner.access)
    assert sent(owner, customer, text="נאמר במעלית") == 204
    assert sent(owner, customer, text="נאמר במעלית") == 204
    with owner.scope():
        one = Interaction.objects.get()
    assert one.text == "נאמר במעלית"
    assert timedelta(hours=2, minutes=59) < timezone.now() - one.at < timedelta(hours=3, minutes=5)


def test_a_clock_that_runs_ahead_is_no_reason_to_lose_it(owner: Person) -> None:
    with owner.scope():
        customer = make(owner.access)
    assert sent(owner, customer, at=(timezone.now() + timedelta(days=2)).isoformat()) == 204
    with owner.scope():
        assert Interaction.objects.get().at <= timezone.now()


def test_what_happened_to_one_who_was_merged_goes_to_who_remains(owner: Person) -> None:
    with owner.scope():
        kept, gone = make(owner.access, name="נשאר"), make(owner.access, name="נבלע", phone="050-7654321")
        Customer.objects.filter(pk=gone.pk).update(merged_into=kept)
    assert sent(owner, gone) == 204
    with owner.scope():
        assert Interaction.objects.get().customer_id == kept.pk


def refuse_everything(owner: Person, customer: Customer) -> None:
    words = Words("די", Source.SPOKEN, timezone.now())
    refuse(owner.access, recipient_of(owner.access, customer), words, everything=True)


def test_of_whoever_refused_it_keeps_the_reason_and_no_link(owner: Person) -> None:
    with owner.scope():
        customer = make(owner.access, phone="050-7654321")
        refuse_everything(owner, customer)
    (phone,) = book(owner)["cards"][0]["phones"]
    assert phone["link"] == ""
    assert phone["why"]


def test_what_was_written_without_a_network_passes_the_gate_when_it_arrives_once(owner: Person) -> None:
    with owner.scope():
        customer = make(owner.access, phone="050-7654321")
    (phone,) = book(owner)["cards"][0]["phones"]
    for _again in range(2):
        assert sent(owner, customer, wording=phone["wording"], to=phone["to"], outcome="") == 204
    with owner.scope():
        assert Message.objects.get().state == "sent"
        assert Interaction.objects.get().kind == "whatsapp"
        assert timezone.now() - Interaction.objects.get().at > timedelta(hours=2)


def test_who_refused_meanwhile_is_noted_as_refused_and_nothing_else(owner: Person) -> None:
    with owner.scope():
        customer = make(owner.access, phone="050-7654321")
    (phone,) = book(owner)["cards"][0]["phones"]
    with owner.scope():
        refuse_everything(owner, customer)
    before = snapshot()
    assert sent(owner, customer, wording=phone["wording"], to=phone["to"]) == 422
    assert set(changed(before)) <= {"channels.Message", "orgs.LogEntry"}


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        ({"key": ""}, 422),
        ({"at": "yesterday"}, 422),
        ({"outcome": "bribed"}, 422),
        ({"who": 987_654}, 409),
        ({"customer": 987_654}, 404),
    ],
)
def test_what_cannot_be_recorded_says_why(owner: Person, fault: dict[str, Any], status: int) -> None:
    with owner.scope():
        customer = make(owner.access)
    before = snapshot()
    assert sent(owner, customer, **fault) == status
    assert changed(before) == []


def test_it_is_never_recorded_in_anothers_name(owner: Person, colleague: Person) -> None:
    with owner.scope():
        customer = make(owner.access)
    body = {"who": owner.user.pk, "customer": customer.pk, "at": timezone.now().isoformat(), "key": "k"}
    answer = colleague.client.post(colleague.url("offline/talk/"), body)
    assert answer.status_code == 409
    assert answer.json()["why"]
    with owner.scope():
        assert not Interaction.objects.exists()


def test_the_worker_is_told_who_is_signed_in(owner: Person) -> None:
    told = owner.client.get(owner.url("offline/talk/")).json()
    assert told["who"] == owner.user.pk
    assert told["csrf"]
