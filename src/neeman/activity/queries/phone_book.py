"""Who may call: the entries of a member's phone book."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import NAMESPACE_URL, uuid5

from django.db.models import QuerySet
from django.urls import reverse

from neeman.customers.keys import phone_key
from neeman.customers.models import Contact, Customer
from neeman.customers.queries.visible import live
from neeman.lib.contact_cards import ContactCard
from neeman.orgs.access import Access
from neeman.orgs.addresses import absolute_url
from neeman.orgs.roles import May
from neeman.orgs.wall import organization_scope

PAGE = 500


def whole_book(access: Access) -> bool:
    """Whether the book holds all that the member sees. A phone book is an export: without that permission it holds
    the customers whose account manager one is."""
    return access.may(May.EXPORT_CUSTOMERS)


def phone_book(access: Access, *, group: str) -> Iterator[list[ContactCard]]:
    """The customers and contacts with a telephone, a page at a time; opens the organization's scope for each page."""
    last = 0
    while True:
        with organization_scope(access.organization.pk):
            customers = list(_customers(access).filter(pk__gt=last).order_by("pk")[:PAGE])
            contacts = _contacts([one.pk for one in customers])
        if not customers:
            return
        last = customers[-1].pk
        yield [
            card
            for customer in customers
            for card in _cards(access, customer, contacts.get(customer.pk, []), group)
            if card.phones
        ]


def _customers(access: Access) -> QuerySet[Customer]:
    rows = live(access).select_related("standing")
    return rows if whole_book(access) else rows.filter(owner=access.member)


def _contacts(customer_ids: list[int]) -> dict[int, list[Contact]]:
    found: dict[int, list[Contact]] = {}
    for contact in Contact.objects.filter(customer__in=customer_ids, left_at=None).order_by("pk"):
        found.setdefault(contact.customer_id, []).append(contact)
    return found


def _cards(access: Access, customer: Customer, contacts: list[Contact], group: str) -> Iterator[ContactCard]:
    grade = customer.standing.grade if hasattr(customer, "standing") else ""
    url = absolute_url(reverse("customer", kwargs={"org": access.organization.slug, "pk": customer.pk}))
    employer = customer.company_name
    yield ContactCard(
        uid=_uid(access, "customer", customer.pk),
        name=_shown(customer.name, grade, employer),
        phones=_phones(customer.phone, customer.phone2),
        email=customer.email,
        company=employer or customer.name,
        url=url,
        group=group,
    )
    for contact in contacts:
        yield ContactCard(
            uid=_uid(access, "contact", contact.pk),
            name=_shown(contact.name, grade, customer.name),
            phones=_phones(contact.phone),
            email=contact.email,
            company=customer.name,
            title=contact.job_title,
            url=url,
            group=group,
        )


def _shown(name: str, grade: str, company: str) -> str:
    """What the telephone shows: "דני כהן · A · טק-סולושנס"."""
    return " · ".join(part for part in (name, grade, company if company != name else "") if part)


def _phones(*written: str) -> tuple[str, ...]:
    """International where it is known, so that the number is recognized when it rings; else as it was written."""
    keys = ((phone_key(phone), phone) for phone in written if phone)
    return tuple(key if key.startswith("+") else phone for key, phone in keys)


def _uid(access: Access, table: str, pk: int) -> str:
    """The same for the same person each time, so that a program that knows the entry replaces it."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, absolute_url(f'/{access.organization.slug}/{table}/{pk}/'))}"
