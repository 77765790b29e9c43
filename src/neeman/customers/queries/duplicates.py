"""Who may be the same: live warnings while one types, and the search for pairs over the whole portfolio (X2).

Two customers are held to be one by phone first, then company number, e-mail, name (UX 0.5), then by similar names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404

from neeman.customers.models import Contact, Customer, DuplicatePair
from neeman.customers.queries.visible import live
from neeman.orgs.access import Access

Why = DuplicatePair.Why
SCORES: dict[Why, int] = {Why.PHONE: 100, Why.NUMBER: 100, Why.EMAIL: 97, Why.NAME: 95}
CROWD = 6
"""More customers than this on one phone or address are a switchboard or a landlord, not one customer."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A customer who may be the one that is being typed, and what they have in common."""

    customer: Customer
    why: Why


@dataclass(frozen=True, slots=True)
class Card:
    """What the search compares of one customer."""

    pk: int
    phones: tuple[str, ...]
    number: str
    emails: tuple[str, ...]
    name: str


def find_alike(
    access: Access,
    *,
    phone_key: str = "",
    number_key: str = "",
    email_key: str = "",
    name_key: str = "",
    but: int | None = None,
    most: int = 3,
) -> list[Alike]:
    """Visible live customers with one of these keys (their contacts' phones and e-mails too), the surest first."""
    asked = [
        (Why.PHONE, "phone_key", phone_key),
        (Why.NUMBER, "number_key", number_key),
        (Why.EMAIL, "email_key", email_key),
        (Why.NAME, "name_key", name_key),
    ]
    found: dict[int, Alike] = {}
    for why, column, value in asked:
        if not value or len(found) >= most:
            continue
        condition = Q((column, value))
        if column in {"phone_key", "email_key"}:
            people = Contact.objects.filter(Q((column, value))).values("customer_id")
            condition |= Q(pk__in=people)
        for customer in live(access).filter(condition).exclude(pk=but or 0).order_by("pk")[:most]:
            found.setdefault(customer.pk, Alike(customer, why))
    return list(found.values())[:most]


def pairs_to_judge(access: Access) -> QuerySet[DuplicatePair]:
    """The pairs that wait for a person's word, the surest first; both customers visible and living."""
    customers = live(access)
    return (
        DuplicatePair.objects.filter(apart=False, first__in=customers, second__in=customers)
        .select_related("first__standing", "second__standing", "first__owner__user", "second__owner__user")
        .order_by("-score", "pk")
    )


def get_pair(access: Access, pk: int) -> DuplicatePair:
    """A pair whose customers are both visible, or 404."""
    pair = pairs_to_judge(access).filter(pk=pk).first()
    if pair is None:
        raise Http404
    return pair


def read_cards(access: Access) -> list[Card]:
    """All living customers with the keys of their contacts, by pk: two queries for any number of them."""
    phones: defaultdict[int, list[str]] = defaultdict(list)
    emails: defaultdict[int, list[str]] = defaultdict(list)
    people = Contact.objects.filter(left_at=None).exclude(phone_key="", email_key="")
    for customer_id, phone, email in people.values_list("customer_id", "phone_key", "email_key").iterator():
        phones[customer_id] += [phone] if phone else []
        emails[customer_id] += [email] if email else []
    rows = live(access).order_by("pk").values_list("pk", "phone_key", "number_key", "email_key", "name_key")
    return [
        Card(pk, _distinct(phone, phones.get(pk, ())), number, _distinct(email, emails.get(pk, ())), name)
        for pk, phone, number, email, name in rows.iterator()
    ]


def find_pairs(cards: list[Card]) -> dict[tuple[int, int], tuple[Why, int]]:
    """Every pair that may be one, as (older pk, newer pk) -> (why, score); the surest reason of each stands.

    Names are compared in blocks, so that the time grows with the number of customers and not with its square.
    """
    pairs: dict[tuple[int, int], tuple[Why, int]] = {}
    numbers = {card.pk: card.number for card in cards}
    for why, groups in (
        (Why.PHONE, _groups((phone, card.pk) for card in cards for phone in card.phones)),
        (Why.NUMBER, _groups((card.number, card.pk) for card in cards)),
        (Why.EMAIL, _groups((email, card.pk) for card in cards for email in card.emails)),
        (Why.NAME, _groups((card.name, card.pk) for card in cards)),
    ):
        for group in groups:
            for pair in _pairs_of(group):
                if why in {Why.PHONE, Why.NUMBER} or not _other_numbers(pair, numbers):
                    pairs.setdefault(pair, (why, SCORES[why]))
    for pair, score in _alike_names(cards):
        if pair not in pairs and not _other_numbers(pair, numbers):
            pairs[pair] = (Why.ALIKE, min(score, SCORES[Why.NAME] - 1))
    return pairs


def _alike_names(cards: list[Card]) -> Iterator[tuple[tuple[int, int], int]]:
    from neeman.customers.likeness import (
        alike_names,
    )  # NumPy and RapidFuzz: a search needs them, no page does

    named = [card for card in cards if len(card.name) > 3]
    for one, other, score in alike_names([card.name for card in named]):
        pair = sorted((named[one].pk, named[other].pk))
        yield (pair[0], pair[1]), score


def _distinct(own: str, others: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for key in (own, *others) if key))


def _groups(keyed: Iterable[tuple[str, int]]) -> Iterator[list[int]]:
    """The customers of each key that at least two and no crowd share."""
    groups: defaultdict[str, dict[int, None]] = defaultdict(dict)
    for key, pk in keyed:
        if key:
            groups[key][pk] = None
    return (sorted(group) for group in groups.values() if 1 < len(group) <= CROWD)


def _pairs_of(group: list[int]) -> Iterator[tuple[int, int]]:
    for place, first in enumerate(group):
        for second in group[place + 1 :]:
            yield first, second


def _other_numbers(pair: tuple[int, int], numbers: dict[int, str]) -> bool:
    """Two company numbers that differ: two companies, however alike their names."""
    first, second = numbers[pair[0]], numbers[pair[1]]
    return bool(first and second and first != second)
