"""Customers and contact persons: lists of customers, and address books.

An empty cell never erases what is there. Where two rows of one file speak of the same customer, the first one counts
and the second only fills gaps: so the same file again changes nothing, whatever it says twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from neeman.customers.keys import email_key, number_key, phone_key
from neeman.customers.models import Contact, CustomerTag, Status
from neeman.imports.batches import Batch
from neeman.imports.book import CustomerBook, Identity, Known, Person, keys_of
from neeman.imports.bulk import among
from neeman.imports.cells import Fault
from neeman.imports.layout import Layout
from neeman.imports.matching import find_customer, names_alike
from neeman.imports.tally import Outcome
from neeman.imports.targets.people_rows import PLAIN, Entry, PeopleReader
from neeman.imports.targets.plan import Plan, Said
from neeman.imports.targets.vocabulary import Vocabulary
from neeman.imports.targets.writing import PeopleChanges, write_people
from neeman.lib.hebrew import search_key
from neeman.orgs.access import Access
from neeman.orgs.changes import Recorder

CUSTOMER_FIELDS = (
    "kind", "gender", "status", "name", "company_name", "phone", "phone2", "street", "owner_id", "parent_id", "custom",
    *(column for column, _ in PLAIN.values()),
)  # fmt: skip
PERSON_FIELDS = ("name", "gender", "job_title", "phone", "email", "birthday", "remarks")
NEVER_CHANGED = ("kind",)  # a guess that is good enough for a new customer only
SURE = ("external", "phone", "number", "email")
REACHED = (("phone", phone_key), ("email", email_key))
SAME_KEY = {"phone": phone_key, "phone2": phone_key, "email": email_key, "company_number": number_key}


@dataclass(slots=True)
class PeoplePlan(Plan):
    """What is to be written."""

    changes: PeopleChanges = field(default_factory=PeopleChanges)


class PeopleImporter:
    """See `Importer`."""

    persons = False

    def __init__(self, access: Access, layout: Layout, *, keeps: bool) -> None:
        self.reader = PeopleReader(layout, persons=self.persons)
        self.book = CustomerBook(access, layout.system, CUSTOMER_FIELDS, keeps=keeps)
        self.vocabulary = Vocabulary(access)
        self.spoken = Spoken()
        self.with_people = self.persons or layout.has("contact")
        self.with_tags = layout.has("tags") or layout.has("segment")

    def read(self, batch: Batch) -> Said[Entry]:
        """The rows as customers or contact persons."""
        return self.reader.read(batch)

    def plan(self, batch: Batch, said: Said[Entry]) -> PeoplePlan:
        """What the rows of this batch come to."""
        plan = PeoplePlan([Outcome.UNCHANGED] * len(batch.rows))
        plan.hear(said)
        self._load(said.rows)
        for entry in said.rows:
            self._plan_entry(entry, batch.rows[entry.index], plan)
        return plan

    def apply(self, plan: Plan, recorder: Recorder) -> None:
        """Write it."""
        assert isinstance(plan, PeoplePlan)
        write_people(self.book, plan.changes, self.vocabulary, recorder)

    def _load(self, entries: list[Entry]) -> None:
        parents = {entry.parent for entry in entries if entry.parent}
        asked = [entry.identity for entry in entries]
        asked += [Identity(external=parent, name=keys_of({"name": parent})["name"]) for parent in parents]
        self._load_details(self.book.load(asked))

    def _load_details(self, loaded: list[Known]) -> None:
        """People and tags of the customers that were read."""
        by_pk = {known.pk: known for known in loaded if known.pk is not None}
        if self.with_people:
            rows = Contact.objects.filter(customer_id__in=among(by_pk), left_at=None).order_by("pk")
            for customer_id, pk, *values in rows.values_list("customer_id", "pk", *PERSON_FIELDS):
                by_pk[customer_id].people += (Person(pk, dict(zip(PERSON_FIELDS, values, strict=True))),)
        if self.with_tags:
            tags = CustomerTag.objects.filter(customer_id__in=among(by_pk)).values_list(
                "customer_id", "tag__name"
            )
            for customer_id, name in tags:
                by_pk[customer_id].tags |= {name}

    def _find(self, entry: Entry) -> Known | Fault | None:
        return find_customer(self.book, entry.identity)

    def _plan_entry(self, entry: Entry, row: int, plan: PeoplePlan) -> None:
        known = self._find(entry)
        if isinstance(known, Fault):
            plan.reject(entry.index, known)
            return
        for doubt in entry.doubts:
            plan.doubt(entry.index, doubt)
        values = {**entry.values, **self._links(entry, plan)}
        if known is None:
            known = self._new(entry, values, plan)
            plan.did(entry.index, Outcome.CREATED)
        else:
            self._update(known, values, row, entry, plan)
        self.book.spoken_of(known, row)
        changed = self._person(known, entry.person, row, plan) | self._tags(known, entry.tags, plan)
        if changed:
            plan.did(entry.index, Outcome.UPDATED)
        if parent := self._parent(entry, known, plan):
            plan.changes.parents.append((known, parent))
            plan.did(entry.index, Outcome.UPDATED)

    def _links(self, entry: Entry, plan: PeoplePlan) -> dict[str, Any]:
        """Values that lead to other tables: the account manager, fields of the organization's own."""
        links: dict[str, Any] = {}
        if entry.owner:
            owner = self.vocabulary.member(entry.owner)
            if owner is None:
                plan.doubt(entry.index, Fault("owner", "no_such_member", {"value": entry.owner}))
            else:
                links["owner_id"] = owner
        if entry.custom:
            links["custom"] = {self.vocabulary.field(title): value for title, value in entry.custom.items()}
        return links

    def _new(self, entry: Entry, values: dict[str, Any], plan: PeoplePlan) -> Known:
        values.setdefault("status", Status.ACTIVE.value)
        known = Known(None, values, entry.identity.keys, {entry.identity.external} - {""})
        self.book.note(known)
        plan.changes.new.append(known)
        plan.made["customers"] += 1
        return known

    def _update(self, known: Known, values: dict[str, Any], row: int, entry: Entry, plan: PeoplePlan) -> None:
        spoken = bool(known.row) and known.row != row
        changes, ignored = _differences(known.values, values, only_gaps=spoken)
        if ignored:
            plan.doubt(entry.index, Fault(ignored, "row_repeats", {"row": known.row}))
        external = entry.identity.external
        if external and external not in known.externals:
            known.externals.add(external)
            if known.pk is not None:  # of one that the same rows make, they are written with it
                plan.changes.externals.append((known, external))
            plan.did(entry.index, Outcome.UPDATED)
        if changes:
            known.values = {**known.values, **changes}
            known.keys = keys_of(known.values)
            plan.changes.update(known, changes)
            plan.did(entry.index, Outcome.UPDATED)
        self.book.note(known)

    def _person(self, known: Known, said: dict[str, Any], row: int, plan: PeoplePlan) -> bool:
        """Add or fill in a contact person; whether that changed anything."""
        if not said:
            return False
        person = self.spoken.find(known.people, said)
        if person is None:
            person = Person(None, {**dict.fromkeys(PERSON_FIELDS, ""), "birthday": None, **said})
            plan.changes.people.append((known, person, not known.people))
            known.people += (person,)
            plan.made["contacts"] += 1
            self.spoken.note(person, said)
            return True
        self.spoken.note(person, said)
        changes, _ = _differences(person.values, said, only_gaps=known.row not in (0, row))
        if not changes:
            return False
        person.values = {**person.values, **changes}
        plan.changes.update_person(known, person, changes)
        return True

    def _tags(self, known: Known, tags: Sequence[str], plan: PeoplePlan) -> bool:
        if not tags:
            return False
        new = [tag for tag in tags if tag not in known.tags]
        known.tags |= set(new)
        plan.changes.tags += [(known, tag) for tag in new]
        return bool(new)

    def _parent(self, entry: Entry, known: Known, plan: PeoplePlan) -> Known | None:
        """The parent company, when it is there and the customer has none yet."""
        if not entry.parent or known.values.get("parent_id") or known.parent is not None:
            return None
        found = self.book.at("external", entry.parent) or self.book.at(
            "name", keys_of({"name": entry.parent})["name"]
        )
        if len(found) != 1 or found[0] is known:
            if found != [known]:
                plan.doubt(entry.index, Fault("parent", "no_such_parent", {"value": entry.parent}))
            return None
        known.parent = found[0]
        return found[0]


