"""Passwords and tokens of channels at rest: unreadable in the database and its backups without the key beside them."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class Unreadable(Exception):
    """The secret key is not the one of then: whoever moved the data without it has to connect anew."""


def seal(secrets: Mapping[str, str]) -> str:
    """What is kept."""
    return _cipher().encrypt(json.dumps(dict(secrets)).encode()).decode()


def unseal(sealed: str) -> dict[str, str]:
    """What was sealed; nothing of nothing. Raises Unreadable."""
    if not sealed:
        return {}
    try:
        return dict(json.loads(_cipher().decrypt(sealed.encode())))
    except InvalidToken as fault:
        raise Unreadable from fault


def _cipher() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(f"channels:{settings.SECRET_KEY}".encode()).digest()))
