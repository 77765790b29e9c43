"""The inbox of all channels: by whom, and what was said."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from neeman.channels.queries.conversations import (
    conversations,
    get_conversation,
    window_left,
    with_last_words,
)
from neeman.channels.whys import why_words
from neeman.orgs.access import with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May

PAGE = 50


@needs(May.SEND_MESSAGES)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Everybody who was in touch lately, the latest first."""
    access, now = with_access(request).access, timezone.now()
    page = Paginator(conversations(access, now=now), PAGE).get_page(request.GET.get("page"))
    rows = with_last_words(access, list(page))
    context = {
        "rows": rows,
        "waiting": sum(row.waits_for_us for row in rows),
        "as_of": now,
        "previous": f"?page={page.number - 1}" if page.has_previous() else "",
        "next": f"?page={page.number + 1}" if page.has_next() else "",
    }
    return render(request, "channels/inbox.html", context)


@needs(May.SEND_MESSAGES)
@require_safe
def conversation(request: HttpRequest, who: str) -> HttpResponse:
    """What was said with one of them, on all channels."""
    access, now = with_access(request).access, timezone.now()
    person, said = get_conversation(access, who)
    left = window_left(access, person, now=now)
    context = {
        "who": who,
        "person": person,
        "rows": [{"message": one, "why": why_words(one.why)} for one in said],
        "hours_left": int(left.total_seconds() // 3600) if left else None,
        "minutes_left": int(left.total_seconds() % 3600 // 60) if left else None,
        "as_of": now,
    }
    return render(request, "channels/conversation.html", context)
