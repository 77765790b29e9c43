"""Writing the made-up businesses as rows: customers and what hangs on them, documents, lines, payments."""

from __future__ import annotations

from datetime import date

from neeman.customers.keys import contact_keys, put_keys
from neeman.customers.models import Contact, Customer, CustomerTag, Preference, Tag
from neeman.desk.demo import words
from neeman.desk.demo.business import Business, Item, Sale
from neeman.ledger.models import Document, Line, Payment
from neeman.orgs.changes import pages

FIRST_NUMBER = 20_000
PAGE = 2_000


def write_customers(businesses: list[Business]) -> list[Customer]:
    """One customer a business, in the same order, groups tied together."""
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


def write_surroundings(businesses: list[Business], customers: list[Customer], today: date) -> None:
    """The people, labels and preferences of each customer."""
    pairs = list(zip(businesses, customers, strict=True))
    _people(pairs)
    tags = {name: Tag.objects.create(name=name) for name in words.TAGS}
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


def _people(pairs: list[tuple[Business, Customer]]) -> None:
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


def write_sales(businesses: list[Business], customers: list[Customer]) -> None:
    """Documents with their lines, in the order of days, and the payments that have come."""
    sold = sorted(
        (
            (sale, customer)
            for business, customer in zip(businesses, customers, strict=True)
            for sale in business.sales
        ),
        key=lambda pair: (pair[0].day, pair[1].pk),
    )
    documents = [
        _document(FIRST_NUMBER + number, sale, customer) for number, (sale, customer) in enumerate(sold)
    ]
    for page in pages(documents, PAGE):
        Document.objects.bulk_create(page)
    written = [(document, sale) for (sale, _), document in zip(sold, documents, strict=True)]
    lines = (
        _line(document, place, item) for document, sale in written for place, item in enumerate(sale.items)
    )
    for page in pages(lines, PAGE):
        Line.objects.bulk_create(page)
    Payment.objects.bulk_create(_payment(document, sale.paid) for document, sale in written if sale.paid)


def _document(number: int, sale: Sale, customer: Customer) -> Document:
    return Document(
        customer=customer,
        kind=Document.Kind.CREDIT if sale.total_minor < 0 else Document.Kind.INVOICE,
        number=str(number),
        key=str(number),
        day=sale.day,
        total_minor=sale.total_minor,
        lines_count=len(sale.items),
    )


def _line(document: Document, place: int, item: Item) -> Line:
    category, name, price, _ = words.PRODUCTS[item.product]
    return Line(
        document=document,
        key=str(place),
        product=f"{1000 + item.product}",
        product_name=name,
        category=category,
        quantity_milli=item.quantity * 1000,
        unit_price_minor=price * 100,
        amount_minor=item.amount_minor,
        direct_cost_minor=item.cost_minor,
    )


def _payment(document: Document, paid: date) -> Payment:
    return Payment(
        customer=document.customer,
        document=document,
        day=paid,
        amount_minor=document.total_minor,
        reference=document.number,
        key=document.key,
    )
