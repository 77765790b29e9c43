"""Writing to the chosen customers: which text, by which channel; the rest is the gate's business."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_POST

from neeman.channels.kinds import Channel
from neeman.channels.queries.templates import library
from neeman.customers.queries.visible import visible
from neeman.customers.services.bulk import MOST
from neeman.customers.services.mailing import Mailing, queue_mailing, sendable
from neeman.customers.views.bulk import SHOWN, chosen_ids, desk_asked
from neeman.orgs.access import with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.ui.toasts import toast


@needs(May.SEND_MESSAGES)
@require_POST
def bulk_write(request: HttpRequest) -> HttpResponse:
    """Ask what to write; with `text`, write it to each of them."""
    access, language = with_access(request).access, get_language() or "he"
    desk = desk_asked(request, access)
    ids = chosen_ids(request, desk)
    texts = sendable(access, language)
    chosen = request.POST.get("text", "")
    if ids and len(ids) <= MOST and chosen in {text.key for text in texts}:
        queue_mailing(access, ids, _mailing(request, chosen, language))
        said = ngettext("Writing to %(count)s customer.", "Writing to %(count)s customers.", len(ids))
        toast(request, said % {"count": f"{len(ids):,}"})
        return redirect("outbox", org=access.organization.slug)
    names = visible(access).filter(pk__in=ids[:SHOWN]).order_by("sort_key").values_list("name", flat=True)
    context = {
        "count": len(ids),
        "too_many": len(ids) > MOST,
        "names": names,
        "others": max(len(ids) - SHOWN, 0),
        "ids": [] if request.POST.get("all") else ids,
        "list_query": desk.asked.query(),
        "texts": texts,
        "channels": Channel.choices,
        "library": library(access)[:50],
    }  # fmt: skip
    return render(request, "customers/bulk_write.html", context)


def _mailing(request: HttpRequest, text: str, language: str) -> Mailing:
    channel, piece = request.POST.get("channel", ""), request.POST.get("content", "")
    return Mailing(
        text=text,
        language=language,
        channel=channel if channel in Channel.values else "",
        content=int(piece) if piece.isdecimal() and len(piece) < 19 else 0,
    )
