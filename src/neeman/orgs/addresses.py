"""Absolute addresses: always of the setting, never of a request, whose Host header anybody may write."""

from __future__ import annotations

from django.conf import settings


def absolute_url(path: str) -> str:
    """The address that people type, followed by `path` (which begins with a slash)."""
    return f"{settings.URL.scheme}://{settings.URL.netloc}{path}"
