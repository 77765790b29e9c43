"""Putting values into a text, in one pass: what comes in with a value is never read again.

    {{שם פרטי}} or {{first name}}   a placeholder of the closed list
    מעוניי{{ן/נת}}                   a man's form and a woman's; both with a slash where it is not known
    {{אתה/את/}}                      a third form for whoever is not known

Anything else between braces is text and stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from neeman.channels.recipients import Gender
from neeman.channels.wording.placeholders import BY_WRITTEN_NAME

_BRACES = re.compile(r"\{\{([^{}\n]{1,80})\}\}")
_FORM = re.compile(r"[^\W\d_]*(?:[ '\u05f3\u05f4\u05be-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Filled:
    """The text, and the placeholders for which there was no value: they stand in it as written."""

    text: str
    missing: tuple[str, ...] = ()


def fill(text: str, values: Mapping[str, str], gender: Gender = "") -> Filled:
    """`text` with the values of its placeholders (by key) and the forms of `gender`.

    >>> fill("שלום {{שם פרטי}}, מעוניי{{ן/נת}} לשמוע?", {"first name": "דנה"}, "f").text
    'שלום דנה, מעוניינת לשמוע?'
    >>> fill("{{7*7}} {{name.__class__}}", {"name": "{{business}}"}).text
    '{{7*7}} {{name.__class__}}'
    """
    missing: list[str] = []

    def put(found: re.Match[str]) -> str:
        inner = found.group(1)
        key = BY_WRITTEN_NAME.get(" ".join(inner.split()))
        if key is None:
            return _form(inner, gender, found.group())
        value = values.get(key, "")
        if not value:
            missing.append(key)
        return value or found.group()

    return Filled(_BRACES.sub(put, text), tuple(dict.fromkeys(missing)))


def placeholders_of(text: str) -> tuple[str, ...]:
    """The keys that a text names, in order, each once."""
    named = (BY_WRITTEN_NAME.get(" ".join(inner.split())) for inner in _BRACES.findall(text))
    return tuple(dict.fromkeys(key for key in named if key))


def unknown_in(text: str) -> tuple[str, ...]:
    """What stands between braces and is neither a placeholder nor a gender form: most likely a slip."""
    return tuple(
        found.group()
        for found in _BRACES.finditer(text)
        if " ".join(found.group(1).split()) not in BY_WRITTEN_NAME
        and _form(found.group(1), "", found.group()) == found.group()
    )


def _form(inner: str, gender: Gender, written: str) -> str:
    forms = [form.strip() for form in inner.split("/")]
    if len(forms) not in (2, 3) or not any(forms) or not all(map(_FORM.fullmatch, forms)):
        return written
    if gender:
        return forms[0 if gender == "m" else 1]
    return forms[2] if len(forms) == 3 else "/".join(forms)
