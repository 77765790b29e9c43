"""Israeli identity and company numbers: nine digits, the last a check digit. A warning, never a refusal.

The check digit catches every single wrong digit and nearly all swapped neighbours, but a foreign number or
an old one may be right without it. Source of the arithmetic: python-stdnum (`stdnum.il.idnr`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from stdnum.il import idnr

from neeman.lib.signs import plain_text

Kind = Literal["company", "partnership", "cooperative", "nonprofit", "other"]
Doubt = Literal["empty", "not_digits", "too_long", "too_short", "check_digit"]

_KINDS: dict[str, Kind] = {
    "51": "company",
    "52": "company",
    "55": "partnership",
    "57": "cooperative",
    "58": "nonprofit",
}
_FILLING = re.compile(r"[\s\-./]")


@dataclass(frozen=True, slots=True)
class IdNumber:
    """`digits` is the nine-digit key (zeros restored on the left) or None where there is none to make."""

    raw: str
    digits: str | None
    doubt: Doubt | None
    kind: Kind = "other"


def parse_id_number(raw: object) -> IdNumber:
    """A ח.פ., ע.מ. or ת.ז. from a person or a spreadsheet (51.0e7 and lost zeros included)."""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    text = plain_text("" if raw is None else str(raw))
    digits = _FILLING.sub("", text.removesuffix(".0")).upper().removeprefix("IL")
    if not digits:
        return IdNumber(text, None, "empty")
    if not digits.isdecimal():
        return IdNumber(text, None, "not_digits")
    if len(digits) > 9 or len(digits) < 5 or not int(digits):
        return IdNumber(text, None, "too_long" if len(digits) > 9 else "too_short")
    padded = digits.zfill(9)
    return IdNumber(
        text, padded, None if idnr.is_valid(padded) else "check_digit", _KINDS.get(padded[:2], "other")
    )


def has_check_digit(text: str) -> bool:
    """Whether a text is nine digits that check: the sign by which a column of company numbers is known."""
    return len(text) == 9 and text.isdecimal() and idnr.is_valid(text)
