"""Reading the rows of a list of customers or of an address book: one `Entry` each, or the faults of its cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from neeman.customers.keys import phone_key
from neeman.customers.models import Gender, Kind, Status
from neeman.imports.batches import Batch
from neeman.imports.book import Identity, identity_of
from neeman.imports.cells import Fault, day, text
from neeman.imports.layout import Layout, ParseFor, RowReader
from neeman.imports.targets.plan import Said
from neeman.lib.dates import Order
from neeman.lib.hebrew import is_first_name, search_key
from neeman.lib.phones import split_phones

PLAIN = {
    "email": ("email", 254),
    "company_number": ("company_number", 20),
    "city": ("city", 80),
    "postal": ("postal_code", 12),
    "country": ("country", 60),
    "industry": ("industry", 120),
    "source": ("source", 80),
    "payment_terms": ("payment_terms", 60),
    "website": ("website", 200),
    "remarks": ("remarks", 20_000),
    "customer_since": ("customer_since", 0),
    "birthday": ("birthday", 0),
}
"""Roles that stand in one column of a customer, and how long a text it holds (0: a date)."""
_COLUMN = {role: column for role, (column, _) in PLAIN.items()}

PHONES = ("mobile", "phone", "phone2", "other_phones")
FIELD = "field"  # a column that becomes a field of the organization's own, called by its title
_WORDS = {
    Status.LEAD: ("ליד", "lead", "new", "חדש", "מתעניין", "prospect", "open"),
    Status.ACTIVE: ("פעיל", "active", "customer", "לקוח", "connected"),
    Status.INACTIVE: (
        "לא פעיל",
        "inactive",
        "רדום",
        "סגור",
        "closed",
        "לשעבר",
        "former",
        "lost",
        "unqualified",
    ),
}
_STATUSES = {search_key(word): status.value for status, words in _WORDS.items() for word in words}
_GENDER_WORDS = {
    Gender.MALE: ("זכר", "ז", "גבר", "מר", "m", "male", "man", "mr"),
    Gender.FEMALE: ("נקבה", "נ", "אישה", "אשה", "גברת", "גב", "f", "female", "woman", "mrs", "ms", "miss"),
}
_GENDERS = {search_key(word): gender.value for gender, words in _GENDER_WORDS.items() for word in words}
_BETWEEN_TAGS = re.compile(r"\s*(?::::|[,;|])\s*")
_NO_TAGS = {"my contacts", "mycontacts"}  # what Google puts on every contact


@dataclass(slots=True)
class Entry:
    """One row: of which customer it speaks, what it says of it, of a person there, and what should be looked at."""

    index: int
    identity: Identity
    values: dict[str, Any]
    person: dict[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    custom: dict[str, str] = field(default_factory=dict)  # title of the column -> value
    owner: str = ""
    parent: str = ""
    doubts: list[Fault] = field(default_factory=list)


def _text(longest: int) -> ParseFor:
    return lambda layout, column: text(longest)


def _day(layout: Layout, column: int) -> Any:
    return day(layout.date_orders.get(column, Order.DAY_FIRST))


PARSERS: Mapping[str, ParseFor] = {
    "key": _text(80),
    "name": _text(200),
    "first_name": _text(100),
    "last_name": _text(100),
    "company": _text(200),
    "contact": _text(120),
    "job_title": _text(120),
    "gender": _text(20),
    **{role: _text(200) for role in PHONES},
    **{role: _text(longest) if longest else _day for role, (_, longest) in PLAIN.items()},
    "email2": _text(254),
    "street": _text(180),
    "house_number": _text(15),
    "owner": _text(120),
    "parent": _text(200),
    "status": _text(60),
    "tags": _text(2_000),
    "segment": _text(40),
}


class PeopleReader:
    """Rows of batches as entries. `persons`: the rows are people (an address book), not customers."""

    def __init__(self, layout: Layout, *, persons: bool) -> None:
        self.persons = persons
        self.own = [column for column, role in sorted(layout.mapping.items()) if role == FIELD]
        titles = [(f"{FIELD}:{column}", _text(1_000)) for column in self.own]
        mapping = {
            column: f"{FIELD}:{column}" if role == FIELD else role for column, role in layout.mapping.items()
        }
        self.titles = {f"{FIELD}:{column}": layout.titles[column] for column in self.own}
        self.rows = RowReader(_with(layout, mapping), {**PARSERS, **dict(titles)})

    def read(self, batch: Batch) -> Said[Entry]:
        """The rows that can be read, and what is wrong with the others."""
        values = self.rows.read(batch)
        count = len(batch.rows)
        roles = [role for role, column in values.of.items() if column.count(None) < count]
        columns = [values.of[role] for role in roles]
        entries = []
        for index, cells in enumerate(zip(*columns, strict=True) if columns else ()):
            if index in values.faults:
                continue
            said = {role: value for role, value in zip(roles, cells, strict=True) if value is not None}
            answer = batch.answers.get(batch.rows[index], "")
            entry = self._entry(index, said, answer)
            if entry is None:
                values.faults[index] = [Fault("name", "nobody_named", {})]
            else:
                entries.append(entry)
        return Said(entries, values.faults)

    def _entry(self, index: int, said: dict[str, Any], answer: str) -> Entry | None:
        own_name = said.get("name") or " ".join(filter(None, (said.get("first_name"), said.get("last_name"))))
        company = said.get("company", "")
        phones, doubts = _phones(said)
        at_company = self.persons and bool(company)
        name = company if at_company else own_name or company or said.get("contact", "")
        shown = (
            name or (phones[0] if phones else "") or said.get("email", "") or said.get("company_number", "")
        )
        if not shown:
            return None
        values = _customer_values(said, shown, phones, at_company=at_company)
        if not at_company:
            if company and own_name:
                values["company_name"] = company
            values["kind"] = _kind(said, own_name, company)
            if values["kind"] == Kind.PERSON and (gender := _gender(said)):
                values["gender"] = gender
        identity = identity_of(
            external="" if at_company else said.get("key", ""),
            phone="" if at_company else phones[0] if phones else "",
            number=said.get("company_number", ""),
            email="" if at_company else said.get("email", ""),
            name=name,
            shown=shown,
            answer=answer,
        )
        if not identity.names_somebody:
            return None
        return Entry(
            index,
            identity,
            values,
            _person(said, own_name, phones, at_company=at_company),
            _tags(said),
            {title: said[role] for role, title in self.titles.items() if role in said},
            said.get("owner", ""),
            said.get("parent", ""),
            doubts + _word_doubts(said),
        )


def _with(layout: Layout, mapping: dict[int, str]) -> Layout:
    return replace(layout, mapping=mapping)


def _customer_values(
    said: dict[str, Any], name: str, phones: list[str], *, at_company: bool
) -> dict[str, Any]:
    if at_company:
        there = ("company_number", "city", "postal", "country", "industry", "website")
        values = {_COLUMN[role]: said[role] for role in there if role in said}
        return {**values, "name": name, "kind": Kind.COMPANY.value}
    values = {_COLUMN[role]: value for role, value in said.items() if role in _COLUMN}
    values["name"] = name
    values.update(zip(("phone", "phone2"), phones, strict=False))
    if "street" in said:
        values["street"] = " ".join(filter(None, (said["street"], said.get("house_number"))))
    elif "house_number" in said:
        values["street"] = said["house_number"]
    if "status" in said and (status := _STATUSES.get(search_key(said["status"]))):
        values["status"] = status
    return values


def _person(said: dict[str, Any], own_name: str, phones: list[str], *, at_company: bool) -> dict[str, Any]:
    """The contact person that a row names: in an address book the row itself, in a list of customers a column."""
    if not at_company:
        if not said.get("contact"):
            return {}
        named = {"name": said["contact"], "job_title": said.get("job_title", "")}
        return named | ({"gender": gender} if (gender := _gender(said)) else {})
    name = own_name or (phones[0] if phones else "") or said.get("email", "")
    if not name:
        return {}
    person = {
        "name": name[:120],
        "gender": _gender(said),
        "job_title": said.get("job_title", ""),
        "phone": phones[0][:60] if phones else "",
        "email": said.get("email", ""),
        "birthday": said.get("birthday"),
        "remarks": said.get("remarks", ""),
    }
    return {column: value for column, value in person.items() if value not in ("", None)}


def _gender(said: dict[str, Any]) -> str:
    """The form of address that the row says; empty for none, and for a word that says neither."""
    return _GENDERS.get(search_key(said.get("gender", "")), "")


def _kind(said: dict[str, Any], own_name: str, company: str) -> str:
    """A private person where the row names one and no business; a business otherwise. Only for a new customer."""
    if company or said.get("company_number") or not own_name:
        return Kind.COMPANY.value
    is_person = "first_name" in said or "last_name" in said or is_first_name(own_name.split()[0])
    return (Kind.PERSON if is_person else Kind.COMPANY).value


def _phones(said: dict[str, Any]) -> tuple[list[str], list[Fault]]:
    """The distinct numbers of a row, and a doubt for those beyond the two that a customer has."""
    numbers = [number for role in PHONES if role in said for number in split_phones(said[role])]
    if len(numbers) > 1:
        distinct: dict[str, str] = {}
        for number in numbers:
            distinct.setdefault(phone_key(number) or number, number)
        numbers = list(distinct.values())
    found = [number[:60] for number in numbers]
    if len(found) <= 2:
        return found, []
    return found, [Fault("phone", "more_phones", {"value": ", ".join(found[2:])})]


def _tags(said: dict[str, Any]) -> tuple[str, ...]:
    if "tags" not in said and "segment" not in said:
        return ()
    words = [word.removeprefix("* ").strip() for word in _BETWEEN_TAGS.split(said.get("tags", ""))]
    words.append(said.get("segment", ""))
    return tuple(dict.fromkeys(word[:40] for word in words if word and word.casefold() not in _NO_TAGS))


def _word_doubts(said: dict[str, Any]) -> list[Fault]:
    """Of columns that hold words of a closed list, those that say something else."""
    known = (("status", _STATUSES), ("gender", _GENDERS))
    return [
        Fault(role, f"{role}_unknown", {"value": said[role]})
        for role, words in known
        if said.get(role) and search_key(said[role]) not in words
    ]
