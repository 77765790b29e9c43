"""The customer's page of a quote, behind an unguessable link. Reading it writes nothing; each act may be sent twice."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from neeman.customers.services.acting import Unfit
from neeman.orgs.access import Access, house_access
from neeman.orgs.doors import public
from neeman.orgs.entering import inside
from neeman.orgs.models import Organization
from neeman.orgs.queries import find_membership
from neeman.sales.models import QuoteLink
from neeman.sales.paper import quote_pdf
from neeman.sales.previews import is_preview
from neeman.sales.queries.quote_public import LinkDead, as_shown, get_quote_link, public_page
from neeman.sales.services.quote_deciding import Closed, SumChanged, Yes, approve_quote, decline_quote
from neeman.sales.services.quote_talk import ask, note_opening

WHY = "customers read, ask and approve without an account; the link is the secret"
UNSEEN = {"X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-store, private"}


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody behind a living link: the product's own access to the business, and the link with its quote."""

    access: Access
    link: QuoteLink
    house: str
    token: str


View = Callable[[HttpRequest, Visit], HttpResponse]


def behind_a_link(view: View) -> Callable[[HttpRequest, str, str], HttpResponse]:
    """Open the business's scope for whoever holds a living link, in the language of the quote. Any other gets one
    plain page."""

    @wraps(view)
    def entered(request: HttpRequest, house: str, token: str) -> HttpResponse:
        try:
            response = _enter(request, view, house, token)
        except LinkDead:
            response = render(request, "sales/quote_gone.html", status=404)
        for name, value in UNSEEN.items():
            response.headers[name] = value
        return response

    return entered


def _enter(request: HttpRequest, view: View, house: str, token: str) -> HttpResponse:
    organization = Organization.objects.filter(slug=house).first()
    if organization is None:
        raise LinkDead
    with inside(organization):
        access = house_access(organization)
        link = get_quote_link(access, token, now=timezone.now())
        with translation.override(link.quote.language):
            request.LANGUAGE_CODE = link.quote.language
            return view(request, Visit(access, link, house, token))


@public(WHY)
@require_safe
@behind_a_link
def quote_public(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The quote; `?option=` names options that are ticked."""
    return _page(request, visit, chosen=_ids(request.GET.getlist("option")))


@public(WHY)
@require_safe
@behind_a_link
def quote_public_pdf(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The same on paper."""
    quote = visit.link.quote
    if quote.state in (quote.State.REPLACED, quote.State.WITHDRAWN):
        raise LinkDead
    shown = as_shown(visit.access, quote, today=timezone.localdate())
    made_at = quote.decided_at or quote.sent_at or quote.saved_at
    return pdf_answer(quote_pdf(shown, getattr(quote, "approval", None), made_at=made_at), quote.number)


@public(WHY)
@require_POST
@behind_a_link
def quote_public_opened(request: HttpRequest, visit: Visit) -> HttpResponse:
    """A visible page says that it is being read. Neither previews nor our own people are openings."""
    ours = request.user.is_authenticated and find_membership(request.user.pk or 0, visit.house) is not None
    if not ours and not is_preview(request.headers.get("User-Agent", "")):
        note_opening(visit.access, visit.link, now=timezone.now())
    return HttpResponse(status=204)


@public(WHY)
@require_POST
@behind_a_link
def quote_public_ask(request: HttpRequest, visit: Visit) -> HttpResponse:
    """A question, or a wish."""
    said = {name: request.POST.get(name, "") for name in ("text", "name", "key")}
    try:
        ask(
            visit.access,
            visit.link,
            said["text"],
            name=said["name"],
            key=said["key"][:80],
            now=timezone.now(),
        )
    except Unfit as unfit:
        return _page(request, visit, said={"text": unfit.sentence}, status=422)
    return _back(visit, "talk")


@public(WHY)
@require_POST
@behind_a_link
def quote_public_approve(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The yes, with a name and a signature, drawn or typed."""
    chosen = _ids(request.POST.getlist("option"))
    try:
        given = _yes(request, visit, chosen)
        approve_quote(visit.access, visit.link.quote, given, now=timezone.now(), by_customer=True)
    except Unfit as unfit:
        return _page(request, visit, chosen=chosen, said={unfit.field_name: unfit.sentence}, status=422)
    except SumChanged:
        changed = _("The sum changed while you were reading: please look again before you approve.")
        return _page(request, visit, chosen=chosen, said={"total": changed}, status=409)
    except Closed:
        return _back(visit)
    return _back(visit, "done")


@public(WHY)
@require_POST
@behind_a_link
def quote_public_decline(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The no, with a reason for whoever likes to give one."""
    try:
        reason = request.POST.get("reason", "")
        decline_quote(visit.access, visit.link.quote, reason, now=timezone.now(), by_customer=True)
    except Closed:
        return _back(visit)
    return _back(visit, "done")


def pdf_answer(content: bytes, number: str) -> HttpResponse:
    """A PDF that the browser shows, under a name that says what it is."""
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="quote-{number}.pdf"'
    return response


def _yes(request: HttpRequest, visit: Visit, chosen: set[int]) -> Yes:
    if not request.POST.get("agreed"):
        raise Unfit(_("Please tick that you agree to the quote and its terms."), "agreed")
    drawn = request.POST.get("strokes", "")
    if not drawn and not request.POST.get("typed"):
        raise Unfit(_("Please sign, or tick that your typed name is your signature."), "strokes")
    total = request.POST.get("total", "")
    return Yes(
        name=request.POST.get("name", "")[:120],
        job_title=request.POST.get("job_title", "")[:120],
        wording=agreement(visit.link.quote.customer.name),
        strokes=_strokes(drawn) if drawn else (),
        chosen=chosen,
        seen_total_minor=int(total) if total.lstrip("-").isascii() and total.lstrip("-").isdigit() else 0,
    )


def agreement(customer: str) -> str:
    """The words beside the tick, kept with the approval."""
    return _("I agree to the quote and its terms, in the name of %(customer)s") % {"customer": customer}


def _strokes(drawn: str) -> Any:
    unreadable = Unfit(
        _("This signature could not be read: please sign again, or type your name."), "strokes"
    )
    if len(drawn) > 100_000:
        raise unreadable
    try:
        strokes = json.loads(drawn)
    except (ValueError, RecursionError):
        raise unreadable from None
    listed = isinstance(strokes, list) and all(
        isinstance(stroke, list) and all(isinstance(point, list) for point in stroke) for stroke in strokes
    )
    if not listed or not strokes:
        raise unreadable
    return strokes


def _ids(values: list[str]) -> set[int]:
    return {int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 19}


def _page(
    request: HttpRequest,
    visit: Visit,
    *,
    chosen: set[int] | None = None,
    said: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    quote = visit.link.quote
    page = public_page(visit.access, quote, chosen=chosen or set(), today=timezone.localdate())
    given = {
        "page": page,
        "quote": page.quote,
        "house": visit.house,
        "token": visit.token,
        "said": said or {},
        "agreement": agreement(page.quote.buyer),
        "written": request.POST,
        "as_of": timezone.localdate(),
        "key": secrets.token_urlsafe(12),
    }
    return render(request, "sales/quote_public.html", given, status=status)


def _back(visit: Visit, where: str = "") -> HttpResponse:
    response = redirect("quote_public", house=visit.house, token=visit.token)
    if where:
        response.headers["Location"] += f"#{where}"
    return response
