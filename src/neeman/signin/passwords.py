"""The passwords that are refused beyond length: what an attacker tries first against this very person.

NIST SP 800-63B-4: length, a blocklist with words of the context, and nothing else: no recipes of capitals and digits, no
expiry. One rule for all: fifteen characters, whether or not a second factor is there, since that may go tomorrow.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from neeman.orgs.models import User
from neeman.orgs.queries import memberships_of

FEWEST_OF_ITS_OWN = 6  # letters that must remain when names, repetition and rows of keys are taken away
SHORTEST_WORD = 3
ROWS = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
    "אבגדהוזחטיכלמנסעפצקרשת",
    "קראטוןםפשדגכעיחלךףזסבהנמצתץ",
)


class Blocklist:
    """Django's validator: refuses common words, names of the context, repetition and rows of keys, however joined."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError in words for the person."""
        refuse_guessable(password, words_about(user) if user else [])

    def get_help_text(self) -> str:
        """What the form says beside the field."""
        return _("At least 15 characters: a sentence works well. Any characters, spaces too.")


def refuse_guessable(password: str, words: list[str]) -> None:
    """Raise ValidationError for a password of which too little is its own, given words about its person."""
    if len(set(own_part(password, words))) < FEWEST_OF_ITS_OWN:
        raise ValidationError(
            _("This is among the first passwords that would be tried. A few unrelated words are safer."),
            code="password_guessable",
        )


def own_part(password: str, words: list[str]) -> str:
    """What is left of a password without words of the context, common passwords, rows of keys and repetition."""
    rest = password.lower()
    for word in sorted({*words, "neeman", "נאמן"}, key=len, reverse=True):
        rest = rest.replace(word.lower(), "")
    rest = _without_rows(rest)
    for piece in re.findall(r"\w+", rest):
        if _unit(piece.strip("0123456789_")) in _common():
            rest = rest.replace(piece, "")
    return _unit(rest)


def words_about(user: User) -> list[str]:
    """Words that an attacker knows: of the address, the name, and the organizations."""
    names = [user.email, user.name]
    if user.pk is not None:
        names += [text for member in memberships_of(user.pk) for text in _names(member.organization)]
    return [word for name in names for word in re.split(r"\W+", name) if len(word) >= SHORTEST_WORD]


def _names(organization: Any) -> tuple[str, str]:
    return organization.name, organization.slug


def _unit(text: str) -> str:
    """The smallest piece of which the text is a repetition."""
    period = (text + text).find(text, 1)
    return text[:period] if period > 0 else text


def _without_rows(text: str) -> str:
    """Cut runs of four and more that lie side by side on a keyboard or in an alphabet, in either direction."""
    cut, at = "", 0
    while at < len(text):
        run = _run(text, at)
        if run < 4:
            cut, at = cut + text[at], at + 1
        else:
            at += run
    return cut


def _run(text: str, at: int) -> int:
    end = at + 1
    while end < len(text) and any(
        text[at : end + 1] in row or text[at : end + 1] in row[::-1] for row in ROWS
    ):
        end += 1
    return end - at


@cache
def _common() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)
