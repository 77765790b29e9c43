"""Answers that the gateway posts to us. It is known by the secret word at the end of the address."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import datetime

from neeman.channels.incoming import Heard, receive
from neeman.channels.models.connection import Connection
from neeman.channels.queries.connections import opened
from neeman.orgs.access import Access

NAMES = {
    "address": ("from", "sender", "msisdn", "phone", "source", "number"),
    "body": ("text", "message", "body", "content", "msg"),
    "provider_id": ("id", "message_id", "messageid", "uuid"),
}
"""What gateways call the three things that matter, in small letters."""


def is_the_gateway(connection: Connection, key: str) -> bool:
    """Whether the word is the one that was agreed on; compared in constant time."""
    kept = opened(connection).get("hook_key", "")
    return bool(kept) and hmac.compare_digest(kept.encode(), key.encode())


def take(access: Access, posted: Mapping[str, str], *, now: datetime) -> None:
    """Keep the answer. What has no number and no text is nothing."""
    small = {name.lower(): value for name, value in posted.items()}
    found = {
        what: next((small[name] for name in names if small.get(name)), "") for what, names in NAMES.items()
    }
    if not found["address"] or not found["body"]:
        return
    address = found["address"]
    if address.isdigit() and address.startswith("972"):
        address = f"+{address}"
    receive(access, Heard("sms", "sms", address, found["body"], now, found["provider_id"]))
