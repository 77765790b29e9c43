"""The registry of navigation: a room says in its apps.py where its page stands; the frame draws the list.

The one registry that this room keeps. It asks the request's `access` for permissions and nothing else of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Place:
    """An entry: `url_name` takes the organization's slug; `permission` is what one needs to see it."""

    url_name: str
    title: str | Promise
    icon: str
    order: int
    permission: Any
    count: Callable[[Any], int] | None = None  # access -> the small figure beside the title
    on_phone: bool = False  # among the few at the bottom of the phone


_places: dict[str, Place] = {}


def add_place(place: Place) -> None:
    """Register an entry; the same name twice replaces it, so that reloading is harmless."""
    _places[place.url_name] = place


def places_for(request: HttpRequest) -> list[dict[str, Any]]:
    """The entries that this request's member may open, in order."""
    access = getattr(request, "access", None)
    if access is None:
        return []
    entries = []
    for place in sorted(_places.values(), key=lambda entry: entry.order):
        if access.may(place.permission):
            href = reverse(place.url_name, kwargs={"org": access.organization.slug})
            entries.append({"place": place, "href": href, "here": request.path.startswith(href)})
    return entries
