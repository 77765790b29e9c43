"""The words of `vocabulary.toml` and the headers of `presets.toml`, ready to be looked up by search key."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from rapidfuzz import fuzz, process

from neeman.lib.hebrew import search_key

Target = Literal["customers", "contacts", "sales", "payments", "deals"]
TARGETS: tuple[Target, ...] = ("customers", "contacts", "sales", "payments", "deals")
Content = Literal["id", "text", "short", "phone", "email", "date", "amount", "number", "company_number"]

_SAME_BUT_FOR_A_SLIP = 90  # of 100: one letter wrong, missing or too much in a title of eight or more
_SHORTEST_FOR_SLIPS = 6


@dataclass(frozen=True, slots=True)
class Match:
    """A concept found in a title: by the whole title, a part of it, or all but a slip; `word` as the vocabulary has it."""

    concept: str
    how: Literal["whole", "part", "slip"]
    word: str


@dataclass(frozen=True, slots=True)
class Preset:
    """A known program's export: `needs` and `roles` by search key of the titles."""

    name: str
    target: Target
    needs: frozenset[str]
    roles: Mapping[str, str]


def find_concept(title: str) -> Match | None:
    """The concept that a column's title names: "מס' לקוח" -> customer_key; None for words nobody knows."""
    return _find(title_key(title))


def title_key(title: str) -> str:
    """The key of a title: CamelCase split ("CustomerID" -> "customer id"), then the search key."""
    spaced = "".join(
        f" {letter}" if letter.isupper() and place and title[place - 1].islower() else letter
        for place, letter in enumerate(title)
    )
    return search_key(spaced)


def is_known_word(title: str) -> bool:
    """Whether a title is, as a whole, a word of the vocabulary or of a preset."""
    key = title_key(title)
    return key in _words() or search_key(title) in _words() or key in _preset_titles()


def content_of(concept: str) -> Content:
    """What the values of a concept look like."""
    content: Content = _vocabulary()["concept"][concept]["content"]
    return content


def roles_of(target: Target) -> dict[str, str]:
    """Concept -> role for one kind of file, in the order of the vocabulary."""
    roles: dict[str, str] = _vocabulary()["target"][target]["roles"]
    return roles


def required_roles(target: Target) -> list[list[str]]:
    """Sets of roles of which one must be found for a file to be of this kind."""
    required: list[list[str]] = _vocabulary()["target"][target]["required"]
    return required


def find_preset(header: tuple[str, ...]) -> Preset | None:
    """The known export that this header comes from: the one that needs most of those that fit."""
    keys = {search_key(title) for title in header}
    fitting = [preset for preset in _presets() if preset.needs <= keys]
    return max(fitting, key=lambda preset: len(preset.needs), default=None)


@cache
def _find(key: str) -> Match | None:
    words = _words()
    for form in (key, key.replace(" ", "")):
        if form in words:
            return Match(words[form][0], "whole", words[form][1])
    if len(key) >= _SHORTEST_FOR_SLIPS:
        near = process.extractOne(key, words.keys(), scorer=fuzz.ratio, score_cutoff=_SAME_BUT_FOR_A_SLIP)
        if near:
            return Match(words[near[0]][0], "slip", words[near[0]][1])
    parts = key.split()
    for length in range(len(parts) - 1, 0, -1):
        for start in range(len(parts) - length + 1):
            piece = " ".join(parts[start : start + length])
            if piece in words and len(piece) > 2:
                return Match(words[piece][0], "part", words[piece][1])
    return None


@cache
def _vocabulary() -> dict[str, Any]:
    return tomllib.loads(resources.files("neeman.lib.columns").joinpath("vocabulary.toml").read_text("utf-8"))


@cache
def _words() -> dict[str, tuple[str, str]]:
    """Search key -> concept and the word as it is written."""
    concepts = _vocabulary()["concept"].items()
    return {search_key(word): (concept, word) for concept, entry in concepts for word in entry["words"]}


@cache
def _presets() -> tuple[Preset, ...]:
    text = resources.files("neeman.lib.columns").joinpath("presets.toml").read_text("utf-8")
    return tuple(
        Preset(
            entry["name"],
            entry["target"],
            frozenset(map(search_key, entry["needs"])),
            {search_key(title): role for title, role in entry["roles"].items()},
        )
        for entry in tomllib.loads(text)["preset"]
    )


@cache
def _preset_titles() -> frozenset[str]:
    return frozenset(title for preset in _presets() for title in preset.roles)
