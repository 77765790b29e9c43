"""What every way out has in common: what it is given, and what it answers. One folder a way; copy a similar one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from django import forms
from django.utils.functional import Promise


class Fate(Enum):
    """What became of a message that was handed over."""

    SENT = "sent"  # the provider took it
    FAILED = "failed"  # the provider will never take it
    LATER = "later"  # the provider did not take it, and may later
    UNKNOWN = "unknown"  # it was handed over, and no answer came


@dataclass(frozen=True, slots=True)
class Outcome:
    """The fate, the provider's name for the message, and why not, in its words."""

    fate: Fate
    provider_id: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """What goes along with an e-mail; `media_type` as in "application/pdf"."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Grid:
    """A table in an e-mail: its heads, which of its columns hold figures, and its rows in words."""

    heads: tuple[str, ...]
    figures: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def text(self) -> str:
        """The same as lines, for the plain form: what stands in a body as a paragraph of its own."""
        return "\n".join(" · ".join(cell or "–" for cell in row) for row in (self.heads, *self.rows))


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as a way out is given it, with everything that marks it. `number` is its id with us.

    `key` is the same at every attempt; `removal` an address by which the reader is removed, for advertisements;
    `heard` whether the reader wrote within the last day; `approved` and `files` see `composing.Said`. A paragraph of the body
    that is the text of one of the `grids` is a table where there is markup.
    """

    number: int
    to: str
    body: str
    subject: str = ""
    sender: str = ""
    key: str = ""
    removal: str = ""
    heard: bool = False
    approved: Mapping[str, object] = field(default_factory=dict)
    files: tuple[File, ...] = ()
    grids: tuple[Grid, ...] = ()


Settings = Mapping[str, str]
"""Values of the way's form by field, secrets among them. They are opened for one call and kept nowhere."""


class Way(Protocol):
    """A way out. `takes_key`: whether it drops a repeated key by itself, so that sending again is safe.

    `secrets` names the fields of `form` that are sealed.
    """

    key: str
    channel: str
    title: str | Promise
    says: str | Promise
    form: type[forms.Form]
    secrets: frozenset[str]

    def takes_key(self, settings: Settings) -> bool:
        """Whether the same key twice is one message there."""
        ...

    def takes_replies(self, settings: Settings) -> bool:
        """Whether an answer comes back to us, so that "reply with הסר" is a way out."""
        ...

    def hand_over(self, settings: Settings, letter: Letter) -> Outcome:
        """Send it once. Never raises for what the world does; an exception counts as UNKNOWN."""
        ...


WAYS: dict[str, Way] = {}


def add_way(way: Way) -> None:
    """Register a way out; the same key twice replaces it, so that reloading is harmless."""
    WAYS[way.key] = way
