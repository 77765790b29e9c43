"""Newsletters: written, counted, confirmed once, watched, stopped."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neeman.automations.forms import NewsletterForm, ValuesForm
from neeman.automations.models import Newsletter, Place, Stage
from neeman.automations.queries.newsletters import (
    asked_for,
    audience,
    channels_of,
    counts,
    get_newsletter,
    seen_of,
    whys,
    wording_of,
)
from neeman.automations.queries.newsletters import newsletters as every
from neeman.automations.services.newsletters import ask_to_count, confirm, stop_newsletter, write_newsletter
from neeman.channels.composing import preview
from neeman.channels.kinds import ADVERTISING, Channel
from neeman.customers.services.acting import Unfit
from neeman.customers.views.bulk import chosen_ids, desk_asked
from neeman.orgs.access import Access, with_access
from neeman.orgs.changes import StaleWrite
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.ui.toasts import toast

FIRST = {"text": "news", "channels": [Channel.WHATSAPP.value, Channel.EMAIL.value]}
GOING = (Stage.COUNTING, Stage.SENDING)


@needs(May.SEND_MESSAGES)
@require_safe
def newsletters(request: HttpRequest) -> HttpResponse:
    """All newsletters that are this member's business."""
    access = with_access(request).access
    given = {"newsletters": every(access)[:100], "may_automate": access.may(May.EDIT_AUTOMATIONS)}
    return render(request, "automations/newsletters.html", given)


@needs(May.SEND_MESSAGES)
@require_http_methods(["GET", "HEAD", "POST"])
def newsletter_new(request: HttpRequest) -> HttpResponse:
    """A new one: to whom and what; `?text=` is the text to begin with."""
    access, language = with_access(request).access, _language()
    first = {**FIRST, "text": request.GET.get("text", FIRST["text"])}
    form = NewsletterForm(access, language, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        written = write_newsletter(access, {**form.cleaned_data, "language": language})
        return _to(access, written)
    return render(request, "automations/newsletter_new.html", {"form": form})


@needs(May.SEND_MESSAGES)
@require_POST
def newsletter_chosen(request: HttpRequest) -> HttpResponse:
    """A new one to the customers that were chosen on the list, or to all of the list; first it is asked what."""
    access, language = with_access(request).access, _language()
    desk, whole = desk_asked(request, access), bool(request.POST.get("all"))
    ids = seen_of(access, chosen_ids(request, desk))
    if not ids:
        return redirect("customers", org=access.organization.slug)
    given = request.POST if "text" in request.POST else None
    form = NewsletterForm(access, language, given, to_chosen=True, initial=FIRST)
    if form.is_valid():
        to = {"query": desk.asked.query()} if whole else {"chosen": ids}
        return _to(access, write_newsletter(access, {**form.cleaned_data, **to, "language": language}))
    told = {"count": len(ids), "ids": [] if whole else ids, "query": desk.asked.query()}
    return render(request, "automations/newsletter_chosen.html", {"form": form, **told})


@needs(May.SEND_MESSAGES)
@require_safe
def newsletter(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them, as far as it has come."""
    access = with_access(request).access
    row = get_newsletter(access, pk)
    return render(request, "automations/newsletter.html", _page(access, row))


@needs(May.SEND_MESSAGES)
@require_safe
def newsletter_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, asked for each second; when that ends, the page is shown anew."""
    access = with_access(request).access
    row = get_newsletter(access, pk)
    response = render(request, "automations/_newsletter_progress.html", _page(access, row))
    if row.stage not in GOING:
        response.headers["HX-Refresh"] = "true"
    return response


@needs(May.SEND_MESSAGES)
@require_POST
def newsletter_count(request: HttpRequest, pk: int) -> HttpResponse:
    """Have it counted who gets it."""
    access = with_access(request).access
    row = get_newsletter(access, pk)
    form = ValuesForm(access, asked_for(access, row), request.POST)
    try:
        ask_to_count(access, row, form.values() if form.is_valid() else {})
    except Unfit as unfit:
        toast(request, unfit.sentence, tone="watch")
    return _to(access, row)


@needs(May.SEND_MESSAGES)
@require_POST
def newsletter_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm it: the one thing that cannot be undone."""
    access, version = with_access(request).access, request.POST.get("version", "")
    row = get_newsletter(access, pk)
    try:
        confirm(access, row, version=int(version) if version.isdecimal() else 0, now=timezone.now())
    except StaleWrite:
        toast(request, _("Somebody else changed it meanwhile: look at it once more."), tone="watch")
    except Unfit as unfit:
        toast(request, unfit.sentence, tone="watch")
    return _to(access, row)


@needs(May.SEND_MESSAGES)
@require_POST
def newsletter_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """What has not left yet does not leave."""
    access = with_access(request).access
    row = get_newsletter(access, pk)
    stop_newsletter(access, row, now=timezone.now())
    toast(request, _("Stopped."))
    return _to(access, row)


def _page(access: Access, row: Newsletter) -> dict[str, Any]:
    wording, found = wording_of(access, row), counts(access, row)
    initial = {f"value_{name}": value for name, value in row.values.items()}
    names = dict(Channel.choices)
    total = (
        len(audience(access, row, today=timezone.localdate()))
        if row.stage in (Stage.DRAFT, Stage.COUNTING)
        else 0
    )
    handed, gets = found.get(Place.HANDED, 0), found.get(Place.GETS, 0)
    return {
        "newsletter": row,
        "said": preview(wording) if wording else None,
        "is_advertisement": wording is not None and wording.purpose in ADVERTISING,
        "form": ValuesForm(access, asked_for(access, row), initial=initial),
        "going": row.stage in GOING,
        "gets": gets + handed,
        "handed": handed,
        "misses": found.get(Place.NOT, 0),
        "whys": whys(access, row),
        "by_channel": [(names.get(channel, channel), n) for channel, n in channels_of(access, row)],
        "total": total,
        "done": sum(found.values()) if row.stage == Stage.COUNTING else handed,
        "out_of": total if row.stage == Stage.COUNTING else gets + handed,
    }


def _to(access: Access, row: Newsletter) -> HttpResponse:
    return redirect("newsletter", org=access.organization.slug, pk=row.pk)


def _language() -> str:
    return "he" if (get_language() or "he").startswith("he") else "en"
