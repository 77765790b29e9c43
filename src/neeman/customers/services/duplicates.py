"""Keeping the list of pairs that may be one: found anew, those said to be apart remembered."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from neeman.customers.models import DuplicatePair
from neeman.customers.queries.duplicates import find_pairs, read_cards
from neeman.orgs.access import Access
from neeman.orgs.log import log

MOST_PAIRS = 5_000
"""The surest so many are kept: more than anybody looks through, and the next search brings the rest."""

Tell = Callable[[str, int, int], None]


def search_duplicates(access: Access, tell: Tell) -> int:
    """Look through all customers and write down the pairs that may be one; returns how many wait for a word."""
    tell("read", 0, 0)
    cards = read_cards(access)
    tell("compare", 0, len(cards))
    found = find_pairs(cards)
    surest = sorted(found.items(), key=lambda item: (-item[1][1], item[0]))
    with transaction.atomic():
        apart = set(DuplicatePair.objects.filter(apart=True).values_list("first_id", "second_id"))
        rows = [
            DuplicatePair(first_id=pair[0], second_id=pair[1], why=why, score=score)
            for pair, (why, score) in surest
            if pair not in apart
        ][:MOST_PAIRS]
        DuplicatePair.objects.filter(apart=False).delete()
        DuplicatePair.objects.bulk_create(rows, batch_size=500)
        log(access, None, "customers.pairs.found", {"pairs": len(rows), "customers": len(cards)})
    return len(rows)
