"""A short line that says what was done, with its undo, at the foot of the page for ten seconds.

For: acts that can be undone. Not for errors of a form, which stand beside the field, nor for anything that must be read.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise

LEVELS = {"good": messages.SUCCESS, "calm": messages.INFO, "watch": messages.WARNING, "lose": messages.ERROR}
TONES = {level: tone for tone, level in LEVELS.items()}
ICONS = {"good": "circle-check", "calm": "info-circle", "watch": "alert-triangle", "lose": "alert-triangle"}


def toast(request: HttpRequest, text: str | Promise, *, tone: str = "good", undo: str = "") -> None:
    """Say `text` on the next page or, through `with_toasts`, in this answer. `undo` is an address that takes a POST."""
    messages.add_message(request, LEVELS[tone], str(text), extra_tags=undo)


def waiting_toasts(request: HttpRequest) -> list[dict[str, str]]:
    """The lines not yet shown, each {text, tone, icon, undo}; asking for them marks them shown."""
    found = []
    for message in messages.get_messages(request):
        tone = TONES.get(message.level, "calm")
        found.append(
            {
                "text": message.message,
                "tone": tone,
                "icon": ICONS[tone],
                "undo": message.extra_tags if (message.extra_tags or "").startswith("/") else "",
            }
        )
    return found


def with_toasts(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer to an htmx request, with its toasts added out of band."""
    lines = waiting_toasts(request)
    if lines:
        response.write(render_to_string("ui/_toasts.html", {"toasts": lines, "out_of_band": True}, request))
    return response
