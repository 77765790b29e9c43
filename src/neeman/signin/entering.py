"""Signing a person in after a link or an invitation proved who they are: the same stages as after a password."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from neeman.orgs.models import User

V = TypeVar("V", bound=Callable[..., HttpResponse])


def enter_as(request: HttpRequest, user: User, *, by: str, then: str = "") -> HttpResponse:
    """Sign in, by way of the second factor where there is one, and go to `then`, or home."""
    record_authentication(request, user, by)
    response: HttpResponse = perform_login(request, user, redirect_url=then or None)
    request.session.set_expiry(None)
    return response


def clear_when_dead(view: V) -> V:
    """A page of a link: whatever is wrong with the link, the same one clear page, with status 404."""

    @wraps(view)
    def clear(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            return render(request, "signin/dead_link.html", status=404)

    return cast("V", clear)
