"""The page behind the link of an advertisement: anybody's, without signing in. Looking removes nobody, one click does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from neeman.channels import removal
from neeman.orgs.access import Access, house_access
from neeman.orgs.doors import public
from neeman.orgs.entering import inside
from neeman.orgs.models import Organization


@public("whoever was written to may be removed, without an account; the token names them")
@csrf_exempt  # mail programs post here by themselves (RFC 8058); the token is the secret that a form's token would be
@require_http_methods(["GET", "HEAD", "POST"])
def remove_me(request: HttpRequest, house: str, token: str) -> HttpResponse:
    """Ask once, and remove."""
    now = timezone.now()
    with _inside(house) as access:
        try:
            link = removal.get_link(access, token, now=now)
        except Http404:
            return render(request, "channels/remove_dead.html", status=404)
        if request.method == "POST":
            removal.remove(access, link, now=now)
        context = {
            "business": access.organization.name,
            "address": link.message.address,
            "is_done": request.method == "POST" or link.used_at is not None,
        }
        return render(request, "channels/remove_me.html", context)


@contextmanager
def _inside(house: str) -> Iterator[Access]:
    organization = Organization.objects.filter(slug=house).first()
    if organization is None:
        raise Http404
    with inside(organization):
        yield house_access(organization)
