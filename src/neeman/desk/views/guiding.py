"""All settings on one page, and what every figure means."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from neeman.desk.definitions import CHAPTERS
from neeman.orgs.doors import any_member


@any_member
@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """The pages of settings that this member may open, as the rooms register them."""
    return render(request, "desk/settings.html")


@any_member
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Definitions: words, formula, source."""
    return render(request, "desk/help.html", {"chapters": CHAPTERS})
