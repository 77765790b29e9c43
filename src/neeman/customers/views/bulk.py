"""One act on the chosen rows or on the whole list: first what it would do to how many, then the deed and its undo."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from neeman.customers.forms.fields import custom_form_field
from neeman.customers.models.customer import Customer, Status
from neeman.customers.queries.visible import visible
from neeman.customers.services.acting import Unfit
from neeman.customers.services.bulk import CUSTOM, MOST, SETTABLE, TITLES, Act, Wish, do_to_many, needed
from neeman.customers.views.listing import Desk, open_desk
from neeman.customers.views.parts import say_done
from neeman.orgs.access import Access, with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May

SHOWN = 8


@needs(May.EDIT_CUSTOMERS)
@require_POST
def bulk_preview(request: HttpRequest) -> HttpResponse:
    """To whom it would be done, and the question that is left: which tag, which manager. Writes nothing."""
    access = with_access(request).access
    return _preview(request, access, _act(request.POST.get("act", "")))


@needs(May.EDIT_CUSTOMERS)
@require_POST
def bulk_do(request: HttpRequest) -> HttpResponse:
    """Do it, or show the question again with what is wrong."""
    access = with_access(request).access
    chosen = _act(request.POST.get("act", ""))
    wish = Wish(chosen, request.POST.get("value", ""), request.POST.get("name", ""))
    try:
        change_set = do_to_many(
            access, chosen_ids(request, desk_asked(request, access)), wish, now=timezone.now()
        )
    except Unfit as unfit:
        return _preview(request, access, chosen, unfit)
    count = change_set.label["count"] if change_set else 0
    said = ngettext("Done to %(count)s customer.", "Done to %(count)s customers.", count) % {
        "count": f"{count:,}"
    }
    say_done(request, access, change_set, said)
    query = desk_asked(request, access).asked.query()
    address = reverse("customers", kwargs={"org": access.organization.slug})
    return redirect(f"{address}?{query}" if query else address)


def _preview(request: HttpRequest, access: Access, act: Act, unfit: Unfit | None = None) -> HttpResponse:
    access.require(needed(act))
    desk = desk_asked(request, access)
    ids = chosen_ids(request, desk)
    if not ids:
        return redirect("customers", org=access.organization.slug)
    names = visible(access).filter(pk__in=ids[:SHOWN]).order_by("sort_key").values_list("name", flat=True)
    context = {
        "act": act,
        "title": TITLES[act],
        "count": len(ids),
        "too_many": len(ids) > MOST,
        "most": MOST,
        "names": names,
        "others": max(len(ids) - SHOWN, 0),
        "ids": [] if request.POST.get("all") else ids,
        "list_query": desk.asked.query(),
        "unfit": unfit,
        **_choices(desk, act, request.POST),
    }
    return render(request, "customers/bulk.html", context, status=422 if unfit else 200)


def _choices(desk: Desk, act: Act, given: QueryDict) -> dict[str, Any]:
    """What the question needs: the tags, members, statuses or fields that there are, and the answer given."""
    name = given.get("name", "")
    own = {CUSTOM + field.key: field for field in desk.known.fields}
    texts = [
        (column, getattr(Customer._meta.get_field(column), "verbose_name", column)) for column in SETTABLE
    ]
    field = custom_form_field(own[name]) if name in own else None
    return {
        "value": given.get("value", ""),
        "name": name,
        "tags": desk.known.tags,
        "members": desk.known.members,
        "statuses": Status.choices,
        "fields": [*texts, *((key, field.label) for key, field in own.items())],
        "answer": field.widget.render("value", given.get("value", ""), {"id": "bulk-value"}) if field else "",
    }


def desk_asked(request: HttpRequest, access: Access) -> Desk:
    return open_desk(access, QueryDict(request.POST.get("query", "")[:2_000]))


def chosen_ids(request: HttpRequest, desk: Desk) -> list[int]:
    """The whole list where all of it was chosen, else the rows that were ticked."""
    if request.POST.get("all"):
        return desk.listing.ids(MOST + 1)
    given = request.POST.getlist("id")[: MOST + 1]
    if not all(text.isascii() and text.isdigit() and len(text) < 19 for text in given):
        raise Http404
    return sorted({int(text) for text in given})


def _act(text: str) -> Act:
    if text not in set(Act):
        raise Http404
    return Act(text)
