"""Customers as the channels know them: a party with a name and addresses. Registered in apps.py."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from neeman.channels.kinds import Channel
from neeman.channels.models.message import Message
from neeman.channels.recipients import Gender, Recipient, address_key
from neeman.channels.suggesting import channel_named
from neeman.customers.models import Contact, Customer, Preference
from neeman.customers.models.customer import Kind
from neeman.customers.queries.visible import visible
from neeman.orgs.access import Access

PREFIX = "customer:"
GENDERS: dict[str, Gender] = {"m": "m", "f": "f", "": ""}


def party_of(customer: Customer) -> str:
    """The party's name: "customer:12"."""
    return f"{PREFIX}{customer.pk}"


def customer_id_of(party: str) -> int | None:
    """The id in a party's name; None where it names somebody else than a customer."""
    number = party.removeprefix(PREFIX)
    is_one = party.startswith(PREFIX) and number.isdecimal() and len(number) < 19
    return int(number) if is_one else None


def recipient_of(access: Access, customer: Customer) -> Recipient:
    """A customer as somebody to write to: their own addresses first, then those of whom one speaks with there."""
    to = recipients_of(access, [customer], people_of([customer.pk]))[customer.pk]
    page = reverse("customer", kwargs={"org": access.organization.slug, "pk": customer.pk})
    return replace(to, page=page, prefers=channel_named(" ".join(_said_of_channels(customer))))


def recipients_of(
    access: Access, customers: Sequence[Customer], people: Mapping[int, Sequence[Contact]]
) -> dict[int, Recipient]:
    """Customer's id -> the same for many, in one query. `people` as `people_of` gives them; where to read of somebody and
    which channel they prefer is left out."""
    former: dict[int | None, list[str]] = {}
    # Put in order here: asked to, SQLite walks everybody by id instead of the few that were merged.
    absorbed = Customer.objects.filter(merged_into__in=[one.pk for one in customers]).order_by()
    for pk, kept in sorted(absorbed.values_list("pk", "merged_into")):
        former.setdefault(kept, []).append(f"{PREFIX}{pk}")
    return {one.pk: _recipient(one, people.get(one.pk, ()), former.get(one.pk, ())) for one in customers}


def people_of(customer_ids: Iterable[int]) -> dict[int, list[Contact]]:
    """Customer's id -> the people who are there, whom one speaks with first."""
    found: dict[int, list[Contact]] = {}
    here = Contact.objects.filter(customer__in=list(customer_ids), left_at=None)
    for contact in sorted(here, key=spoken_with_first):
        found.setdefault(contact.customer_id, []).append(contact)
    return found


def spoken_with_first(contact: Contact) -> tuple[bool, int]:
    """The order of people whom one speaks with: the main one, then who was there first."""
    return not contact.is_main, contact.pk


def aimed(to: Recipient, phone: str, people: Sequence[Contact] = ()) -> Recipient:
    """The same customer, written to at this phone (E.164) of theirs and called by the name of whose it is; as they were
    where they have no such phone."""
    if phone not in to.phones:
        return to
    named = (one for one in people if address_key(Channel.SMS, one.phone) == phone and one.name.split())
    whose = next(named, None)
    first_name, gender = (whose.name.split()[0], whose.gender) if whose else (to.first_name, to.gender)
    phones = tuple(dict.fromkeys((phone, *to.phones)))
    return replace(to, phones=phones, first_name=first_name, gender=GENDERS[gender])


def _recipient(customer: Customer, people: Sequence[Contact], former: Sequence[str]) -> Recipient:
    is_person = customer.kind == Kind.PERSON
    speaks, gender = (customer.name, customer.gender) if is_person else ("", "")
    if not is_person and people:
        speaks, gender = people[0].name, people[0].gender
    written = [customer.phone, customer.phone2, *(contact.phone for contact in people)]
    phones = dict.fromkeys(filter(None, (address_key(Channel.SMS, phone) for phone in written)))
    mails = [customer.email, *(contact.email for contact in people)]
    return Recipient(
        party=party_of(customer),
        name=customer.name,
        phones=tuple(phones),
        email=next(filter(None, (address_key(Channel.EMAIL, mail) for mail in mails)), ""),
        former=tuple(former),
        first_name=speaks.split()[0] if speaks.split() else "",
        gender=GENDERS[gender],
        is_business=not is_person,
    )


def _said_of_channels(customer: Customer) -> QuerySet[Preference, str]:
    wishes = Preference.objects.filter(customer=customer, what=Preference.What.CHANNEL)
    return wishes.order_by("-noted_on").values_list("value", flat=True)


def find_customer(party: str) -> Customer | None:
    """The customer of this name, whoever asks, or None; one who was merged is the one they were merged into."""
    pk = customer_id_of(party)
    customer = (
        Customer.objects.select_related("merged_into").filter(pk=pk).first() if pk is not None else None
    )
    return (customer.merged_into or customer) if customer else None


class CustomerDirectory:
    """Answers the channels' questions (`channels.registry.Directory`)."""

    def find(self, access: Access, channel: str, address: str) -> Recipient | None:
        """The customer with this address, the longest known one first; else the one whose contact has it."""
        column = "email_key" if channel == Channel.EMAIL else "phone_key"
        living = Customer.objects.filter(archived_at=None, merged_into=None).order_by("pk")
        customer = living.filter((column, address)).first()
        if customer is None:
            contact = Contact.objects.filter((column, address), left_at=None).order_by("pk").first()
            customer = living.filter(pk=contact.customer_id).first() if contact else None
        return recipient_of(access, customer) if customer else None

    def get(self, access: Access, party: str) -> Recipient | None:
        """The customer of this name, as this member may see them."""
        found = find_customer(party)
        customer = visible(access).filter(pk=found.pk).first() if found else None
        return recipient_of(access, customer) if customer else None

    def visible(self, access: Access) -> QuerySet[Message]:
        """Messages with the customers that this member sees."""
        party = Concat(Value(PREFIX), Cast("pk", CharField()))
        return Message.objects.filter(party__in=visible(access).annotate(party=party).values("party"))
