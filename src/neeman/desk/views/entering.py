"""The way in: to the one organization, or to the choice between several."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from neeman.desk.month.plan import plan_of
from neeman.desk.starting import first_steps, is_empty
from neeman.orgs.access import with_access
from neeman.orgs.doors import any_member, public, signed_in
from neeman.orgs.queries import memberships_of
from neeman.orgs.roles import May


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


def _icons() -> list[dict[str, str]]:
    """The sign, drawn and in the sizes that phones ask for; they cut the maskable one to their own shape."""
    drawn = {"src": static("ui/sign.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    pictures = [
        {
            "src": static(f"ui/sign-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size, purpose in ((192, "any"), (512, "any"), (512, "maskable"))
    ]
    return [drawn, *pictures]


@public("the browser asks for it without cookies; it tells the product's name and its sign")
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the product among its apps."""
    told = {
        "name": _("Neeman"),
        "short_name": _("Neeman"),
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": "/",
        "display": "standalone",
        "background_color": "#fbfaf7",
        "theme_color": "#0f766e",
        "id": "/",
        "scope": "/",
        "icons": _icons(),
    }
    return JsonResponse(told, content_type="application/manifest+json")


@any_member
@require_safe
def desk_home(request: HttpRequest) -> HttpResponse:
    """The page of the day for whoever speaks to customers, else the portfolio or the customers; first steps where all is
    empty."""
    access = with_access(request).access
    pages = {"today": May.LOG_ACTIVITY, "portfolio": May.VIEW_PORTFOLIO, "customers": May.VIEW_CUSTOMERS}
    page = next(name for name, permission in pages.items() if access.may(permission))
    return redirect("start" if is_empty(access) else page, org=access.organization.slug)


@any_member
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Three ways in, and the first steps."""
    access = with_access(request).access
    context = {
        "empty": is_empty(access),
        "steps": first_steps(access),
        "plan": None if is_empty(access) else plan_of(access, timezone.now()),
        "may": {
            "import": access.may(May.IMPORT_FILES),
            "add": access.may(May.EDIT_CUSTOMERS),
            "demo": access.may(May.MANAGE_ORGANIZATION),
        },
    }
    return render(request, "desk/start.html", context)
