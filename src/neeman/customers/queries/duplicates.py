"""Who may be the same: live warnings while one types, and the search for pairs over the whole portfolio (X2).

Two customers are held to be one by phone first, then company number, e-mail, name (UX 0.5), then by similar names.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from django.db.models import Q, QuerySet
from django.http import Http404
from rapidfuzz import fuzz, process

from neeman.customers.models import Contact, Customer, DuplicatePair
from neeman.customers.queries.visible import live
from neeman.orgs.access import Access

Why = DuplicatePair.Why
Places = npt.NDArray[np.int64]
"""Pairs of places in a list, one a row."""

SCORES: dict[Why, int] = {Why.PHONE: 100, Why.NUMBER: 100, Why.EMAIL: 97, Why.NAME: 95}
ALIKE_FROM = 88
"""The least likeness of two names, in percent, that is worth a person's look."""

CROWD = 6
"""More customers than this on one phone or address are a switchboard or a landlord, not one customer."""

NEIGHBOURS = 6
RARE = 12
"""A word held by at most so many names: those who share it are compared with one another."""


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
            pairs[pair] = (Why.ALIKE, score)
    return pairs


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


def _alike_names(cards: list[Card]) -> Iterator[tuple[tuple[int, int], int]]:
    """Pairs of different but similar names. Neighbours in three orders meet, and those who share a rare word."""
    named = [card for card in cards if len(card.name) > 3]
    names = [card.name for card in named]
    by_words = [" ".join(sorted(name.split())) for name in names]
    places = np.concatenate([*_neighbours(names, by_words), _sharing_a_rare_word(names)])
    low, high = places.min(axis=1), places.max(axis=1)
    met = np.unique(low * len(named) + high)  # one number a pair: sorting rows takes ten times as long
    places = np.stack(np.divmod(met, max(len(named), 1)), axis=1)
    for page in np.array_split(places, len(places) // 200_000 + 1):
        scores = np.maximum(_likeness(names, page), _likeness(by_words, page))
        for (one, other), score in zip(page[scores > 0], scores[scores > 0], strict=True):
            if names[one] != names[other] and _digits(names[one]) == _digits(names[other]):
                pair = sorted((named[one].pk, named[other].pk))
                yield (pair[0], pair[1]), min(int(score), SCORES[Why.NAME] - 1)


def _neighbours(names: list[str], by_words: list[str]) -> Iterator[Places]:
    """Places of names that stand near one another: from the beginning, from the end, whatever the order of words."""
    for keys in (names, [name[::-1] for name in names], by_words):
        order = np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int64)
        for step in range(1, NEIGHBOURS + 1):
            yield np.stack([order[:-step], order[step:]], axis=1)


def _sharing_a_rare_word(names: list[str]) -> Places:
    often = Counter(word for name in names for word in set(name.split()))
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(names):
        for word in set(name.split()):
            if 1 < often[word] <= RARE and len(word) > 2:
                holders[word].append(place)
    pairs = [pair for group in holders.values() for pair in _pairs_of(group)]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _likeness(names: list[str], places: Places) -> npt.NDArray[np.float32]:
    """How alike the two names of each pair are, in percent; 0 below ALIKE_FROM."""
    ones = [names[place] for place in places[:, 0]]
    others = [names[place] for place in places[:, 1]]
    return process.cpdist(ones, others, scorer=fuzz.ratio, score_cutoff=ALIKE_FROM)


def _digits(name: str) -> str:
    """Digits must agree: branch 1 is not branch 2."""
    return "".join(sign for sign in name if sign.isdigit())
