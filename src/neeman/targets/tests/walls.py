"""What the walk over all addresses posts in this room."""

from __future__ import annotations

from typing import Any

from neeman.orgs.access import Access


def samples(access: Access) -> dict[str, dict[str, Any]]:
    """The page of targets names no object."""
    return {}


def posts(access: Access) -> dict[str, dict[str, Any]]:
    """URL name -> data that a POST accepts."""
    return {"targets": {"sales.won-all-month": "10000", "initial-sales.won-all-month": ""}}
