"""What every template may ask about the asker."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from neeman.orgs.access import access_or_none


def access(request: HttpRequest) -> dict[str, Any]:
    """`access` (None outside any organization) and `organization`."""
    found = access_or_none(request)
    return {"access": found, "organization": found.organization if found else None}
