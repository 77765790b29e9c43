"""Connecting channels and setting the rules by which a business writes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from neeman.channels.jobs import wake_the_reader
from neeman.channels.models.connection import Connection, SendingRules
from neeman.channels.queries.connections import find_connection, opened
from neeman.channels.sealing import Unreadable, seal
from neeman.channels.ways import WAYS
from neeman.orgs.access import Access
from neeman.orgs.log import log
from neeman.orgs.roles import May


def connect(access: Access, way: str, wanted: dict[str, Any], *, now: datetime) -> Connection:
    """Keep the settings of a way and turn it on. A secret that is left empty stays as it was; none is ever logged."""
    access.require(May.MANAGE_CHANNELS)
    secret_names = WAYS[way].secrets
    with transaction.atomic():
        connection = find_connection(access, way) or Connection(way=way)
        kept = {name: value for name, value in _opened(connection).items() if name in secret_names}
        given = {name: str(wanted[name]) for name in secret_names if wanted.get(name)}
        connection.settings = {
            name: str(value)
            for name, value in wanted.items()
            if name not in secret_names and value not in (None, "")
        }
        connection.sealed, connection.is_on = seal({**kept, **given}), True
        connection.fault, connection.fault_at = "", None
        connection.version += 1 if connection.pk else 0
        connection.save()
        if connection.settings.get("imap_host"):
            wake_the_reader(access, now)
        log(access, connection, "channels.connection.made", {"way": way, "secrets": sorted(given)})
        return connection


def switch(access: Access, connection: Connection, *, on: bool) -> Connection:
    """Turn a way on or off; what waits for one that is off fails and can be sent again."""
    access.require(May.MANAGE_CHANNELS)
    with transaction.atomic():
        connection.is_on = on
        connection.save(update_fields=["is_on"])
        log(access, connection, "channels.connection.switched", {"way": connection.way, "on": on})
        return connection


def set_rules(access: Access, *, cap_count: int, cap_days: int, contact: str) -> SendingRules:
    """How often at most, and what stands below advertisements."""
    access.require(May.MANAGE_CHANNELS)
    wanted = {"cap_count": cap_count, "cap_days": cap_days, "contact": contact.strip()}
    with transaction.atomic():
        rules, _ = SendingRules.objects.update_or_create(defaults=wanted)
        log(access, rules, "channels.rules.changed", wanted)
        return rules


def _opened(connection: Connection) -> dict[str, str]:
    """The secrets so far; none where the key that sealed them is gone."""
    try:
        return dict(opened(connection))
    except Unreadable:
        return {}
