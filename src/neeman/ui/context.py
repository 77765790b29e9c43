"""What the frame of every page shows: where one can go, what one can do from anywhere, in which theme."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from django.http import HttpRequest

from neeman.ui.navigation import banners_for, help_for, places_for, tools_for

THEMES = {"light", "dark"}
THEME_COOKIE = "neeman_theme"  # this browser's choice, of whoever has not chosen for all of theirs


_frames: WeakKeyDictionary[HttpRequest, dict[str, Any]] = WeakKeyDictionary()


def frame(request: HttpRequest) -> dict[str, Any]:
    """The frame of this request, made once however many templates its page is put together from."""
    if request not in _frames:
        _frames[request] = _made(request)
    return _frames[request]


def _made(request: HttpRequest) -> dict[str, Any]:
    """`banners`: templates above the page. `help_here`: where its help is.

    `places` and `places_at_foot`: navigation entries that this person may open, the present one marked.

    `phone_places`: at most three of them for the thumb, two before the quick add. `tools`: {"search": href, ...}.
    `theme`: "light", "dark", or "" for the reader's system.
    """
    places = places_for(request)
    thumb = [entry for entry in places if entry["place"].on_phone][:3]
    theme = getattr(request.user, "theme", "auto") if hasattr(request, "user") else "auto"
    if theme not in THEMES:
        theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "banners": banners_for(request),
        "help_here": help_for(request),
        "places": [
            entry for entry in places if not entry["place"].at_foot and not entry["place"].in_settings
        ],
        "places_at_foot": [entry for entry in places if entry["place"].at_foot],
        "phone_places": {"before": thumb[:2], "after": thumb[2:]},
        "tools": tools_for(request),
        "theme": theme if theme in THEMES else "",
    }
