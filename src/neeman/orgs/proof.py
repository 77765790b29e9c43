"""Sensitive acts ask whoever is signed in to prove again who they are, unless they did so minutes ago."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from neeman.orgs.access import access_or_none

V = TypeVar("V", bound=Callable[..., Any])


def freshly_proven(back: str = "") -> Callable[[V], V]:
    """Ask for proof first, then return to this page, or to the organization's page named `back`.

    A form that was sent too late is not kept: it would lie in the session, and be sent again outside its doors.
    """

    def guard(view: V) -> V:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            try:
                _prove(request)
            except ReauthenticationRequired:
                ways = get_adapter().get_reauthentication_methods(request.user)
                return redirect(f"{ways[0]['url']}?{urlencode({'next': _page(request, back)})}")
            return view(request, *args, **kwargs)

        return cast("V", guarded)

    return guard


@reauthentication_required(app="neeman")  # type: ignore[untyped-decorator]  # the library is untyped
def _prove(request: HttpRequest) -> None:
    """Returns when proof is fresh, raises when it is not."""


def _page(request: HttpRequest, back: str) -> str:
    access = access_or_none(request)
    if not back or access is None:
        return request.path
    return reverse(back, kwargs={"org": access.organization.slug})
