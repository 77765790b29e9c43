"""Recognising a refusal in what a person writes back. Whoever writes one word means it; a long letter is read for phrases.

To miss one breaks the law, to see one too many loses an advertisement that can be allowed again: so the short answer
is read generously. A complaint that merely holds the word ("the leak does not stop") is no refusal.
"""

from __future__ import annotations

import re

from neeman.lib.hebrew import search_key

MOST_WORDS = 6
"""A short answer has no more; in it, one of WORDS at the start is enough."""

_POLITE = frozenset(search_key("נא אנא בבקשה תודה שלום היי הי please pls kindly hi hello").split())
WORDS = frozenset(
    search_key(
        "הסר הסירו הסירי תסירו תסיר תסירי להסיר הסרה הסירוני הפסק הפסיקו תפסיקו תפסיק להפסיק"
        " stop unsubscribe remove optout stopall"
    ).split()
)
PHRASES = tuple(
    search_key(phrase)
    for phrase in (
        "הסירו אותי", "תסירו אותי", "תוריד אותי מהרשימה", "תורידו אותי מהרשימה", "להסיר אותי", "להסרה מרשימת",
        "אל תשלחו לי", "אל תשלח לי", "לא לשלוח לי", "תפסיקו לשלוח", "תפסיק לשלוח", "הפסיקו לשלוח", "להפסיק לשלוח",
        "לא מעוניין לקבל", "לא מעוניינת לקבל", "לא רוצה לקבל", "לא מעוניינים לקבל",
        "remove me", "take me off", "stop sending", "stop messaging", "do not send me", "dont send me",
        "do not contact", "dont contact", "opt out", "unsubscribe me",
    )
)  # fmt: skip
_QUOTED = re.compile(r"^\s*(>|-----|‏?בתאריך .*כתב|On .* wrote:|From:|מאת:)", re.MULTILINE)


def is_refusal(text: str) -> bool:
    """Whether whoever wrote this asks to be left alone. What an e-mail quotes below the answer is not read.

    >>> is_refusal("נא להסיר, תודה"), is_refusal("STOP."), is_refusal("הברז לא מפסיק לטפטף")
    (True, True, False)
    """
    quoted = _QUOTED.search(text)
    words = search_key(text[: quoted.start()] if quoted else text).split()
    said = [word for word in words if word not in _POLITE]
    if said and len(said) <= MOST_WORDS and said[0] in WORDS:
        return True
    key = f" {' '.join(words)} "
    return any(f" {phrase} " in key for phrase in PHRASES)
