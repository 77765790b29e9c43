"""One typed or dictated line -> the fields of a new customer: "דני כהן 050-1234567 טק סולושנס d@x.co".

Order does not matter: what looks like a phone or an e-mail is one; the words around them are a person and a
company. Nothing is lost: every word of the line ends in some field.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from neeman.lib.hebrew import company_key, is_first_name, search_key
from neeman.lib.phones import Phone, parse_phone, split_phones
from neeman.lib.signs import plain_text

_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w*])(?:\*\d{3,6}|\d{4}\*|\+?\(?\d[\d\-. ()\u2010-\u2015]{5,}\d)(?!\w)")
_BREAK = re.compile(r"\s*(?:[,;|\n/]|\s[-–—]\s)\s*")
_AT_COMPANY = re.compile(r"\s+(?:מחברת|מ-|@|at|from)\s*", re.IGNORECASE)
_COMPANY_WORDS = frozenset(
    search_key(
        "חברת חברה בע״מ בעמ קבוצת משרד מסעדת קפה מאפיית נגריית מוסך סטודיו דפוס שיווק טכנולוגיות פתרונות סולושנס"
        " תעשיות שירותי יבוא אחזקות הנדסה בנייה בניה עיצוב רשת מכון מרפאת חנות אופנה הובלות אלקטרוניקה ייעוץ"
        " ltd inc llc group solutions technologies tech systems studio consulting services company corp bank media"
    ).split()
)


@dataclass(frozen=True, slots=True)
class QuickAdd:
    """`name` is the person, `company` the business; either may be empty, so may `phone` and `email`.

    `other_phones` holds further numbers as typed.
    """

    name: str = ""
    company: str = ""
    phone: Phone | None = None
    email: str = ""
    other_phones: tuple[str, ...] = ()


def parse_quick_add(line: str) -> QuickAdd:
    """The fields of one line. Words that fit nowhere else stay with the name or the company."""
    text = "\n".join(plain_text(part) for part in line.splitlines())
    emails = _EMAIL.findall(text)
    text = _EMAIL.sub("\n", text)
    phones = [number for found in _PHONE.finditer(text) for number in split_phones(found.group())]
    text = _PHONE.sub("\n", text)
    pieces = [piece.strip(" -–—:") for piece in _BREAK.split(text)]
    name, company = _person_and_company([piece for piece in pieces if piece] + emails[1:])
    return QuickAdd(
        name=name,
        company=company,
        phone=parse_phone(phones[0]) if phones else None,
        email=emails[0] if emails else "",
        other_phones=tuple(phones[1:]),
    )


def _person_and_company(pieces: list[str]) -> tuple[str, str]:
    if not pieces:
        return "", ""
    if len(pieces) == 1:
        return _split_one(pieces[0])
    person = next((piece for piece in pieces if _starts_with_a_name(piece) and not _is_company(piece)), None)
    if person is None:
        person = next((piece for piece in pieces if not _is_company(piece)), "")
    rest = list(pieces)
    if person:
        rest.remove(person)
    return person, " ".join(rest)


def _split_one(piece: str) -> tuple[str, str]:
    """One run of words: a person, a company, or a person followed by a company."""
    person, marker, company = _cut_at_marker(piece)
    if marker:
        return person, company
    words = piece.split()
    if _starts_with_a_name(piece) and len(words) > 2 and _is_company(piece):
        return " ".join(words[:2]), " ".join(words[2:])
    if _is_company(piece):
        return "", piece
    if _starts_with_a_name(piece) and len(words) > 3:
        return " ".join(words[:2]), " ".join(words[2:])
    return piece, ""


def _cut_at_marker(piece: str) -> tuple[str, str, str]:
    found = _AT_COMPANY.search(piece)
    if not found:
        return piece, "", ""
    return piece[: found.start()], found.group(), piece[found.end() :]


def _starts_with_a_name(piece: str) -> bool:
    return is_first_name(piece.split()[0])


def _is_company(piece: str) -> bool:
    words = search_key(piece).split()
    return any(word in _COMPANY_WORDS for word in words) or company_key(piece) != search_key(piece)
