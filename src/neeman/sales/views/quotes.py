"""The list of quotes with what they come to, a new one, one quote, and its PDF."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from neeman.customers.models import Customer
from neeman.customers.queries.card import get_customer
from neeman.customers.queries.visible import live
from neeman.customers.search import matching_ids
from neeman.orgs.access import Access, with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.sales.models import Quote, QuoteLink, QuoteOpening, QuoteQuestion
from neeman.sales.paper import quote_pdf as paper_of
from neeman.sales.queries.deals import get_deal
from neeman.sales.queries.quote_public import as_shown
from neeman.sales.queries.quotes import counts, get_quote, messages_of, narrowed, quotes, tally, tasks_of
from neeman.sales.services.quote_drafts import make_quote
from neeman.sales.services.quote_templates import get_template, templates, use_template
from neeman.sales.views.parts import posted_id
from neeman.sales.views.quote_builder import builder, ways_for, work
from neeman.sales.views.quote_public import pdf_answer

A_YEAR = timedelta(days=365)
PAGE = 50
TABS: dict[str, str | Promise] = {
    "": _("All"),
    "draft": _("Drafts"),
    "waiting": _("Waiting for an answer"),
    "opened": _("Opened"),
    "approved": _("Approved"),
    "declined": _("Declined"),
    "expired": _("Run out"),
}


@needs(May.VIEW_SALES)
@require_safe
def quote_list(request: HttpRequest) -> HttpResponse:
    """All quotes, narrowed by what became of them, with the figures of the last twelve months (R92, R96)."""
    access, today = with_access(request).access, timezone.localdate()
    rows, chosen = quotes(access), request.GET.get("is", "")
    counted = counts(rows, today)
    shown = narrowed(rows, chosen, today).select_related("customer", "owner__user")
    page = Paginator(shown.order_by("-made_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    given = {
        "page": page,
        "tabs": [_tab(request, name, title, counted.get(name), chosen) for name, title in TABS.items()],
        "tally": tally(rows, since=timezone.now() - A_YEAR, today=today),
        "waiting": counted["waiting"],
        "opened": counted["opened"],
        "chosen": chosen,
        "today": today,
        "currency": access.organization.currency,
        "may_edit": access.may(May.EDIT_SALES),
    }
    return render(request, "sales/quotes.html", given)


@needs(May.EDIT_SALES)
@require_http_methods(["GET", "HEAD", "POST"])
def quote_new(request: HttpRequest) -> HttpResponse:
    """For whom? One tap on a customer makes the draft; `deal` and `template` come along where they are known."""
    access = with_access(request).access
    if request.method == "POST":
        return _make(request, access)
    text = request.GET.get("q", "").strip()[:80]
    given = {
        "text": text,
        "found": _customers(access, text),
        "templates": templates(access),
        "template": request.GET.get("template", ""),
        "key": secrets.token_urlsafe(12),
    }
    part = "HX-Request" in request.headers
    return render(request, "sales/_quote_customers.html" if part else "sales/quote_new.html", given)


@needs(May.VIEW_SALES)
@require_safe
def quote(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft in the builder, anything else as it stands."""
    access = with_access(request).access
    row = get_quote(access, pk)
    if row.is_draft and row.archived_at is None and access.may(May.EDIT_SALES):
        return builder(request, access, row)
    return sent_page(request, access, row)


@needs(May.VIEW_SALES)
@require_safe
def quote_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The quote on paper, a draft too."""
    access = with_access(request).access
    row = get_quote(access, pk)
    shown = as_shown(access, row, today=timezone.localdate())
    made_at = row.decided_at or row.sent_at or row.saved_at
    return pdf_answer(paper_of(shown, getattr(row, "approval", None), made_at=made_at), row.number)


def sent_page(
    request: HttpRequest, access: Access, row: Quote, *, more: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """A quote that is no draft: what became of it, the talk, what can be done."""
    today = timezone.localdate()
    given = {
        **work(access, row),
        "shown": as_shown(access, row, today=today),
        "awaits": row.awaits(today),
        "run_out": row.has_run_out(today),
        "openings": QuoteOpening.objects.filter(quote=row).order_by("-at"),
        "talk": QuoteQuestion.objects.filter(quote=row).order_by("at", "pk"),
        "links": QuoteLink.objects.filter(quote=row, revoked_at=None, expires_at__gt=timezone.now()).count(),
        "tasks": tasks_of(row).filter(done_at=None, dropped_at=None).order_by("due_on"),
        "versions": Quote.objects.filter(number=row.number).order_by("version_no"),
        "approval": getattr(row, "approval", None),
        "may_edit": access.may(May.EDIT_SALES),
        "ways": ways_for(access, row) if row.state == Quote.State.SENT else [],
        "carried": messages_of(row),
        "may_write": access.may(May.SEND_MESSAGES),
        "key": secrets.token_urlsafe(12),
        **(more or {}),
    }
    return render(request, "sales/quote.html", given, status=status)


def _make(request: HttpRequest, access: Access) -> HttpResponse:
    customer = get_customer(access, posted_id(request, "customer"))
    deal_id, template_id = posted_id(request, "deal"), posted_id(request, "template")
    deal = get_deal(access, deal_id) if deal_id else None
    template = get_template(access, template_id) if template_id else None
    key = request.POST.get("key", "")[:60]
    made = make_quote(
        access, customer, now=timezone.now(), deal=deal, key=f"{key}:{customer.pk}" if key else ""
    )
    if template is not None and not made.lines.exists():
        use_template(access, made, template, now=timezone.now())
    return redirect("quote", org=access.organization.slug, pk=made.pk)


def _customers(access: Access, text: str) -> list[Customer]:
    """Those who match; without a word, those who were quoted lately."""
    if text:
        ids = matching_ids(access, text, 8)
        found = live(access).in_bulk(ids)
        return [found[pk] for pk in ids if pk in found]
    lately = quotes(access).order_by("-made_at").values_list("customer", flat=True)[:40]
    ids = list(dict.fromkeys(lately))[:8]
    found = live(access).in_bulk(ids)
    return [found[pk] for pk in ids if pk in found] or list(live(access).order_by("-created_at")[:8])


def _tab(
    request: HttpRequest, name: str, title: str | Promise, count: int | None, chosen: str
) -> dict[str, Any]:
    href = f"{request.path}?{urlencode({'is': name})}" if name else request.path
    return {"title": title, "href": href, "here": name == chosen, "count": count}
