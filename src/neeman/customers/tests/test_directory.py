"""Customers as the channels know them."""

from __future__ import annotations

from conftest import Person, make_person
from neeman.channels.composing import compose
from neeman.channels.incoming import Heard, receive
from neeman.channels.models.consent import Source
from neeman.channels.models.message import Message
from neeman.channels.queries.consents import ledger_of
from neeman.channels.queries.messages import messages
from neeman.channels.queries.templates import Wording
from neeman.channels.rules import standing_refusal
from neeman.channels.services.consents import Words, refuse
from neeman.channels.tests.making import NOON
from neeman.customers.directory import CustomerDirectory, aimed, party_of, people_of, recipient_of
from neeman.customers.models import Customer
from neeman.customers.models.customer import Kind
from neeman.customers.services.contacts import add_contact
from neeman.customers.services.customers import edit_customer
from neeman.customers.services.labels import add_preference
from neeman.customers.tests.making import TODAY, make
from neeman.orgs.access import Access
from neeman.orgs.roles import Role, Sees

DIRECTORY = CustomerDirectory()


def test_a_person_and_a_business(inside: Access) -> None:
    person = recipient_of(
        inside, make(inside, "דנה לוי", kind=Kind.PERSON, phone="050-1234567", email="D@x.test")
    )
    assert (person.first_name, person.phones, person.email, person.is_business) == (
        "דנה",
        ("+972501234567",),
        "d@x.test",
        False,
    )
    assert person.prefers == ""
    add_preference(inside, Customer.objects.get(), what="channel", value="מעדיפה ווטסאפ", noted_on=TODAY)
    assert recipient_of(inside, Customer.objects.get()).prefers == "whatsapp"
    shop = make(inside, "טק בע״מ", phone="*2700", phone2="03-1234567")
    add_contact(inside, shop, {"name": "יוסי כהן", "phone": "052-7654321", "email": "y@x.test"})
    known = recipient_of(inside, shop)
    assert (known.first_name, known.phones, known.email, known.is_business) == (
        "יוסי",
        ("+97231234567", "+972527654321"),
        "y@x.test",
        True,
    )
    assert known.page == f"/house/customers/{shop.pk}/"


def test_everybody_is_addressed_as_was_said_and_nobody_as_was_guessed(inside: Access) -> None:
    text = Wording("x", "x", "service", "he", "", "מעוניי{{ן/נת}}?")

    def said(customer: Customer, phone: str = "") -> str:
        to, people = recipient_of(inside, customer), people_of([customer.pk]).get(customer.pk, ())
        return compose(inside, text, aimed(to, phone, people)).body

    dana = make(inside, "דנה לוי", kind=Kind.PERSON, phone="050-1234567")
    assert said(dana) == "מעוניין/נת?"
    edit_customer(inside, dana, {"gender": "f"}, version=dana.version)
    assert said(Customer.objects.get(pk=dana.pk)) == "מעוניינת?"
    shop = make(inside, "טק בע״מ", phone="03-1234567", gender="m")
    assert said(shop) == "מעוניין/נת?", "a business is nobody's form of address"
    add_contact(inside, shop, {"name": "יוסי כהן", "phone": "052-7654321", "gender": "m"})
    add_contact(inside, shop, {"name": "רות לוי", "phone": "052-7654322", "gender": "f"})
    assert said(shop) == "מעוניין?"
    assert said(shop, "+972527654322") == "מעוניינת?"


def test_found_by_address_ones_own_or_a_contacts(inside: Access, stranger: Person) -> None:
    shop = make(inside, "טק", phone="03-1234567")
    add_contact(inside, shop, {"name": "יוסי", "email": "y@x.test"})
    for channel, address in (("sms", "+97231234567"), ("email", "y@x.test")):
        found = DIRECTORY.find(inside, channel, address)
        assert found is not None
        assert found.party == party_of(shop)
    assert DIRECTORY.find(inside, "sms", "+972500000000") is None
    with stranger.scope():
        assert DIRECTORY.find(stranger.access, "sms", "+97231234567") is None
        assert DIRECTORY.get(stranger.access, party_of(shop)) is None


def test_who_sees_few_customers_sees_few_messages(inside: Access, owner: Person) -> None:
    narrow = make_person(owner.organization, "narrow@house.test", Role.SALESPERSON, sees=Sees.OWN)
    theirs = make(inside, "שלי", phone="050-1111111", owner_id=narrow.access.member.pk)  # type: ignore[union-attr]
    make(inside, "אחר", phone="050-2222222")
    for number in ("050-1111111", "050-2222222", "050-3333333"):
        receive(inside, Heard("sms", "sms", number, "שלום", NOON, number))
    assert Message.objects.count() == 3
    assert [message.party for message in messages(narrow.access)] == [party_of(theirs)]
    assert messages(inside).count() == 3
    assert DIRECTORY.get(narrow.access, party_of(theirs)) is not None


def test_a_refusal_follows_a_merge(inside: Access) -> None:
    gone, kept = make(inside, "דנה", phone="050-1111111"), make(inside, "דנה לוי", phone="050-2222222")
    refuse(inside, recipient_of(inside, gone), Words("", Source.SPOKEN, NOON))
    Customer.objects.filter(pk=gone.pk).update(merged_into=kept)
    who = DIRECTORY.get(inside, party_of(gone))
    assert who == recipient_of(inside, kept)
    assert standing_refusal(ledger_of(inside, who)) is not None


def test_strange_names_of_parties(inside: Access) -> None:
    for party in ("", "customer:", "customer:x", "deal:1", "customer:" + "9" * 30, "customer:٣"):
        assert DIRECTORY.get(inside, party) is None
