"""Phone numbers as people write them: the identity key of a small business, never refused.

An Israeli number is read here in a microsecond; every other goes to `phonenumbers` (libphonenumber). What
the tables of carriers call invalid is only a `doubt`: libphonenumber 9.0.43 calls 050-1234567 invalid
because its block is unassigned. Star numbers (*2700), 1-700 and 1-800 lines stay text, since they cannot be
dialled from abroad and belong to no one person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import phonenumbers

from neeman.lib.signs import MINUS_SIGNS, plain_text

Kind = Literal["mobile", "landline", "voip", "star", "service", "short", "foreign", "unknown"]
Doubt = Literal[
    "empty", "no_digits", "too_short", "too_long", "not_assigned", "zero_restored", "not_dialable"
]

_HOME = "IL"
_KINDS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"5\d{8}"), "mobile"),
    (re.compile(r"7[1-9]\d{7}"), "voip"),
    (re.compile(r"[23489]\d{7}"), "landline"),
)
_STAR = re.compile(r"\*(\d{3,6})|(\d{3,6})\*")
_SERVICE = re.compile(r"1[-. ]?(?:2\d\d|5\d\d|6\d\d|7\d\d|8\d\d|9\d\d)[-. ]?\d{3}[-. ]?\d{3}")
_EXTENSION = re.compile(r"(?:שלוחה|שלוח|של['׳]|ext\.?|extension|x|#)\s*:?\s*(\d{1,6})\s*$", re.IGNORECASE)
_ONE_NUMBER = re.compile(r"[+*]?[\d-]{3,20}", re.ASCII)
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,2}")
_BETWEEN_PHONES = re.compile(
    r"\s*(?::::|[;,\n\r|]|/|\bאו\b|\bor\b)\s*|(?<=\d{4})\s+(?=0[2-9]|\+|\*)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Phone:
    """One number: the text as given, its key, and what to say about it.

    `e164` is "+972501234567" or None for what has no such form; `doubt` is a code or None; `extension` holds
    the digits after "שלוחה" / "ext".
    """

    raw: str
    e164: str | None
    doubt: Doubt | None
    kind: Kind
    extension: str = ""

    @property
    def display(self) -> str:
        """As an Israeli reads it: 050-123-4567, 03-123-4567, *2700; a foreign number as +1 212-555-0100."""
        return display(self.e164) if self.e164 else self.raw

    @property
    def dials(self) -> str:
        """What a telephone is given: the key, else the text as it stands; empty for words such as "none"."""
        return self.e164 or (self.raw if any(map(str.isdigit, self.raw)) else "")


def parse_phone(raw: object) -> Phone:
    """A number from a person or a spreadsheet cell; nothing is refused, `doubt` says what is odd.

    Floats (5.01234567E8) and numbers that lost their leading zero (501234567) are restored and marked
    `zero_restored`. Several numbers in one cell are split first by `split_phones`.
    """
    return _parse(_as_text(raw))


def split_phones(text: str) -> list[str]:
    """The numbers of a cell that holds several: "050-1234567 / 03-7654321", "a ::: b", one a line.

    A part that is too short to be a number by itself (the 8 of "03-6123456/8") stays with the one before it.
    """
    if _ONE_NUMBER.fullmatch(text):  # nearly every cell
        return [text]
    numbers: list[str] = []
    for part in _BETWEEN_PHONES.split(plain_lines(text)):
        digits = sum(character.isdigit() for character in part)
        if numbers and 0 < digits < 3:
            numbers[-1] += f"/{part}"
        elif part:
            numbers.append(part)
    return numbers


def plain_lines(text: str) -> str:
    """`plain_text` line by line, since a line break in a cell separates numbers."""
    return "\n".join(plain_text(line) for line in text.splitlines())


def display(e164: str) -> str:
    """An E.164 key for the eye; see `Phone.display`."""
    national = e164.removeprefix("+972")
    if national == e164:
        return _display_foreign(e164)
    if len(national) == 9:
        return f"0{national[:2]}-{national[2:5]}-{national[5:]}"
    if len(national) == 8:
        return f"0{national[:1]}-{national[1:4]}-{national[4:]}"
    return e164


def readable(text: str) -> str:
    """What a person typed, for the eye: each number as `display` writes it; a text with an extension as it stands.

    >>> readable("0501234567 / +972-3-123-4567")
    '050-123-4567 / 03-123-4567'
    >>> readable("03-1234567 שלוחה 12")
    '03-1234567 שלוחה 12'
    """
    numbers = [parse_phone(number) for number in split_phones(text)]
    if not numbers or any(number.extension for number in numbers):
        return text
    return " / ".join(number.display for number in numbers)


def tail_key(text: str) -> str:
    """Digits reversed, home country code as a zero: the index for "the number that ends in 4567".

    The same function makes the stored key (from E.164 or raw text) and the asked prefix (from what was typed).
    """
    digits = "".join(character for character in plain_text(text) if character.isdigit())
    digits = digits.removeprefix("00") if digits.startswith("00972") else digits
    if digits.startswith("972") and len(digits) >= 11:
        digits = "0" + digits[3:].removeprefix("0")
    return digits[::-1]


def _as_text(raw: object) -> str:
    if raw is None:
        return ""
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    text = plain_text(str(raw))
    if _SCIENTIFIC.fullmatch(text):
        return str(int(float(text)))
    return text.removesuffix(".0") if text.endswith(".0") and text[:-2].isdigit() else text


@lru_cache(maxsize=4096)
def _parse(text: str) -> Phone:
    extension = ""
    if found := _EXTENSION.search(text):
        text, extension = text[: found.start()].rstrip(" ,-"), found.group(1)
    raw = f"{text} x{extension}" if extension else text
    special = _special(text.translate(MINUS_SIGNS), raw)
    if special:
        return special
    digits = re.sub(r"\D", "", text)
    national, restored = _home_number(digits, international=text.startswith("+"))
    for pattern, kind in _KINDS:
        if national and pattern.fullmatch(national):
            return Phone(raw, f"+972{national}", "zero_restored" if restored else None, kind, extension)
    return _foreign(text, raw, extension)


def _special(text: str, raw: str) -> Phone | None:
    """What is no dialable number of a person: nothing, words, star numbers, service lines, 100."""
    if not text:
        return Phone(raw, None, "empty", "unknown")
    compact = text.replace(" ", "")
    if star := _STAR.fullmatch(compact.replace("-", "")):
        return Phone(f"*{star.group(1) or star.group(2)}", None, None, "star")
    if _SERVICE.fullmatch(text):
        return Phone(raw, None, None, "service")
    digits = re.sub(r"\D", "", text)
    if not digits:
        return Phone(raw, None, "no_digits", "unknown")
    if len(digits) <= 4:
        return Phone(raw, None, "not_dialable", "short")
    return None


def _home_number(digits: str, *, international: bool) -> tuple[str, bool]:
    """The national number without its zero when the digits can be Israeli, and whether a zero was guessed."""
    for prefix in ("00972", "972"):
        if digits.startswith(prefix) and len(digits) >= len(prefix) + 8:
            return digits[len(prefix) :].removeprefix("0"), False
    if international:
        return "", False
    if digits.startswith("0"):
        return digits[1:], False
    return digits, True


def _foreign(text: str, raw: str, extension: str) -> Phone:
    international = "+" + text[2:] if text.startswith("00") else text
    try:
        number = phonenumbers.parse(international, _HOME)
    except phonenumbers.NumberParseException:
        return Phone(raw, None, "not_dialable", "unknown", extension)
    if number.country_code == 972 and re.fullmatch(r"[57]\d{7}", str(number.national_number)):
        return Phone(
            raw, None, "too_short", "unknown", extension
        )  # "possible" to libphonenumber: as a landline
    reason = phonenumbers.is_possible_number_with_reason(number)
    kind: Kind = "unknown" if number.country_code == 972 else "foreign"
    if reason == phonenumbers.ValidationResult.IS_POSSIBLE:
        doubt: Doubt | None = None if phonenumbers.is_valid_number(number) else "not_assigned"
        e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        return Phone(raw, e164, doubt, kind, extension)
    too_long = reason == phonenumbers.ValidationResult.TOO_LONG
    return Phone(raw, None, "too_long" if too_long else "too_short", kind, extension)


def _display_foreign(e164: str) -> str:
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
