"""Writing customers, their people and tags: shared by all kinds of files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter
from typing import Any

from neeman.customers.keys import DERIVED, contact_keys, customer_keys
from neeman.customers.models import Contact, Customer, CustomerTag, ExternalKey, Preference
from neeman.imports.book import CustomerBook, Known, Person
from neeman.imports.bulk import insert_rows
from neeman.imports.targets.vocabulary import Vocabulary
from neeman.orgs.changes import Recorder, Values

PERSON = (
    *("name", "gender", "job_title", "phone", "email", "birthday", "remarks"),
    *("phone_key", "email_key", "is_main"),
)


@dataclass(slots=True)
class PeopleChanges:
    """What rows add to customers and change on them."""

    new: list[Known] = field(default_factory=list)
    changed: dict[Known, Values] = field(default_factory=dict)
    externals: list[tuple[Known, str]] = field(default_factory=list)
    people: list[tuple[Known, Person, bool]] = field(
        default_factory=list
    )  # the first one is the main contact
    changed_people: dict[Person, Values] = field(default_factory=dict)
    tags: list[tuple[Known, str]] = field(default_factory=list)
    parents: list[tuple[Known, Known]] = field(default_factory=list)
    touched: set[Known] = field(default_factory=set)  # whose search words are no longer right

    def update(self, known: Known, changes: Values) -> None:
        """These columns of a customer change; of one that the same rows make, `values` hold them already."""
        if known.pk is not None:
            self.changed.setdefault(known, {}).update(changes)

    def update_person(self, known: Known, person: Person, changes: Values) -> None:
        """The same for a contact person."""
        self.touched.add(known)
        if person.pk is not None:
            self.changed_people.setdefault(person, {}).update(changes)


def write_people(
    book: CustomerBook, changes: PeopleChanges, vocabulary: Vocabulary, recorder: Recorder
) -> None:
    """Write it all, each table in one go, and derive the keys of whoever was touched."""
    vocabulary.write_fields(recorder)
    people: dict[Known, list[Person]] = defaultdict(list)
    for known, person, _ in changes.people:
        people[known].append(person)
    tags: dict[Known, list[str]] = defaultdict(list)
    for known, tag in changes.tags:
        tags[known].append(tag)
    create_customers(book, changes.new, recorder, people=people, tags=tags)
    link_customers(book.system, changes.externals, recorder)
    _write_persons(changes, recorder)
    ids = vocabulary.tag_ids((tag for _, tag in changes.tags), recorder) if changes.tags else {}
    links = [(known.pk, ids[tag]) for known, tag in changes.tags]
    recorder.created_ids(CustomerTag, insert_rows(CustomerTag, ("customer_id", "tag_id"), links))
    for child, parent in changes.parents:
        changes.changed.setdefault(child, {})["parent_id"] = parent.pk
    touched = changes.touched | people.keys() | tags.keys() | {known for known, _ in changes.externals}
    _update_customers(changes.changed, touched - set(changes.new), recorder)


def create_customers(
    book: CustomerBook,
    new: Sequence[Known],
    recorder: Recorder,
    *,
    people: dict[Known, list[Person]] | None = None,
    tags: dict[Known, list[str]] | None = None,
) -> None:
    """Write the customers that have no id yet, with their keys in the other system."""
    if not new:
        return
    names = tuple(dict.fromkeys(chain.from_iterable(known.values for known in new)))
    row_of = itemgetter(*names, *DERIVED)
    rows, customer = [], Customer()  # one object for all: making a row of Django's takes longer than its keys
    blank = dict(customer.__dict__)
    for known in new:
        customer.__dict__.update(blank | known.values)
        contacts = [_contact(person) for person in (people or {}).get(known, ())]
        keys = customer_keys(
            customer, contacts=contacts, tags=(tags or {}).get(known, ()), more=sorted(known.externals)
        )
        rows.append(row_of(customer.__dict__ | keys))
    ids = insert_rows(Customer, (*names, *DERIVED), rows)
    for known, pk in zip(new, ids, strict=True):
        book.written(known, pk)
    recorder.created_ids(Customer, ids)
    link_customers(book.system, [(known, key) for known in new for key in sorted(known.externals)], recorder)


def link_customers(system: str, keys: Iterable[tuple[Known, str]], recorder: Recorder) -> None:
    """Note what the other system calls these customers."""
    rows = [(known.pk, system, key) for known, key in keys]
    recorder.created_ids(ExternalKey, insert_rows(ExternalKey, ("customer_id", "system", "key"), rows))


def _contact(person: Person) -> Contact:
    contact = Contact(**person.values)
    for name, value in contact_keys(contact).items():
        setattr(contact, name, value)
    return contact


def _write_persons(changes: PeopleChanges, recorder: Recorder) -> None:
    rows = []
    for known, person, first in changes.people:
        contact = _contact(person)
        contact.is_main = first
        rows.append((known.pk, *(getattr(contact, name) for name in PERSON)))
    ids = insert_rows(Contact, ("customer_id", *PERSON), rows)
    for (_, person, _), pk in zip(changes.people, ids, strict=True):
        person.pk = pk
    recorder.created_ids(Contact, ids)
    wanted = {person.pk: values for person, values in changes.changed_people.items()}
    contacts = Contact.objects.select_for_update().in_bulk([pk for pk in wanted if pk is not None])
    images = []
    for pk, contact in contacts.items():
        values = wanted[pk]
        images.append({**values, **contact_keys(_with(contact, values))})
    recorder.update(list(contacts.values()), images)


def _update_customers(changed: dict[Known, Values], touched: set[Known], recorder: Recorder) -> None:
    wanted: dict[int | None, Values] = {known.pk: values for known, values in changed.items()}
    wanted |= {known.pk: {} for known in touched if known.pk not in wanted}
    customers = Customer.objects.select_for_update().in_bulk([pk for pk in wanted if pk is not None])
    after = {pk: _with(customer, wanted[pk]) for pk, customer in customers.items()}
    keys = _keys(after)
    recorder.update(list(customers.values()), [{**wanted[pk], **keys[pk]} for pk in customers])


def _keys(customers: dict[int, Customer]) -> dict[int, dict[str, str]]:
    """The derived columns of customers, from all that hangs on them."""
    contacts: dict[int, list[Contact]] = defaultdict(list)
    for contact in Contact.objects.filter(customer_id__in=customers):
        contacts[contact.customer_id].append(contact)
    tags: dict[int, list[str]] = defaultdict(list)
    for pk, name in CustomerTag.objects.filter(customer_id__in=customers).values_list(
        "customer_id", "tag__name"
    ):
        tags[pk].append(name)
    more: dict[int, list[str]] = defaultdict(list)
    for pk, text in Preference.objects.filter(customer_id__in=customers).values_list("customer_id", "value"):
        more[pk].append(text)
    for pk, text in ExternalKey.objects.filter(customer_id__in=customers).values_list("customer_id", "key"):
        more[pk].append(text)
    return {
        pk: customer_keys(customer, contacts=contacts[pk], tags=tags[pk], more=more[pk])
        for pk, customer in customers.items()
    }


def _with(row: Any, values: Values) -> Any:
    """A copy of a row as it will be."""
    copy = type(row)()
    for column in row._meta.concrete_fields:
        setattr(copy, column.attname, getattr(row, column.attname))
    for name, value in values.items():
        setattr(copy, name, value)
    return copy
