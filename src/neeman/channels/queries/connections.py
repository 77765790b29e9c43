"""Reads: by which way a business reaches people."""

from __future__ import annotations

from neeman.channels.models.connection import Connection
from neeman.channels.sealing import unseal
from neeman.channels.ways import WAYS, Settings
from neeman.orgs.access import Access


def find_connection(access: Access, way: str) -> Connection | None:
    """How this way is connected, or None."""
    return Connection.objects.filter(way=way).first()


def find_way(access: Access, channel: str) -> str:
    """The way that is connected and on for this channel; empty where there is none."""
    on = set(Connection.objects.filter(is_on=True).values_list("way", flat=True))
    return next((key for key, way in WAYS.items() if way.channel == channel and key in on), "")


def opened(connection: Connection) -> Settings:
    """The settings with the secrets among them, for one call. Raises Unreadable."""
    return {**connection.settings, **unseal(connection.sealed)}
