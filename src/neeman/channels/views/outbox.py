"""The outbox: what waits, what failed and why, and what only a person can decide."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from neeman.channels.link.links import link_of
from neeman.channels.models.message import Direction, Message, State
from neeman.channels.queries.messages import get_file, get_message, messages, sending_rules
from neeman.channels.services.messages import SETTLED_BY, TooLate, settle
from neeman.channels.views.handing_out import handed_out
from neeman.channels.whys import why_words
from neeman.orgs.access import Access, with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.ui.toasts import toast

PAGE = 50
PARTS = {
    "decide": (State.UNKNOWN, State.FAILED, State.DRAFTED),
    "waiting": (State.WAITING, State.SENDING),
    "sent": (State.SENT, State.DELIVERED, State.READ),
    "stopped": (State.REFUSED, State.DROPPED),
}


@needs(May.SEND_MESSAGES)
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """One of PARTS; first what needs a person."""
    access = with_access(request).access
    part = request.GET.get("part", "decide")
    part = part if part in PARTS else "decide"
    out = messages(access).filter(direction=Direction.OUT)
    shown = out.filter(state__in=PARTS[part]).select_related("made_by__user").order_by("-due_at", "-pk")
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    titles = {"decide": _("To decide"), "waiting": _("Waiting"), "sent": _("Sent"), "stopped": _("Not sent")}
    counted = {name: out.filter(state__in=PARTS[name]).count() for name in ("decide", "waiting")}
    context = {
        "part": part,
        "rows": [_row(access, message) for message in page],
        "page": page,
        "previous": f"?part={part}&page={page.number - 1}" if page.has_previous() else "",
        "next": f"?part={part}&page={page.number + 1}" if page.has_next() else "",
        "tabs": [{"title": title, "href": f"?part={name}", "here": name == part, "count": counted.get(name)} for name, title in titles.items()],
        **counted,
    }  # fmt: skip
    return render(request, "channels/outbox.html", context)


@needs(May.SEND_MESSAGES)
@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message: its words, how far it came, the link to send it by hand, and what can be decided."""
    access = with_access(request).access
    found = get_message(access, pk)
    context = {"row": _row(access, found), "message": found, "as_of": timezone.now()}
    if found.state == State.DRAFTED:
        contact = sending_rules(access).contact
        context["link"] = link_of(found, business=access.organization.name, contact=contact)
    return render(request, "channels/message.html", context)


@needs(May.SEND_MESSAGES)
@require_safe
def message_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What went along with a message, as a download."""
    kept = get_file(with_access(request).access, pk)
    return handed_out(kept.name, bytes(kept.content))


@needs(May.SEND_MESSAGES)
@require_POST
def message_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one of the decisions: it was sent, send it again, drop it."""
    access = with_access(request).access
    found, decision = get_message(access, pk), request.POST.get("decision", "")
    if decision not in SETTLED_BY:
        raise Http404
    try:
        settle(access, found, decision, now=timezone.now())
    except TooLate:
        toast(request, _("It has moved on meanwhile; this is how it stands now."), tone="watch")
        return redirect("message", org=access.organization.slug, pk=pk)
    said = {"sent": _("Noted as sent."), "again": _("It waits to be sent."), "drop": _("Dropped.")}
    toast(request, said[decision])
    if found.party:
        return redirect("conversation", org=access.organization.slug, who=found.party)
    return redirect("outbox", org=access.organization.slug)


def _row(access: Access, message: Message) -> dict[str, object]:
    """A message with its reason in words and the decisions that are open."""
    decisions = [name for name, states in SETTLED_BY.items() if message.state in states]
    return {"message": message, "why": why_words(message.why), "decisions": decisions, "to": message.to}
