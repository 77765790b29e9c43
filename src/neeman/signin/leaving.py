"""What a sign-out takes along."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse


def forgets_the_device(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whatever the browser keeps for work without a network goes with the one who signs out, even where no script runs."""

    @wraps(view)
    def leaving(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            response.headers["Clear-Site-Data"] = '"storage"'
        return response

    return leaving
