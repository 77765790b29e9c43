"""What the walk over all addresses may post to this room."""

from __future__ import annotations

from typing import Any

from neeman.orgs.access import Access

WRITES_NOTHING = {"demo_load", "demo_clear"}
"""The walk's business holds customers, and none of a demo: both acts leave everything as it is."""


def samples(access: Access) -> dict[str, dict[str, Any]]:
    """No address of this room names an object."""
    return {}


def posts(access: Access) -> dict[str, dict[str, Any]]:
    """Both acts take no data."""
    return {"demo_load": {}, "demo_clear": {}}
