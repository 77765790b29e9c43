"""For a device without a network: the cards that it keeps, and the talks that it recorded meanwhile."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from neeman.activity.forms.offline import OfflineTalkForm
from neeman.activity.queries.offline import offline_cards
from neeman.activity.services.cadence import day_of
from neeman.activity.services.interactions import log_interaction
from neeman.activity.views.talking import named_task
from neeman.customers.models import Customer
from neeman.customers.queries.card import MovedTo, get_customer
from neeman.customers.services.acting import Unfit
from neeman.customers.writing import not_noted, sent_by_hand
from neeman.orgs.access import Access, with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.signin.middleware import ENDS


@needs(May.VIEW_CUSTOMERS)
@require_safe
def offline_book(request: HttpRequest) -> JsonResponse:
    """`who` they are for, `until` when they may be kept (seconds since 1970: the end of this session), `cards`."""
    access, now = with_access(request).access, timezone.now()
    cards = offline_cards(access, now=now, today=day_of(access, now), language=get_language() or "he")
    return JsonResponse(
        {
            "who": request.user.pk,
            "kept": now.timestamp(),
            "until": request.session.get(ENDS, 0),
            "cards": cards,
        }
    )


@needs(May.LOG_ACTIVITY)
@require_http_methods(["GET", "HEAD", "POST"])
def offline_talk(request: HttpRequest) -> HttpResponse:
    """GET tells the worker of the device who is signed in, and the token that a POST needs. POST records one talk: 204,
    also for a repetition; 404, 409 (recorded by somebody else) and 422 with the reason in words, for good."""
    if request.method != "POST":
        return JsonResponse({"who": request.user.pk, "csrf": get_token(request)})
    access, form = with_access(request).access, OfflineTalkForm(request.POST)
    if not form.is_valid():
        return _refused(_("This could not be read: choose an outcome or write a line."), 422)
    if form.cleaned_data["who"] != request.user.pk:
        return _refused(_("Recorded by somebody else on this device."), 409)
    try:
        why = _record(access, form, timezone.now())
    except Http404:
        return _refused(_("This customer is not there any more."), 404)
    except Unfit as unfit:
        return _refused(unfit.sentence, 422)
    return _refused(why, 422) if why else HttpResponse(status=204)


def _record(access: Access, form: OfflineTalkForm, now: datetime) -> str:
    """A talk, or what was written: the gate is asked again, and where it says no, that is told."""
    given = form.cleaned_data
    customer = _customer(access, given["customer"])
    if given["wording"]:
        key, at, to = given["key"], form.moment(now), given["to"]
        return not_noted(sent_by_hand(access, customer, given["wording"], key=key, now=at, to=to))
    task = named_task(access, customer, given["task"])
    log_interaction(access, customer, form.said_before(now), now=now, task=task, next_step=form.next_step())
    return ""


def _customer(access: Access, pk: int) -> Customer:
    """The customer, or the one into which it was merged meanwhile."""
    try:
        return get_customer(access, pk)
    except MovedTo as moved:
        return get_customer(access, moved.pk)


def _refused(why: Any, status: int) -> JsonResponse:
    return JsonResponse({"why": str(why)}, status=status)
