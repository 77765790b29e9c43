"""All settings on one page, and what every figure means."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from neeman.desk.definitions import CHAPTERS
from neeman.desk.questions import QUESTIONS, beside
from neeman.orgs.access import with_access
from neeman.orgs.doors import any_member
from neeman.ui.navigation import Drawer, places_for

DRAWERS: dict[Drawer, Any] = {
    "business": _("The business"),
    "customers": _("Customers"),
    "sales": _("Sales and quotes"),
    "messages": _("Messages"),
    "own": _("For yourself"),
    "begin": _("Getting started"),
    "record": _("What was done and changed"),
}


@any_member
@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """The pages of settings that this member may open, as the rooms register them, under their headings."""
    entries = places_for(request)
    drawers = [
        {"key": key, "title": title, "entries": [one for one in entries if one["place"].in_settings == key]}
        for key, title in DRAWERS.items()
    ]
    return render(request, "desk/settings.html", {"drawers": drawers})


@any_member
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Definitions: words, formula, source."""
    return render(request, "desk/help.html", {"chapters": CHAPTERS, "questions": QUESTIONS})


@any_member
@require_safe
def help_beside(request: HttpRequest, page: str) -> HttpResponse:
    """The questions that stand beside a page; asked by htmx, as a sheet at its side."""
    questions = beside(page)
    template = "desk/_help_side.html" if with_access(request).htmx else "desk/help_beside.html"
    response = render(request, template, {"questions": questions})
    response.headers["Vary"] = "HX-Request"
    return response