class CustomersImporter(PeopleImporter):
    """A list of customers."""


class ContactsImporter(PeopleImporter):
    """An address book: people at companies, and private people, who are customers themselves.

    Somebody without a company who is a contact person already, by phone or e-mail, is that contact.
    """

    persons = True

    def __init__(self, access: Access, layout: Layout, *, keeps: bool) -> None:
        super().__init__(access, layout, keeps=keeps)
        self.employers: dict[tuple[str, str], dict[Known, None]] = defaultdict(dict)

    def _load(self, entries: list[Entry]) -> None:
        if not self.book.keeps:
            self.employers.clear()  # what the file wrote is read back below
        private = [entry.identity for entry in entries if not entry.person]
        found: list[tuple[str, str, int]] = []
        for kind, column in (("phone", "phone_key"), ("email", "email_key")):
            keys = {getattr(identity, kind) for identity in private} - {""}
            if keys:
                rows = Contact.objects.filter(Q((f"{column}__in", among(keys))), left_at=None)
                found += [(kind, key, pk) for key, pk in rows.values_list(column, "customer_id")]
        asked = [entry.identity for entry in entries]
        self._load_details(self.book.load([*asked, *(Identity(answer=str(pk)) for _, _, pk in found)]))
        for kind, key, pk in found:
            if known := self.book.with_pk(pk):
                self.employers[kind, key][known] = None

    def _person(self, known: Known, said: dict[str, Any], row: int, plan: PeoplePlan) -> bool:
        changed = super()._person(known, said, row, plan)
        for kind, key in (
            ("phone", phone_key(said.get("phone", ""))),
            ("email", email_key(said.get("email", ""))),
        ):
            if key:
                self.employers[kind, key][known] = None
        return changed

    def _find(self, entry: Entry) -> Known | Fault | None:
        found = super()._find(entry)
        if (
            entry.person
            or entry.identity.answer
            or (isinstance(found, Known) and _is_sure(found, entry.identity))
        ):
            return found
        said = {column: entry.values[column] for column in PERSON_FIELDS if column in entry.values}
        contacts = [
            (person, known)
            for known in self._employers(entry.identity)
            if (person := self.spoken.find(known.people, said))
            and names_alike(search_key(person.values["name"]), search_key(said["name"]))
        ]
        if not contacts:
            return found
        entry.person, entry.values, entry.custom = said, {}, {}
        return min(contacts, key=lambda pair: (pair[0].pk is None, pair[0].pk or 0))[1]  # the oldest contact

    def _employers(self, identity: Identity) -> list[Known]:
        """The customers at which somebody has this phone or e-mail, as the book knows them now."""
        places = (("phone", identity.phone), ("email", identity.email))
        noted = [known for place in places for known in self.employers.get(place, ())]
        now = [known if known.pk is None else self.book.with_pk(known.pk) or known for known in noted]
        return [known for known in dict.fromkeys(now) if not known.hidden]


