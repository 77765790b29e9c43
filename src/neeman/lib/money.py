"""Money as integer minor units with a currency; reading and writing amounts as people type them.

No float ever holds money. A float that comes out of a spreadsheet is read through `repr`, so 0.1 is the
ten agorot that was typed and not 0.1000000000000000055. `round_half_up` is the only rounding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from neeman.lib.reasons import ReasonError
from neeman.lib.signs import MINUS_SIGNS, plain_text

MAX_MINOR = 2**63 - 1
"""The largest number of minor units: what a 64-bit column holds."""

SYMBOLS = {"ILS": "₪", "USD": "$", "EUR": "€", "GBP": "£"}
_DIGITS_AFTER_POINT = {"JPY": 0, "KRW": 0, "CLP": 0, "KWD": 3, "JOD": 3, "BHD": 3, "TND": 3}

_CURRENCY_WORDS = {
    "₪": "ILS", "שח": "ILS", "שקל": "ILS", "שקלים": "ILS", "nis": "ILS", "ils": "ILS",
    "$": "USD", "us$": "USD", "usd": "USD", "דולר": "USD",
    "€": "EUR", "eur": "EUR", "euro": "EUR", "אירו": "EUR", "יורו": "EUR",
    "£": "GBP", "gbp": "GBP", "ליש״ט": "GBP", "לישט": "GBP",
}  # fmt: skip
_CURRENCY = re.compile(
    "|".join(sorted(map(re.escape, _CURRENCY_WORDS), key=len, reverse=True)), re.IGNORECASE
)
_QUOTES = re.compile("[\"'׳״’‘“”`´]")
_PLAIN = re.compile(r"-?\d+(?:\.\d{1,12})?")
_SCIENTIFIC = re.compile(r"\d+(?:\.\d+)?[eE][+-]?\d{1,3}")
_GROUPED = {
    mark: re.compile(rf"\d{{1,3}}(?:{re.escape(mark)}\d{{2,3}})*{re.escape(mark)}\d{{3}}") for mark in ",."
}


class AmountError(ReasonError):
    """Codes: `amount_empty`, `amount_unreadable`, `amount_separators`, `amount_too_large`."""


@dataclass(frozen=True, slots=True)
class Money:
    """A sum: `minor` units (agorot, cents) of `currency` (ISO 4217). Adds only to its own currency."""

    minor: int
    currency: str = "ILS"

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(f"minor units are an int, not {type(self.minor).__name__}")

    def __add__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def times(self, factor: int | Decimal | Fraction) -> Money:
        """The sum multiplied exactly (a quantity, a VAT rate), then rounded once."""
        return Money(round_half_up(self.minor * Fraction(factor)), self.currency)

    def _same_currency(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")


def round_half_up(value: Decimal | Fraction | int) -> int:
    """The nearest integer, halves away from zero (the shop's rounding: 0.5 -> 1, -0.5 -> -1)."""
    exact = Fraction(value)
    whole, rest = divmod(abs(exact.numerator), exact.denominator)
    whole += 2 * rest >= exact.denominator
    return whole if exact >= 0 else -whole


def minor_digits(currency: str) -> int:
    """Digits after the point of a currency: 2, but 0 for yen and 3 for dinars."""
    return _DIGITS_AFTER_POINT.get(currency, 2)


def in_units(minor: int, currency: str) -> Decimal:
    """Minor units as an exact number of whole units: 12345 is 123.45 shekels, 12345 yen, 12.345 dinars."""
    return Decimal(minor).scaleb(-minor_digits(currency))


def parse_amount(value: object, minor_digits: int = 2, *, decimal_mark: str | None = None) -> int:
    """An amount as written, in minor units: "₪ 1,234.50", "(1.234,56)", "50-", 12.3 -> integers.

    `decimal_mark` ("." or ",") settles a column whose values are ambiguous alone ("1.234");
    without it a single point is a decimal point and a comma before three digits groups thousands.
    More digits than the currency has are rounded half up. Raises `AmountError`.
    """
    if isinstance(value, bool) or value is None:
        raise AmountError("amount_empty" if value is None else "amount_unreadable", value=value)
    if isinstance(value, int):
        return _within_limits(value * 10**minor_digits, value)
    if isinstance(value, (float, Decimal)):
        return _to_minor(repr(value) if isinstance(value, float) else str(value), minor_digits, value)
    text = plain_text(str(value))
    simple = text.strip("₪$€£ ")
    if _PLAIN.fullmatch(simple) and decimal_mark is None:  # most cells of most files
        return _to_minor(simple, minor_digits, value)
    return _to_minor(_bare_number(text, value, decimal_mark), minor_digits, value)


def parse_money(value: object, default_currency: str = "ILS") -> Money:
    """The same with its currency: the sign or word beside the number, else `default_currency`."""
    currency = currency_of(value) or default_currency
    return Money(parse_amount(value, minor_digits(currency)), currency)


def currency_of(value: object) -> str | None:
    """The ISO code of the currency named in a text ("₪", `ש"ח`, "NIS", "$"), None where none is."""
    if not isinstance(value, str):
        return None
    found = _CURRENCY.search(_QUOTES.sub("", value))
    return _CURRENCY_WORDS[found.group().lower()] if found else None


def decide_decimal_mark(values: Iterable[object]) -> str | None:
    """The decimal mark that a whole column agrees on: ".", "," or None when nothing tells.

    A value tells when it holds both marks, repeats one, or has other than three digits after its mark.
    """
    votes = {".": 0, ",": 0}
    for value in values:
        if isinstance(value, str):
            mark = _mark_told_by(re.sub(r"[^\d.,]", "", value).strip(".,"))
            if mark:
                votes[mark] += 1
    if votes["."] == votes[","]:
        return None
    return max(votes, key=lambda mark: votes[mark])


def format_amount(minor: int, digits: int = 2, *, whole: bool = False) -> str:
    """Minor units as plain text with thousands commas: -123450 -> "-1,234.50"; `whole` rounds to units."""
    if whole or digits == 0:
        return f"{round_half_up(Fraction(minor, 10**digits)):,}"
    units, rest = divmod(abs(minor), 10**digits)
    return f"{'-' if minor < 0 else ''}{units:,}.{rest:0{digits}}"


def format_money(money: Money, *, whole: bool = False) -> str:
    """Amount, space, sign, for text without markup: the number is isolated left-to-right (U+2066..U+2069).

    Without the isolate a Hebrew paragraph draws the minus at the wrong end of the digits.
    """
    amount = format_amount(money.minor, minor_digits(money.currency), whole=whole)
    return f"\u2066{amount}\u2069\u00a0{SYMBOLS.get(money.currency, money.currency)}"


def _bare_number(text: str, value: object, decimal_mark: str | None) -> str:
    """The amount with sign, currency and grouping resolved to what `Decimal` reads."""
    if not text:
        raise AmountError("amount_empty", value=value)
    text = _CURRENCY.sub("", _QUOTES.sub("", text)).translate(MINUS_SIGNS).replace(" ", "")
    negative = False
    if text.startswith("(") and text.endswith(")"):
        negative, text = True, text[1:-1]
    elif text[:1] == "-" or text[-1:] == "-":
        negative, text = True, text[1:] if text[0] == "-" else text[:-1]
    elif text[:1] == "+":
        text = text[1:]
    if not any(character.isdigit() for character in text):
        raise AmountError("amount_unreadable", value=value)
    if not _SCIENTIFIC.fullmatch(text):
        text = _without_grouping(text, value, decimal_mark)
    return f"-{text}" if negative else text


def _without_grouping(text: str, value: object, decimal_mark: str | None) -> str:
    if not re.fullmatch(r"[\d.,]+", text):
        raise AmountError("amount_unreadable", value=value)
    mark = decimal_mark or _mark_told_by(text) or "."
    grouping = "," if mark == "." else "."
    whole, _, decimals = text.partition(mark)
    if grouping in decimals or mark in decimals:
        raise AmountError("amount_separators", value=value)
    if grouping in whole:
        if not _GROUPED[grouping].fullmatch(whole):
            raise AmountError("amount_separators", value=value)
        whole = whole.replace(grouping, "")
    return f"{whole or '0'}.{decimals or '0'}"


def _mark_told_by(text: str) -> str | None:
    """The decimal mark that one bare number shows by its own shape, None when it could be either."""
    point, comma = text.rfind("."), text.rfind(",")
    if point < 0 and comma < 0:
        return None
    if point >= 0 and comma >= 0:
        return "." if point > comma else ","
    mark, other = (".", ",") if point >= 0 else (",", ".")
    if text.count(mark) > 1:
        return other
    before, _, after = text.partition(mark)
    if len(after) != 3 or len(before) > 3 or before in ("", "0"):
        return mark
    return None


def _to_minor(number: str, digits: int, value: object) -> int:
    whole, _, decimals = number.partition(".")
    if (
        len(decimals) <= digits
        and len(whole) <= 15
        and whole.lstrip("-").isdecimal()
        and f"0{decimals}".isdecimal()
    ):
        return int(whole + decimals.ljust(digits, "0"))  # nearly every cell, without a Decimal
    exact = Decimal(number)
    if not exact.is_finite():
        raise AmountError("amount_unreadable", value=value)
    if exact.adjusted() > 30:
        raise AmountError("amount_too_large", value=value)
    if exact.adjusted() < -30:
        return 0
    return _within_limits(round_half_up(Fraction(exact) * 10**digits), value)


def _within_limits(minor: int, value: object) -> int:
    if abs(minor) > MAX_MINOR:
        raise AmountError("amount_too_large", value=value)
    return minor
