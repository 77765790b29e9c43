"""What the frame of every page shows: where one can go."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from neeman.ui.navigation import places_for


def frame(request: HttpRequest) -> dict[str, Any]:
    """`places`: the navigation entries that this person may open, the present one marked."""
    return {"places": places_for(request)}
