"""What the browser keeps for the time without a network: its worker, and the page that it shows then."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from neeman.activity.models import Kind, Outcome
from neeman.activity.signs import KINDS, OUTCOMES
from neeman.desk import offline as folder
from neeman.orgs.doors import public
from neeman.ui import assets

QUICK_KINDS = (Kind.CALL, Kind.WHATSAPP, Kind.MEETING)


@public("the browser asks for it by itself; it is the same for everybody but for the language")
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script, with the files of the page that it keeps. It changes, and is taken anew, when one of them does."""
    page = reverse("offline", kwargs={"language": translation.get_language() or "he"})
    files = [page, *_files()]
    version = sha256("\n".join((*files, _script())).encode()).hexdigest()[:12]
    shell = json.dumps({"version": version, "page": page, "files": files})
    return HttpResponse(f"const SHELL = {shell};\n{_script()}", content_type="text/javascript; charset=utf-8")


@public("the page for no network holds nobody's data: the device fills it from what it keeps")
@require_safe
def offline(request: HttpRequest, language: str) -> HttpResponse:
    """The cards that the device keeps, a way to record a talk, and what waits to be sent."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    with translation.override(language):
        context = {
            "without_network": True,
            "outcomes": [(value, label, *OUTCOMES[value]) for value, label in Outcome.choices],
            "kinds": [(one.value, one.label, KINDS[one]) for one in QUICK_KINDS],
        }
        response = render(request, "desk/offline.html", context)
        response.headers["Content-Language"] = language
        return response


def _files() -> list[str]:
    parts = (
        (*assets.STYLES, *assets.BEHAVIOURS) if settings.DEBUG else (assets.ALL_STYLES, assets.ALL_BEHAVIOURS)
    )
    beside = ("vendor/heebo-hebrew.woff2", "vendor/icons.svg", "desk/offline.css", "desk/offline.js")
    return [static(name) for name in (*parts, assets.HTMX, *beside)]


@cache
def _script() -> str:
    return (Path(folder.__file__).parent / "worker.js").read_text("utf-8")
