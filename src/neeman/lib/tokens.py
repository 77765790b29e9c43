"""Secrets that travel in a link: made from the system's randomness, kept only as a hash that is bound to a purpose."""

from __future__ import annotations

import hashlib
import secrets

TOKEN_BYTES = 32


def new_token() -> str:
    """A secret of 256 bits, in letters that a URL keeps as they are."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(purpose: str, token: str) -> str:
    """What is kept of a token: 64 hexadecimal digits.

    The purpose is hashed with it, so that a token of one purpose is simply unknown to every other. A plain hash is
    enough: nobody guesses 256 random bits, and looking up a hash leaks nothing by the time it takes.
    """
    return hashlib.sha256(f"{purpose}:{token}".encode()).hexdigest()
