"""The palette's answers: what is found, what can be done. A fragment for the palette, a page for a browser without it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from neeman.desk.palette.commands import add_named, commands, commands_here
from neeman.desk.palette.finding import found, recent
from neeman.orgs.access import with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May

LONGEST = 200


@needs(May.VIEW_CUSTOMERS)
@require_safe
def palette(request: HttpRequest) -> HttpResponse:
    """Customers and commands for `q`; without it the last customers and the acts of the record at the path `at`."""
    access = with_access(request).access
    text = request.GET.get("q", "")[:LONGEST].strip()
    at = request.GET.get("at", "")[:LONGEST]
    results = found(access, text) if text else recent(access)
    context = {
        "query": text,
        "results": results,
        "commands": commands(access, text, at) if text else commands_here(access, at),
        "new": None if results.rows else add_named(access, text),
        "today": timezone.localdate(),
    }
    template = "desk/_palette_found.html" if with_access(request).htmx else "desk/palette.html"
    response = render(request, template, context)
    response.headers["Vary"] = "HX-Request"
    return response
