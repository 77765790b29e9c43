"""Hebrew with numbers and foreign words in it, for channels that know no markup (WhatsApp, SMS, plain mail).

The reader's telephone lays a line out by the Unicode bidirectional algorithm (UAX 9). What it would tear apart is put
between U+2066 and U+2069; what it lays out rightly by itself is left alone, so that a text stays short and links and
addresses stay links: a mark that sticks to the end of an address breaks it.
"""

from __future__ import annotations

import re

from neeman.lib.hebrew import has_hebrew

LRI, PDI, RLM = "\u2066", "\u2069", "\u200f"

_LINKS = re.compile(r"(https?://\S+|\S+@\S+\.\S+)")
_PIECE = r"[A-Za-z0-9](?:[A-Za-z0-9.,:/\\+_@#%&'*=-]*[A-Za-z0-9+%])?"
_RUN = re.compile(rf"[+\-*#@$€£]?{_PIECE}(?: {_PIECE})*")  # what a comma and a blank part are two runs
_PLAIN_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*%?")
_FOREIGN_WORDS = re.compile(r"[A-Za-z](?:.*[A-Za-z0-9])?")
_STRONG = re.compile(r"[A-Za-z\u0590-\u05ff]")


def isolate(text: str) -> str:
    """The same words, laid out rightly wherever they are shown.

    >>> isolate("יתרה: -1,234 ₪") == f"יתרה: {LRI}-1,234{PDI} ₪"
    True
    >>> isolate("נתראה ב-24.03.2026 בשעה 10:30")
    'נתראה ב-24.03.2026 בשעה 10:30'
    """
    if not has_hebrew(text):
        return text
    return "\n".join(map(_line, text.split("\n")))


def _line(line: str) -> str:
    parts = _LINKS.split(line)
    told = "".join(part if position % 2 else _isolated(part) for position, part in enumerate(parts))
    first = _STRONG.search(line)
    begins_foreign = first is not None and not has_hebrew(first.group())
    return RLM + told if begins_foreign and has_hebrew(line) else told


def _isolated(words: str) -> str:
    return _RUN.sub(lambda found: _around(words, found), words)


def _around(words: str, found: re.Match[str]) -> str:
    run = found.group()
    if run[0] == "-" and found.start() and words[found.start() - 1].isalpha():
        return f"-{_marked(run[1:])}"  # the hyphen of ב-24.03 belongs to the Hebrew before it
    return _marked(run)


def _marked(run: str) -> str:
    right_by_itself = _PLAIN_NUMBER.fullmatch(run) or _FOREIGN_WORDS.fullmatch(run)
    return run if right_by_itself else f"{LRI}{run}{PDI}"
