"""Returned mail: what a mail server says of a message that it could not deliver (RFC 3464)."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message as Mail


@dataclass(frozen=True, slots=True)
class Returned:
    """The Message-ID of the mail that came back, and why."""

    message_id: str
    why: str


def returned(mail: Mail) -> Returned | None:
    """What came back for good; None for everything else, delays among them."""
    if mail.get_content_type() != "multipart/report" or mail.get_param("report-type") != "delivery-status":
        return None
    why = message_id = ""
    for part in mail.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            why = _failure(part) or why
        elif kind in ("message/rfc822", "text/rfc822-headers"):
            message_id = _own_id(part) or message_id
    return Returned(message_id, why) if why and message_id else None


def _failure(part: Mail) -> str:
    """The server's words for the recipient that failed; empty where none did for good."""
    blocks = part.get_payload()
    for block in blocks if isinstance(blocks, list) else []:
        if isinstance(block, Mail) and str(block.get("Action", "")).strip().lower() == "failed":
            told = str(block.get("Diagnostic-Code", "")).partition(";")[2].strip()
            return " ".join(f"{block.get('Status', '')} {told}".split())[:300] or "failed"
    return ""


def _own_id(part: Mail) -> str:
    """The Message-ID in the copy of the mail, whole or of its headers alone."""
    inside = part.get_payload()
    if isinstance(inside, list) and inside and isinstance(inside[0], Mail):
        return str(inside[0].get("Message-ID", "")).strip()
    lines = str(inside).splitlines()
    return next(
        (line.partition(":")[2].strip() for line in lines if line.lower().startswith("message-id:")), ""
    )
