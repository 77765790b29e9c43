"""Putting the demo business into an organization, and taking it out again with one click."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from neeman.customers.keys import contact_keys, put_keys
from neeman.customers.models import Contact, Customer, CustomerTag, Preference, Tag
from neeman.customers.services.acting import refresh_keys
from neeman.desk.demo import words
from neeman.desk.demo.business import Business, make_businesses
from neeman.ledger.models import Document, Line, Payment
from neeman.orgs.access import Access
from neeman.orgs.changes import pages
from neeman.orgs.log import log
from neeman.orgs.models import Change, ChangeSet, LogEntry, Member
from neeman.orgs.roles import May
from neeman.orgs.wall import Owned
from neeman.portfolio.services import request_recompute

SEED = 1_948
KEPT = {
    Member,
    LogEntry,
    ChangeSet,
    Change,
}  # clearing forgets the business, not who is here and what they did


class NotEmpty(Exception):
    """The organization holds customers already: demo data is never mixed with real data."""


class NotDemo(Exception):
    """The organization's data are its own, so they are not cleared."""


def load_demo(access: Access, *, today: date) -> int:
    """Fill an empty organization; returns how many customers it has now. Raises NotEmpty."""
    if Customer.objects.exists():
        raise NotEmpty
    businesses = make_businesses(SEED, today)
    with transaction.atomic():
        customers = _customers(businesses)
        _around(businesses, customers, today)
        _sales(businesses, customers)
        refresh_keys([customer.pk for customer in customers])
        access.organization.is_demo = True
        access.organization.save(update_fields=["is_demo"])
        log(access, access.organization, "desk.demo.loaded", {"customers": len(customers)})
        request_recompute(access)
    return len(customers)


def clear_demo(access: Access) -> None:
    """Forget everything of the demo business; people and the log stay. Raises NotDemo."""
    access.require(May.MANAGE_ORGANIZATION)
    if not access.organization.is_demo:
        raise NotDemo
    with transaction.atomic():
        owned = [model for model in apps.get_models() if issubclass(model, Owned) and model not in KEPT]
        for model in sorted(owned, key=lambda model: model in {Document, Customer}):
            if model is Document:
                Payment.objects.all().delete()
            model._default_manager.all().delete()
        access.organization.is_demo = False
        access.organization.save(update_fields=["is_demo"])
        log(access, access.organization, "desk.demo.cleared")


def _customers(businesses: list[Business]) -> list[Customer]:
    made = [
        Customer(
            name=business.name,
            phone=business.phone,
            company_number=business.company_number,
            street=business.street,
            city=business.city,
            industry=business.industry,
            customer_since=business.since,
            payment_terms=business.terms,
            source=business.source,
        )
        for business in businesses
    ]
    Customer.objects.bulk_create([put_keys(customer) for customer in made])
    by_name = {customer.name: customer for customer in made}
    members = [customer for customer, business in zip(made, businesses, strict=True) if business.group]
    for customer, group in zip(members, (b.group for b in businesses if b.group), strict=True):
        customer.parent = by_name[group]
    Customer.objects.bulk_update(members, ["parent"])
    return made


def _around(businesses: list[Business], customers: list[Customer], today: date) -> None:
    tags = {name: Tag.objects.create(name=name) for name in words.TAGS}
    pairs = list(zip(businesses, customers, strict=True))
    people = [
        Contact(
            customer=customer,
            name=person.name,
            job_title=person.position,
            level=person.level,
            phone=person.phone,
            email=person.email,
            is_main=place == 0,
        )
        for business, customer in pairs
        for place, person in enumerate(business.people)
    ]
    for contact in people:
        for name, value in contact_keys(contact).items():
            setattr(contact, name, value)
    Contact.objects.bulk_create(people)
    CustomerTag.objects.bulk_create(
        CustomerTag(customer=customer, tag=tags[name])
        for business, customer in pairs
        for name in business.tags
    )
    Preference.objects.bulk_create(
        Preference(customer=customer, what=what, value=value, noted_on=today)
        for business, customer in pairs
        for what, value in business.preferences
    )


def _sales(businesses: list[Business], customers: list[Customer]) -> None:
    sold = sorted(
        (
            (sale, customer)
            for business, customer in zip(businesses, customers, strict=True)
            for sale in business.sales
        ),
        key=lambda pair: (pair[0].day, pair[1].pk),
    )
    documents = [
        Document(
            customer=customer,
            kind=Document.Kind.CREDIT if sale.total_minor < 0 else Document.Kind.INVOICE,
            number=str(20_000 + number),
            key=str(20_000 + number),
            day=sale.day,
            total_minor=sale.total_minor,
            lines_count=len(sale.items),
        )
        for number, (sale, customer) in enumerate(sold)
    ]
    for page in pages(documents, 2_000):
        Document.objects.bulk_create(page)
    lines = (
        Line(
            document=document,
            key=str(place),
            product=f"{1000 + item.product}",
            product_name=words.PRODUCTS[item.product][1],
            category=words.PRODUCTS[item.product][0],
            quantity_milli=item.quantity * 1000,
            unit_price_minor=words.PRODUCTS[item.product][2] * 100,
            amount_minor=item.amount_minor,
            direct_cost_minor=item.cost_minor,
        )
        for (sale, _), document in zip(sold, documents, strict=True)
        for place, item in enumerate(sale.items)
    )
    for page in pages(lines, 2_000):
        Line.objects.bulk_create(page)
    Payment.objects.bulk_create(
        Payment(
            customer=customer,
            document=document,
            day=sale.paid,
            amount_minor=sale.total_minor,
            reference=document.number,
            key=document.key,
        )
        for (sale, customer), document in zip(sold, documents, strict=True)
        if sale.paid
    )


def today_of(access: Access) -> date:
    """Today in the organization's zone."""
    return timezone.now().astimezone(ZoneInfo(access.organization.timezone)).date()
