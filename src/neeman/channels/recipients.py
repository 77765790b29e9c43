"""Whom a message is for, as this room knows them: an opaque party with addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from neeman.channels.kinds import Channel
from neeman.lib.phones import parse_phone

Gender = Literal["", "m", "f"]


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who can be reached.

    `party` is an upper room's name for them ("customer:12"), `former` the names of those merged into them. `phones`
    are E.164, and the first is the one written to. `page` is where to read of them, `prefers` the channel
    that they said they like.
    """

    party: str
    name: str
    phones: tuple[str, ...] = ()
    email: str = ""
    former: tuple[str, ...] = ()
    first_name: str = ""
    gender: Gender = ""
    is_business: bool = False
    page: str = ""
    prefers: str = ""

    @property
    def parties(self) -> tuple[str, ...]:
        """This party and those merged into it: what one of them refused, all of them refused."""
        return tuple(name for name in (self.party, *self.former) if name)

    @property
    def address_keys(self) -> tuple[str, ...]:
        """Every address as it is kept."""
        return tuple(filter(None, (*self.phones, address_key(Channel.EMAIL, self.email))))

    def address(self, channel: str) -> str:
        """Where this channel reaches them; empty when it does not."""
        return address_key(channel, self.email if channel == Channel.EMAIL else next(iter(self.phones), ""))


def address_key(channel: str, address: str) -> str:
    """An address as it is kept and compared: an e-mail in small letters, a phone as E.164; empty when it is neither.

    >>> address_key("email", " Dana@Example.CO.IL ")
    'dana@example.co.il'
    >>> address_key("sms", "050-123-4567")
    '+972501234567'
    """
    if channel == Channel.EMAIL:
        key = address.strip().lower()
        return key if "@" in key and len(key.split()) == 1 else ""
    return parse_phone(address).e164 or ""
