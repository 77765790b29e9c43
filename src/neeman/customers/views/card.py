"""The customer card: who they are, what they are worth, what to do next, and everything that happened."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from neeman.customers import timeline
from neeman.customers.figures import figures_of
from neeman.customers.forms.customer import SECTIONS
from neeman.customers.models import Customer
from neeman.customers.panels import AT_ONCE, LATER, panels_for
from neeman.customers.queries.card import (
    MovedTo,
    absorbed_ids,
    find_group,
    get_customer,
    referred_by,
)
from neeman.customers.views.parts import PARTS, draw_part, head, part, pen_of
from neeman.orgs.access import Access, with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May

MOST_REFERRED = 5


@needs(May.VIEW_CUSTOMERS)
@require_safe
def customer(request: HttpRequest, pk: int) -> HttpResponse:
    """The card. A customer that was merged leads to the one that was kept."""
    access = with_access(request).access
    try:
        shown = get_customer(access, pk)
    except MovedTo as moved:
        return redirect("customer", org=access.organization.slug, pk=moved.pk)
    referred = referred_by(access, shown)
    pen = pen_of(access, shown)
    parts = {key: part(access, shown, key, pen) for key in PARTS}
    given = {
        **head(access, shown, parts["preferences"]["preferences"], pen),
        **_timeline(request, access, shown),
        "figures": figures_of(access, shown),
        "facts": {key: part(access, shown, key, pen) for key in SECTIONS},
        **parts,
        "group": find_group(access, shown),
        "referred": referred[:MOST_REFERRED],
        "referred_count": len(referred),
        "panels": panels_for(request, access, shown, AT_ONCE),
    }
    return render(request, "customers/card.html", given)


@needs(May.VIEW_CUSTOMERS)
@require_safe
def customer_later(request: HttpRequest, pk: int) -> HttpResponse:
    """What the card asks for once it is there: panels that nobody needs in the first second."""
    access = with_access(request).access
    panels = panels_for(request, access, get_customer(access, pk), LATER)["later"]
    return HttpResponse("".join(shown.html for shown in panels))


@needs(May.VIEW_CUSTOMERS)
@require_safe
def customer_timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """The timeline of one kind, or its next page when `from` says where that begins."""
    access = with_access(request).access
    given = _timeline(request, access, get_customer(access, pk))
    template = "customers/_entries.html" if request.GET.get("from") else "customers/_timeline.html"
    return render(request, template, given)


@needs(May.VIEW_CUSTOMERS)
@require_safe
def customer_part(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One part of the card as it stands: where "cancel" leads."""
    access = with_access(request).access
    shown = get_customer(access, pk)
    return HttpResponse(draw_part(request, access, shown, key, pen_of(access, shown)))


def _timeline(request: HttpRequest, access: Access, shown: Customer) -> dict[str, Any]:
    ids = [shown.pk, *absorbed_ids(access, shown)]
    known = timeline.kinds_for(access)
    kind = request.GET.get("kind", "")
    kind = kind if kind in {one.kind for one in known} else ""
    cursor = timeline.Cursor.read(request.GET.get("from", ""))
    events = timeline.page_of(access, ids, kind=kind, cursor=cursor)
    counts = timeline.counts(access, ids, events.whole)
    kinds = [
        {"kind": one.kind, "title": one.title, "count": counts[one.kind]} for one in known if counts[one.kind]
    ]
    looked_at = _looked_at(request, access, shown)
    return {
        "customer": shown,
        "kind": kind,
        "kinds": kinds,
        "happened": sum(counts.values()),
        "events": events,
        "looked_at": looked_at,
        "line": timeline.line_of_look(events, looked_at, cursor),
        "first_page": cursor is None,
    }


def _looked_at(request: HttpRequest, access: Access, shown: Customer) -> datetime | None:
    """When this member looked before this visit: a part that is fetched anew within it says so itself."""
    if "looked" not in request.GET:
        return timeline.last_look(access, shown)
    told = timeline.Cursor.read(request.GET["looked"])
    return told.until if told else None
