"""What the values of a column look like, counted: so many phones, e-mails, dates, amounts, company numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from itertools import islice

from neeman.lib.cells import Cell, cell_text
from neeman.lib.columns.vocabulary import Content
from neeman.lib.dates import DateError, parse_date
from neeman.lib.ids import has_check_digit
from neeman.lib.money import AmountError, parse_amount
from neeman.lib.phones import parse_phone, split_phones

LONGEST_TELLING = 300
"""Characters beyond which a value is a remark whatever it holds; patterns are slow on long ones."""
LOOKED_AT = 300
"""Distinct values that are looked at: enough to know a column, whatever its length."""

_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+(?:\s*(?:[,;]|:::)\s*[^@\s,;]+@[^@\s,;]+)*")
_PHONE_SHAPE = re.compile(r"[+*()\d][\d\-. ()*/\u2010-\u2015]{6,30}")
_NUMBER_SHAPE = re.compile(r"[\d.,\-+()₪$€£% ]*\d[\d.,\-+()₪$€£%\"'׳״א-ת ]*")
_FLAGS = frozenset(("true", "false", "yes", "no", "y", "n", "כן", "לא", "n/a", "null", "none"))
_LETTERS = re.compile(r"[^\W\d_]")
_DATE_SHAPE = re.compile(r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{2,4}.*|\d{8}|.*[^\W\d_]{3,}.*\d{2,4}.*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Facts:
    """Counts over the distinct values looked at (`looked`, at most `LOOKED_AT`).

    A value may count in several: nine digits with a check digit are a number, perhaps an id, and a company number.
    """

    looked: int
    phone: int = 0
    email: int = 0
    date: int = 0
    amount: int = 0
    company_number: int = 0
    text: int = 0
    short: int = 0
    id: int = 0

    def matching(self, content: Content) -> int:
        """How many of the values looked at can be of this content."""
        count: int = getattr(self, "amount" if content == "number" else content)
        return count

    def share(self, content: Content) -> float:
        """The same as a share, 0..1; 0 for a column without values."""
        return self.matching(content) / self.looked if self.looked else 0.0


def distinct_values(values: Iterable[Cell]) -> list[Cell]:
    """The different values of a column in their order, without empty ones."""
    return [value for value in dict.fromkeys(values) if value is not None and value != ""]


def look_at(values: Sequence[Cell]) -> Facts:
    """Facts about a column, given its distinct values."""
    looked = list(islice(values, LOOKED_AT))
    kinds = [_kinds(value) for value in looked]
    counts = {name: sum(name in found for found in kinds) for name in _NAMES}
    return Facts(len(looked), **counts)


_NAMES = ("phone", "email", "date", "amount", "company_number", "text", "short", "id")


def _kinds(value: Cell) -> set[str]:
    if isinstance(value, (date, time, timedelta)):
        return {"date"} if isinstance(value, date) else set()
    if isinstance(value, bool):
        return {"short"}
    if isinstance(value, (int, float, Decimal)):
        return _kinds_of_number(value)
    text = str(value)
    return {"text"} if len(text) > LONGEST_TELLING else _kinds_of_text(text)


def _kinds_of_number(value: float | Decimal) -> set[str]:
    found = {"amount", "short"}
    text = cell_text(value)
    if text.isdigit():
        found |= _kinds_of_digits(text)
    return found


def _kinds_of_digits(text: str) -> set[str]:
    found = {"id"}
    if len(text) in (8, 9) and has_check_digit(text.zfill(9)):
        found.add("company_number")
    if parse_phone(text).kind in ("mobile", "landline", "voip") and (len(text) != 8 or text[0] == "0"):
        found.add("phone")
    if len(text) == 8 and text[:2] in ("19", "20") and _is_date(text):
        found.add("date")
    return found


def _kinds_of_text(text: str) -> set[str]:
    found: set[str] = set()
    if len(text) <= 30:
        found.add("short")
    if _EMAIL.fullmatch(text):
        return found | {"email"}
    if text.isdigit():
        return found | {"amount"} | _kinds_of_digits(text)
    if _LETTERS.search(text) and text.casefold() not in _FLAGS:
        found.add("text")
    if " " not in text and len(text) <= 40:
        found.add("id")
    if has_check_digit(text.replace("-", "")):
        found.add("company_number")
    if _NUMBER_SHAPE.fullmatch(text) and _is_amount(text):
        found.add("amount")
    if _DATE_SHAPE.fullmatch(text) and len(text) <= 40 and _is_date(text):
        found.add("date")
    elif _PHONE_SHAPE.fullmatch(text) and any(parse_phone(part).e164 for part in split_phones(text)):
        found.add("phone")
    return found


def _is_amount(text: str) -> bool:
    try:
        parse_amount(text)
    except AmountError:
        return False
    return True


def _is_date(text: str) -> bool:
    try:
        parse_date(text)
    except DateError as refusal:
        return refusal.code == "date_other_order"
    return True
