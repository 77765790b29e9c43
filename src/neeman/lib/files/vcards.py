"""Address books in vCard 2.1, 3.0 and 4.0 as phones and mail programs really write them, one row a person.

Telephones of the Android family write version 2.1 with QUOTED-PRINTABLE names whose soft line breaks are not
indented, `ORG:null`, and cards for the police and the operator; Apple groups its properties (item1.TEL).
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from neeman.lib.cells import Cell
from neeman.lib.files.encodings import guess_single_byte
from neeman.lib.files.shapes import FileProblem

HEADER = (
    "Full name", "First name", "Last name", "Organization", "Job title", "Mobile phone", "Phone", "Phone 2",
    "Other phones", "E-mail", "E-mail 2", "Street", "City", "Region", "Postal code", "Country", "Birthday",
    "Website", "Labels", "Notes",
)  # fmt: skip
"""Titles of the columns that every address book is read into."""

_PROPERTY = re.compile(
    r"(?:[\w-]+\.)?(?P<name>[\w-]+)(?P<params>(?:;(?:\"[^\"]*\"|\([^)]*\)|[^:\"(])*)*):(?P<value>.*)",
    re.DOTALL,
)
_IGNORED = frozenset(("PHOTO", "LOGO", "SOUND", "KEY", "AGENT"))
_ESCAPED = re.compile(r"\\([nN,;:\\])")
_UNESCAPED_SEMICOLON = re.compile(r"(?<!\\);")
_LONGEST_CARD = 20_000
"""Lines of one card: a card that never ends is no card."""


@dataclass(slots=True)
class Card:
    """One card: the number of its first line, its values by property name, each with its lower-case parameters."""

    line: int
    values: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def first(self, name: str) -> str:
        """The first value of a property as one text, "" where it has none or holds the word null."""
        for _, value in self.values.get(name, ()):
            text = _unescaped(value).strip()
            if text and text.lower() != "null":
                return text
        return ""

    def parts(self, name: str) -> list[str]:
        """The fields of a structured value (N, ADR, ORG), preferring one that holds something."""
        best: list[str] = []
        for _, value in self.values.get(name, ()):
            fields = [_unescaped(part).strip() for part in _UNESCAPED_SEMICOLON.split(value)]
            fields = ["" if part.lower() == "null" else part for part in fields]
            if any(fields) and not any(best):
                best = fields
        return best


def read_cards(path: Path, encoding: str) -> Iterator[tuple[int, list[Cell], str]]:
    """Line number, cells under `HEADER`, and why the card is left out ("" when it is kept, `junk_card`, `blank`)."""
    seen = False
    for card in _cards(path, encoding):
        seen = True
        cells = _cells(card)
        yield card.line, cells, _left_out(cells)
    if not seen:
        raise FileProblem("no_cards")


def _cards(path: Path, encoding: str) -> Iterator[Card]:
    card: Card | None = None
    for number, line in _logical_lines(path, encoding):
        found = _PROPERTY.fullmatch(line)
        if not found:
            continue
        name, params = found["name"].upper(), found["params"]
        if name == "BEGIN" and found["value"].strip().upper() == "VCARD":
            card = Card(number)
        elif name == "END":
            if card:
                yield card
            card = None
        elif card and name not in _IGNORED:
            card.values.setdefault(name, []).append((params.lower(), _decoded(params, found["value"])))
            if number - card.line > _LONGEST_CARD:
                raise FileProblem("broken_vcard", row=card.line)
    if card:
        yield card  # a file cut off in its last card


def _logical_lines(path: Path, encoding: str) -> Iterator[tuple[int, str]]:
    """Lines joined again: indented ones (3.0, 4.0) and the soft breaks of QUOTED-PRINTABLE (2.1)."""
    held, start = "", 0
    with path.open(encoding=encoding, errors="replace") as file:
        for number, raw in enumerate(file, 1):
            line = raw.rstrip("\r\n")
            soft = held.endswith("=") and "QUOTED-PRINTABLE" in held.partition(":")[0].upper()
            if soft:
                held = held[:-1] + line.lstrip()
            elif line[:1] in (" ", "\t") and held:
                held += line[1:]
            else:
                if held:
                    yield start, held
                held, start = line, number
    if held:
        yield start, held


def _decoded(params: str, value: str) -> str:
    if "QUOTED-PRINTABLE" not in params.upper():
        return value
    raw = quopri.decodestring(value.encode("utf-8"))
    declared = re.search(r"CHARSET=\"?([\w-]+)", params, re.IGNORECASE)
    for encoding in (declared.group(1) if declared else "utf-8", guess_single_byte(raw)):
        try:
            return raw.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return raw.decode("utf-8", errors="replace")


def _unescaped(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found.group(1) in "nN" else found.group(1), value)


def _cells(card: Card) -> list[Cell]:
    family, given, middle, *_ = [*card.parts("N"), "", "", ""]
    organization = card.parts("ORG")
    street, city, region, postal, country = _address(card)
    phones = _phones(card)
    emails = _distinct(card, "EMAIL")
    first = " ".join(filter(None, (given, middle)))
    company = ", ".join(filter(None, organization))
    cells = (
        card.first("FN") or " ".join(filter(None, (first, family))), first, family, company, card.first("TITLE"),
        phones["cell"][0] if phones["cell"] else "", *_pad(phones["other"], 2), _others(phones),
        *_pad([*emails[:1], " ; ".join(emails[1:])], 2), street, city, region, postal, country,
        card.first("BDAY"), card.first("URL"), card.first("CATEGORIES"), card.first("NOTE"),
    )  # fmt: skip
    return [cell or None for cell in cells]


def _address(card: Card) -> tuple[str, str, str, str, str]:
    parts = [*card.parts("ADR"), *[""] * 7]
    box, extended, street, city, region, postal, country = parts[:7]
    return ", ".join(filter(None, (street, extended, box))), city, region, postal, country


def _phones(card: Card) -> dict[str, list[str]]:
    """Mobile numbers and the others, each in the card's order; fax numbers come after the others."""
    groups: dict[str, list[str]] = {"cell": [], "other": [], "fax": []}
    for params, value in card.values.get("TEL", ()):
        number = _unescaped(value).strip().removeprefix("tel:")
        group = "cell" if "cell" in params else "fax" if "fax" in params or "pager" in params else "other"
        if number and all(number not in numbers for numbers in groups.values()):
            groups[group].append(number)
    return groups


def _others(phones: dict[str, list[str]]) -> str:
    return " ; ".join([*phones["cell"][1:], *phones["other"][2:], *phones["fax"]])


def _distinct(card: Card, name: str) -> list[str]:
    values = (_unescaped(value).strip().removeprefix("mailto:") for _, value in card.values.get(name, ()))
    return list(dict.fromkeys(filter(None, values)))


def _pad(values: list[str], length: int) -> list[str]:
    return [*values[:length], *[""] * (length - len(values))]


def _left_out(cells: list[Cell]) -> str:
    """Cards of nobody: empty ones, and the short numbers (100, *2700) that telephones bring along."""
    by_title = dict(zip(HEADER, cells, strict=True))
    if not any(by_title[title] for title in ("Full name", "Organization", "Mobile phone", "Phone", "E-mail")):
        return "blank"
    numbers = [str(by_title[title]) for title in ("Mobile phone", "Phone", "Phone 2") if by_title[title]]
    short = bool(numbers) and all(len(re.sub(r"\D", "", number)) <= 4 for number in numbers)
    return "junk_card" if short and not by_title["E-mail"] and not by_title["Organization"] else ""
