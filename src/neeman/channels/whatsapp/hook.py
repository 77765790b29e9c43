"""What Meta posts: messages and receipts, at least once and in any order, signed over the raw body."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

from neeman.channels.incoming import Heard, receive
from neeman.channels.models.connection import Connection
from neeman.channels.models.message import State
from neeman.channels.queries.connections import opened
from neeman.channels.services.messages import note_receipt
from neeman.orgs.access import Access

STATES = {
    "sent": State.SENT,
    "delivered": State.DELIVERED,
    "read": State.READ,
    "failed": State.FAILED,
}


class Strange(ValueError):
    """The body is not what Meta sends."""


def is_signed(connection: Connection, raw: bytes, signature: str) -> bool:
    """Whether the app's secret signed these bytes (`X-Hub-Signature-256`); compared in constant time."""
    secret = opened(connection).get("app_secret", "")
    wanted = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    return bool(secret) and hmac.compare_digest(f"sha256={wanted}".encode(), signature.encode())


def is_verified(connection: Connection, token: str) -> bool:
    """Whether Meta knows the word that was typed at both ends."""
    kept = opened(connection).get("verify_token", "")
    return bool(kept) and hmac.compare_digest(kept.encode(), token.encode())


def take(access: Access, connection: Connection, raw: bytes) -> None:
    """Keep the messages and note the receipts that are for our number. Raises Strange."""
    try:
        told = json.loads(raw)
        for value in _values(told):
            if value.get("metadata", {}).get("phone_number_id") == connection.settings.get("number_id"):
                _take_value(access, value)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as fault:
        raise Strange(type(fault).__name__) from fault


def _values(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [change["value"] for entry in told.get("entry", []) for change in entry.get("changes", [])]


def _take_value(access: Access, value: dict[str, Any]) -> None:
    names = {one.get("wa_id"): one.get("profile", {}).get("name", "") for one in value.get("contacts", [])}
    for message in value.get("messages", []):
        heard = Heard(
            channel="whatsapp",
            way="whatsapp",
            address=f"+{message['from']}",
            body=_text_of(message),
            at=_moment(message["timestamp"]),
            provider_id=str(message["id"]),
            name=str(names.get(message["from"], "")),
        )
        receive(access, heard)
    for status in value.get("statuses", []):
        _take_receipt(access, status)


def _take_receipt(access: Access, status: dict[str, Any]) -> None:
    state = STATES.get(status["status"])
    if state is None:
        return
    errors = status.get("errors") or [{}]
    number = str(status.get("biz_opaque_callback_data", ""))
    note_receipt(
        access,
        way="whatsapp",
        state=state,
        at=_moment(status["timestamp"]),
        provider_id=str(status["id"]),
        number=int(number) if number.isdecimal() and len(number) < 19 else None,
        why=f"{errors[0].get('code', '')} {errors[0].get('title', '')}".strip(),
    )


def _text_of(message: dict[str, Any]) -> str:
    """The words of a message; of a picture or a file its caption, or what kind it was."""
    kind = str(message.get("type", ""))
    part = message.get(kind) or {}
    if kind == "button":
        return str(part.get("text", ""))
    if kind == "interactive":
        chosen = part.get("button_reply") or part.get("list_reply") or {}
        return str(chosen.get("title", ""))
    return str(part.get("body") or part.get("caption") or f"[{kind}]")


def _moment(seconds: str) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)