def _is_sure(known: Known, identity: Identity) -> bool:
    """Whether it was found by more than its name, which a contact's phone outweighs."""
    return any(
        key and known.answers_to(kind, key) for kind, key in identity._asdict().items() if kind in SURE
    )


class Spoken:
    """Contact persons by the phones and e-mails with which this file spoke of them, kept or not.

    A second e-mail of somebody is not written over the first, but a later row that names it means the same person:
    otherwise it would make another one, to whom the next import of the file would lead the first row.
    """

    def __init__(self) -> None:
        self._persons: dict[tuple[str, str], list[Person]] = defaultdict(list)

    def note(self, person: Person, said: dict[str, Any]) -> None:
        """A row spoke of this person in these words."""
        for column, key in REACHED:
            if (wanted := _word(key, said.get(column))) and person not in self._persons[column, wanted]:
                self._persons[column, wanted].append(person)

    def find(self, people: Sequence[Person], said: dict[str, Any]) -> Person | None:
        """The one of these persons whom a row means: by phone, e-mail, or name."""
        for column, key in (*REACHED, ("name", search_key)):
            wanted = _word(key, said.get(column))
            if not wanted:
                continue
            spoken = self._persons.get((column, wanted), ())
            for person in people:
                if _word(key, person.values[column]) == wanted:
                    return person
            for person in people:
                if any(person is other or person.pk == other.pk is not None for other in spoken):
                    return person
        return None


def _word(key: Callable[[str], str], text: str | None) -> str:
    """What is compared: the key of a text, or the text itself where it has none ("?")."""
    return key(text) or text.strip() if text else ""


def _differences(
    held: dict[str, Any], said: dict[str, Any], *, only_gaps: bool
) -> tuple[dict[str, Any], str]:
    """What the row says otherwise, and the first column that it may not change because another row spoke first."""
    changes: dict[str, Any] = {}
    ignored = ""
    for column, value in said.items():
        old = held.get(column)
        if column in NEVER_CHANGED or value == old or _same(column, old, value):
            continue
        if column == "custom":
            merged, clash = _differences(old or {}, value, only_gaps=only_gaps)
            ignored = ignored or ("custom" if clash else "")
            if merged:
                changes[column] = {**(old or {}), **merged}
        elif column == "remarks" and old:
            changes[column] = f"{old}\n{value}"
        elif only_gaps and old not in ("", None):
            ignored = ignored or column
        else:
            changes[column] = value
    return changes, ignored


def _same(column: str, old: Any, value: Any) -> bool:
    """Whether a text says the same as the one that is there: 050-1234567 and 0501234567."""
    if column == "remarks":
        return bool(old) and value in old
    key = SAME_KEY.get(column)
    return bool(key and old and key(old) == key(value))
