"""The way in: to the one organization, or to the choice between several."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from neeman.orgs.access import with_access
from neeman.orgs.doors import any_member, public, signed_in
from neeman.orgs.queries import memberships_of


@signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """One organization: straight in. Several, or none: the list of them."""
    assert request.user.pk is not None
    memberships = memberships_of(request.user.pk)
    if len(memberships) == 1:
        return redirect("desk_home", org=memberships[0].organization.slug)
    return render(request, "desk/organizations.html", {"memberships": memberships})


@public("machines ask whether the product is up; it tells nothing else")
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@any_member
@require_safe
def desk_home(request: HttpRequest) -> HttpResponse:
    """The first page of the day: the portfolio for whoever may see it, else the customers."""
    return redirect("customers", org=with_access(request).access.organization.slug)
