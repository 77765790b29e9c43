"""Builds the `Access` from URL and membership, opens the organization's scope, and checks the view's door."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import translation

from neeman.orgs.access import access_of
from neeman.orgs.doors import door_of, may_enter
from neeman.orgs.entering import inside
from neeman.orgs.models import Organization
from neeman.orgs.queries import find_membership

Response = Callable[[HttpRequest], HttpResponse]

LANGUAGE_COOKIE = "neeman_language"


class NoCopiesMiddleware:
    """No cache on the way keeps an answer of ours, a refusal no more than a page."""

    def __init__(self, get_response: Response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """An answer that says otherwise keeps its word."""
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class LanguageMiddleware:
    """The language of the person, else of this browser's choice, else Hebrew: never the browser's default."""

    def __init__(self, get_response: Response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in that language."""
        chosen = getattr(request.user, "language", "") or request.COOKIES.get(LANGUAGE_COOKIE, "")
        with translation.override(chosen if chosen in {"he", "en"} else "he"):
            request.LANGUAGE_CODE = translation.get_language() or "he"
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            return response


class AccessMiddleware:
    """Door 2 and door 3. Strangers to an organization get the same 404 as a mistyped address."""

    def __init__(self, get_response: Response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Open the scope of the organization in the URL, if there is one, and answer inside it."""
        request.htmx = "HX-Request" in request.headers  # type: ignore[attr-defined]  # see AccessRequest
        slug = _organization_slug(request)
        if slug is None:
            return self._answer(request, None)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        member = find_membership(request.user.pk, slug)
        if member is None:
            raise Http404
        request.access = access_of(member)  # type: ignore[attr-defined]  # see AccessRequest
        return self._answer(request, member.organization)

    def _answer(self, request: HttpRequest, organization: Organization | None) -> HttpResponse:
        with inside(organization) if organization else nullcontext():
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Refuse a view without a door, and whoever may not pass it."""
        kwargs.pop("org", None)  # views read request.access instead
        if may_enter(request, door_of(view)):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise PermissionDenied


def _organization_slug(request: HttpRequest) -> str | None:
    try:
        return resolve(request.path_info).kwargs.get("org")
    except Resolver404:
        return None  # the handler answers 404 in its own way
