"""What upper rooms tell this one: who is behind an address, and who wants to hear of messages."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Protocol

from django.db import transaction
from django.db.models import QuerySet

from neeman.channels.models.message import Message
from neeman.channels.recipients import Recipient
from neeman.orgs.access import Access

logger = logging.getLogger(__name__)
Listener = Callable[[Access, Message], None]
Talks = Callable[[Access, list[str], datetime], dict[str, datetime]]
"""Of these parties, since a moment: party -> when it last turned to us or answered."""


class Directory(Protocol):
    """Who is who: an upper room that knows people answers for them."""

    def find(self, access: Access, channel: str, address: str) -> Recipient | None:
        """Whoever has this address, or None; whom `access` may see does not matter, since a message came in."""
        ...

    def get(self, access: Access, party: str) -> Recipient | None:
        """This party as it stands now, or None where it is unknown or not for `access` to see."""
        ...

    def visible(self, access: Access) -> QuerySet[Message]:
        """Messages with parties that this member may see."""
        ...


_listeners: list[Listener] = []
_directories: list[Directory] = []
_talks: list[Talks] = []


def listen(listener: Listener) -> None:
    """Have `listener` called with each message sent or received, inside the transaction that records it."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(access: Access, message: Message) -> None:
    """Tell everybody who listens. A fault of theirs is logged and undoes their own work alone: what was sent was sent."""
    for listener in _listeners:
        try:
            with transaction.atomic():
                listener(access, message)
        except Exception:
            logger.exception("a listener to message %s", message.pk)


def look_up_in(directory: Directory) -> None:
    """Register the directory; a second one replaces it."""
    _directories[:] = [directory]


def find_directory() -> Directory | None:
    """The directory, or None in a house that has no room above this one."""
    return _directories[0] if _directories else None


def know_talks(known: Talks) -> None:
    """Have `known` asked for talks that went by no message of ours: calls, meetings, what is written from a telephone."""
    if known not in _talks:
        _talks.append(known)


def talks(access: Access, parties: list[str], since: datetime) -> Iterator[tuple[str, datetime]]:
    """(party, moment) of each that upper rooms know of."""
    for known in _talks:
        yield from known(access, parties, since).items()
