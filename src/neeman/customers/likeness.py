"""Similar names among very many: compared in blocks, so that the time does not grow with the square of their number."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

ALIKE_FROM = 88
"""The least likeness of two names, in percent, that is worth a person's look."""

NEIGHBOURS = 6
RARE = 12
"""A word held by at most so many names: those who share it are compared with one another."""

Places = npt.NDArray[np.int64]
"""Pairs of places in a list, one a row."""


def alike_names(names: list[str]) -> Iterator[tuple[int, int, int]]:
    """Places of two different but similar names, and their likeness in percent.

    Neighbours in three orders meet, and those who share a rare word.
    """
    by_words = [" ".join(sorted(name.split())) for name in names]
    places = np.concatenate([*_neighbours(names, by_words), _sharing_a_rare_word(names)])
    low, high = places.min(axis=1), places.max(axis=1)
    met = np.unique(low * len(names) + high)  # one number a pair: sorting rows takes ten times as long
    places = np.stack(np.divmod(met, max(len(names), 1)), axis=1)
    for page in np.array_split(places, len(places) // 200_000 + 1):
        scores = np.maximum(_likeness(names, page), _likeness(by_words, page))
        for (one, other), score in zip(page[scores > 0], scores[scores > 0], strict=True):
            if names[one] != names[other] and _digits(names[one]) == _digits(names[other]):
                yield int(one), int(other), int(score)


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
    pairs = [pair for group in holders.values() for pair in combinations(group, 2)]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _likeness(names: list[str], places: Places) -> npt.NDArray[np.float32]:
    """How alike the two names of each pair are, in percent; 0 below ALIKE_FROM."""
    ones = [names[place] for place in places[:, 0]]
    others = [names[place] for place in places[:, 1]]
    return process.cpdist(ones, others, scorer=fuzz.ratio, score_cutoff=ALIKE_FROM)


def _digits(name: str) -> str:
    """Digits must agree: branch 1 is not branch 2."""
    return "".join(sign for sign in name if sign.isdigit())
