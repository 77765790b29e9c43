"""Address books out: vCard 3.0, which telephones, Google, Apple and Outlook all read (RFC 2425, RFC 2426).

The way in is `neeman.lib.files.vcards`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from neeman.lib.signs import plain_text

MIME_TYPE = "text/vcard; charset=utf-8"
_SPECIAL = re.compile(r"([\\,;])")
_LINE = 75
"""Octets of one line; what is longer goes on in the next, which begins with a blank."""


@dataclass(frozen=True, slots=True)
class ContactCard:
    """One entry. `name` is what the telephone shows when it rings, so it may say more than a name."""

    uid: str
    name: str
    phones: tuple[str, ...]
    email: str = ""
    company: str = ""
    title: str = ""
    url: str = ""
    group: str = ""


def vcard(card: ContactCard) -> str:
    """The entry as text, its lines ended as the standard asks.

    The shown name stands in N as well: Apple composes the name from its parts and leaves FN aside.
    """
    name = _text(card.name)
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"UID:{_text(card.uid)}", f"FN:{name}", f"N:;{name};;;"]
    lines += [f"TEL;TYPE=VOICE:{_text(phone)}" for phone in card.phones]
    for key, value in (
        ("EMAIL;TYPE=INTERNET", card.email),
        ("ORG", card.company),
        ("TITLE", card.title),
        ("URL", card.url),
        ("CATEGORIES", card.group),
    ):
        if value:
            lines.append(f"{key}:{_text(value)}")
    return "".join(f"{_folded(line)}\r\n" for line in (*lines, "END:VCARD"))


def _text(value: str) -> str:
    """One line without marks that nobody sees: whatever was typed cannot begin a line of its own."""
    return _SPECIAL.sub(r"\\\1", plain_text(value))


def _folded(line: str) -> str:
    """Broken between letters, never inside one."""
    parts, size = [""], 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _LINE:
            parts.append(" ")
            size = 1
        parts[-1] += letter
        size += octets
    return "\r\n".join(parts)
