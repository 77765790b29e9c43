"""The customers of the palette: found by whatever one remembers, or those one had to do with last.

Three queries beyond the search itself, however many are found: the rows, their people, nothing a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils import timezone

from neeman.activity.models import Interaction, Seen
from neeman.customers.conclusion import conclude
from neeman.customers.directory import people_of
from neeman.customers.models import Contact, Customer, FollowUp, Standing
from neeman.customers.queries.card import standing_of
from neeman.customers.queries.visible import live
from neeman.customers.search import find
from neeman.customers.writing import Offer, Pen
from neeman.lib.hebrew import search_key, swap_layout
from neeman.lib.phones import parse_phone, readable, split_phones, tail_key
from neeman.orgs.access import Access

MOST = 8
LAST_TALKS = 60
"""Of one's own, looked through for the customers of the last days."""
SHOWN = 60
FEWEST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A customer as the palette shows it.

    `because` is the text that was found, where it is not the name; `phone` is what a telephone dials, `write` what may be
    written to it, both of the person who was found.
    """

    customer: Customer
    standing: Standing | None
    follow_up: FollowUp | None
    tone: str
    contact: str
    because: str
    phone: str
    write: Offer | None


@dataclass(frozen=True, slots=True)
class Results:
    """Rows, best first; `also_for` is the text of the other keyboard layout where that found some."""

    rows: list[Row]
    also_for: str = ""


def found(access: Access, text: str) -> Results:
    """The customers that a text finds."""
    results = find(access, text, MOST)
    asked = [search_key(text).split()]
    if results.also_for:
        asked.append(search_key(swap_layout(text)).split())
    return Results(_rows(access, results.ids, asked, text), results.also_for)


def recent(access: Access) -> Results:
    """The customers whom the member looked at or spoke to last, latest first."""
    talks = Interaction.objects.filter(member=access.member).order_by("-noted_at")
    looks = Seen.objects.filter(member=access.member).order_by("-at")
    last = [
        *talks.values_list("noted_at", "customer")[:LAST_TALKS],
        *looks.values_list("at", "customer")[:MOST],
    ]
    ids = list(dict.fromkeys(pk for _at, pk in sorted(last, reverse=True)))
    return Results(_rows(access, ids[:MOST], [], ""))


def _rows(access: Access, ids: list[int], asked: list[list[str]], text: str) -> list[Row]:
    known = live(access).filter(pk__in=ids).select_related("standing", "follow_up")
    customers = {
        one.pk: one
        for one in known.defer("search_text", "name_key", "standing__explanation", "standing__months")
    }
    people = people_of(ids)
    pen = Pen(access, list(customers.values()), now=timezone.now(), people=people)
    return [_row(pen, customers[pk], people.get(pk, []), asked, text) for pk in ids if pk in customers]


def _row(pen: Pen, customer: Customer, people: list[Contact], asked: list[list[str]], text: str) -> Row:
    standing = standing_of(customer)
    person, because = _reason(customer, people, asked, text)
    contact = person or (people[0] if people else None)
    dialled = (person.phone if person else "") or customer.phone or (contact.phone if contact else "")
    phone = parse_phone(next(iter(split_phones(dialled)), "")) if dialled else None
    return Row(
        customer=customer,
        standing=standing,
        follow_up=getattr(customer, "follow_up", None),
        tone=conclude(customer, standing).tone,
        contact=contact.name if contact else "",
        because=because,
        phone=phone.dials if phone else "",
        write=pen.offer(customer, phone.e164) if phone and phone.e164 else None,
    )


def _reason(
    customer: Customer, people: list[Contact], asked: list[list[str]], text: str
) -> tuple[Contact | None, str]:
    """The person who was found, and the text that was, where the customer's name does not say it."""
    if not asked or any(_says(customer.name, words) for words in asked):
        return None, ""
    for person, said in _texts(customer, people):
        if any(_says(said, words) for words in asked):
            return person, _around(said, asked)
    tail = tail_key(text)
    if len(tail) < FEWEST_DIGITS:
        return None, ""
    for person, numbers in _phones(customer, people):
        if any(tail in tail_key(number) for number in split_phones(numbers)):
            return person, readable(numbers)
    return None, ""


def _texts(customer: Customer, people: Iterable[Contact]) -> Iterator[tuple[Contact | None, str]]:
    yield from ((person, person.name) for person in people)
    yield from ((None, said) for said in (customer.company_name, customer.city, customer.remarks) if said)


def _phones(customer: Customer, people: Iterable[Contact]) -> Iterator[tuple[Contact | None, str]]:
    yield from ((None, number) for number in (customer.phone, customer.phone2) if number)
    yield from ((person, person.phone) for person in people if person.phone)


def _says(said: str, words: list[str]) -> bool:
    """Whether each of the words begins a word of the text, a particle before it aside."""
    there = search_key(said).split()
    return bool(words) and all(any(_begins(one, word) for one in there) for word in words)


def _begins(one: str, word: str) -> bool:
    return one.startswith(word) or (len(word) > 2 and one[1:].startswith(word))


def _around(said: str, asked: list[list[str]]) -> str:
    """As much of a long text as a row holds, with what was found in it."""
    parts = said.split()
    if len(said) <= SHOWN:
        return " ".join(parts)
    at = next(
        (n for n, part in enumerate(parts) for words in asked for word in words if _says(part, [word])), 0
    )
    first = max(0, at - 3)
    piece = " ".join(parts[first:])[:SHOWN].rstrip()
    return f"{'… ' if first else ''}{piece} …"
