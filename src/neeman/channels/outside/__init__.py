"""Calls to addresses that a person typed: the name is looked up once, and only the address that was checked is called.

So neither a spelling of 127.0.0.1, nor a name that answers differently the second time, nor a redirect leads into the
house's own network. What stands there on purpose is named in the environment (NEEMAN_TRUSTED_HOSTS).
"""

from __future__ import annotations

import socket
from dataclasses import dataclass

from django.conf import settings

from neeman.lib.hosts import is_public


class NotAllowed(Exception):
    """The address leads into the house's own network, or is none."""


class NotFound(Exception):
    """The name is not known to any name server, now."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where to connect: the name for certificates, the numeric address that was checked, whether it is trusted."""

    host: str
    address: str
    port: int
    is_trusted: bool


def find_place(host: str, port: int) -> Place:
    """Look `host` up once. Raises NotAllowed when any of its addresses is not the world's, NotFound."""
    is_trusted = f"{host}:{port}" in settings.TRUSTED_HOSTS
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:
        raise NotFound(host) from fault
    addresses = [str(answer[4][0]) for answer in found]
    if not is_trusted and not all(map(is_public, addresses)):
        raise NotAllowed(host)
    return Place(host, addresses[0], port, is_trusted)
