"""Characters that look like nothing or like something else: direction marks, odd blanks, minus signs."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

MINUS_SIGNS = dict.fromkeys(map(ord, "−–‐‑‒﹣－—\u05be"), "-")
"""For `str.translate`: every dash that people and programs write for a minus or a hyphen."""

_ARABIC_MARKS = {"٫": ".", "٬": ",", "،": ","}
_ODD = re.compile(r"[^\x21-\x7e\u05d0-\u05ea]")


@cache
def _plain(character: str) -> str:
    if character in _ARABIC_MARKS:
        return _ARABIC_MARKS[character]
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    if category in ("Zs", "Zl", "Zp", "Cc"):
        return " "
    if category == "Nd":
        return str(unicodedata.digit(character))
    return character


def plain_text(text: str) -> str:
    """Text without invisible marks: direction marks and BOM dropped, every blank one space, digits 0-9.

    Arabic-Indic and full-width digits become ASCII; letters stay as they are; ends are trimmed.
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(_ODD.sub(lambda found: _plain(found.group()), text).split())
