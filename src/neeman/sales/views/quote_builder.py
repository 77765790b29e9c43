"""The builder: a draft that saves itself as it is typed. Without script every button still saves all of it."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from neeman.channels.kinds import Channel
from neeman.customers.queries.card import contacts_of, standing_of
from neeman.customers.services.acting import Unfit
from neeman.lib.money import SYMBOLS, format_amount, minor_digits
from neeman.lib.tax import WHOLE_BP, vat_rate
from neeman.orgs.access import Access, with_access
from neeman.orgs.changes import StaleWrite
from neeman.orgs.doors import needs
from neeman.orgs.hours import hours_of
from neeman.orgs.models import ChangeSet
from neeman.orgs.queries import log_of
from neeman.orgs.roles import May
from neeman.sales.follow_ups import follow_up_days
from neeman.sales.forms.quotes import Written, read_builder
from neeman.sales.models import Quote, QuoteLine
from neeman.sales.queries.products import favourites, find_products, last_offered
from neeman.sales.queries.quote_guards import concentration
from neeman.sales.queries.quotes import get_quote, lines_of, settings_of, sums_of
from neeman.sales.services.quote_drafts import edit_quote
from neeman.sales.services.quote_follow_ups import workdays
from neeman.sales.services.quote_messages import reader_of, ways_out
from neeman.sales.showing import percent_text, quantity_text
from neeman.sales.views.parts import posted_version, say_done
from neeman.ui.toasts import toast, with_toasts

Context = dict[str, Any]
VALID_DAYS = (7, 14, 30)
COMPARED: dict[str, str | Promise] = {
    "title": gettext_lazy("What about"),
    "intro": gettext_lazy("Words to the customer"),
    "terms": gettext_lazy("Terms"),
    "internal_note": gettext_lazy("Note for ourselves"),
    "valid_days": gettext_lazy("Valid for"),
}
"""What is shown side by side when two people wrote at once."""


@needs(May.EDIT_SALES)
@require_POST
def quote_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Save what was typed and do the press, if any; answers with what both changed."""
    access = with_access(request).access
    quote = get_quote(access, pk)
    written = read_builder(request.POST, quote, lines_of(quote), access.organization.currency)
    change_set = None
    try:
        edit, version = written.edit, posted_version(request)
        quote, change_set = edit_quote(access, quote, edit, version=version, now=timezone.now())
    except StaleWrite:
        return _stale(request, access, pk, written)
    except Unfit as unfit:
        written.errors[unfit.field_name or "quote"] = str(unfit.sentence)
    if change_set is not None:
        say_done(request, access, change_set, _("Line removed."))
    return _saved(request, access, pk, written, change_set)


@needs(May.EDIT_SALES)
@require_safe
def quote_find(request: HttpRequest, pk: int) -> HttpResponse:
    """Products by a few letters, as chips."""
    access = with_access(request).access
    quote = get_quote(access, pk)
    text = request.GET.get("find", "").strip()[:80]
    found = list(find_products(access, text)[:8]) if text else []
    given = {"quote": quote, "found": found, "text": text, "currency": access.organization.currency}
    return render(request, "sales/_quote_found.html", given)


def builder(request: HttpRequest, access: Access, quote: Quote) -> HttpResponse:
    """The page of a draft."""
    given = work(access, quote)
    given.update(
        last=last_offered(access, quote.customer),
        favourites=favourites(access),
        contacts=contacts_of(access, quote.customer).filter(left_at=None),
        standing=standing_of(quote.customer),
        valid_choices=sorted({*VALID_DAYS, quote.valid_days}),
        planned=_planned(access, quote),
        ways=ways_for(access, quote),
        key=secrets.token_urlsafe(12),
    )
    return render(request, "sales/quote_builder.html", given)


def ways_for(access: Access, quote: Quote) -> list[Channel]:
    """The channels by which this member may send it, the most fitting first."""
    return ways_out(reader_of(access, quote)) if access.may(May.SEND_MESSAGES) else []


def work(access: Access, quote: Quote, errors: dict[str, str] | None = None) -> Context:
    """What the lines and the sums of a draft need."""
    lines, today, currency = lines_of(quote), timezone.localdate(), access.organization.currency
    rate = vat_rate(today).bp if settings_of(access).charges_vat else 0
    sums = sums_of(quote, lines)
    return {
        "quote": quote,
        "lines": [row_of(line, currency) for line in lines],
        "sums": sums,
        "shown_sums": {
            "lines": -sums.line_discounts_minor,
            "whole": -sums.discount_minor,
            "margin_share": None if sums.margin_bp is None else sums.margin_bp / WHOLE_BP,
        },
        "discount": discount_text(quote.discount_bp, quote.discount_minor, currency),
        "vat_rate": percent_text(quote.vat_rate_bp),
        "new_rate": percent_text(rate) or "0%" if rate != quote.vat_rate_bp else "",
        "concentration": concentration(access, quote.customer, quote.net_minor),
        "sees_costs": access.may(May.VIEW_MONEY),
        "currency": currency,
        "errors": errors or {},
        "today": today,
    }


def row_of(line: QuoteLine, currency: str) -> Context:
    """A line with its figures as they are typed."""
    return {
        "line": line,
        "quantity": quantity_text(line.quantity_milli).replace(",", ""),
        "price": plain_amount(line.unit_price_minor, currency),
        "discount": discount_text(line.discount_bp, line.discount_minor, currency),
        "cost": "" if line.unit_cost_minor is None else plain_amount(line.unit_cost_minor, currency),
        "amount_minor": line.item.amount_minor,
    }


def plain_amount(minor: int, currency: str) -> str:
    """An amount as a field holds it: 2450 for a whole one, else 2450.50."""
    text = format_amount(minor, minor_digits(currency)).replace(",", "")
    whole, _point, rest = text.partition(".")
    return text if rest.strip("0") else whole


def discount_text(share_bp: int, minor: int, currency: str) -> str:
    """A discount as a field holds it: 8%, or an amount with its sign."""
    if not minor:
        return percent_text(share_bp)
    return f"{plain_amount(minor, currency)} {SYMBOLS.get(currency, currency)}"


def _planned(access: Access, quote: Quote) -> list[dict[str, Any]]:
    """The days on which it would be followed up if it went out today."""
    days = follow_up_days(timezone.localdate(), [], workday=workdays(hours_of(access.organization)))
    return [{"step": step, "day": day} for step, day in days.items()]


def _saved(
    request: HttpRequest, access: Access, pk: int, written: Written, change_set: ChangeSet | None
) -> HttpResponse:
    if "HX-Request" not in request.headers:
        for sentence in written.errors.values():
            toast(request, sentence, tone="watch")
        return redirect("quote", org=access.organization.slug, pk=pk)
    given = work(access, get_quote(access, pk), written.errors)
    given["acted"] = written.edit.act is not None
    return with_toasts(request, render(request, "sales/_quote_saved.html", given))


def _stale(request: HttpRequest, access: Access, pk: int, written: Written) -> HttpResponse:
    """Somebody saved it meanwhile: what they have, what is here, and a choice. Nothing was overwritten."""
    now_so = get_quote(access, pk)
    words = written.edit.words
    differs = [
        {"label": label, "mine": words[name], "theirs": getattr(now_so, name)}
        for name, label in COMPARED.items()
        if name in words and getattr(now_so, name) != words[name]
    ]
    latest = log_of(access, Quote._meta.label_lower, pk).first()
    given = {"quote": now_so, "differs": differs, "latest": latest}
    if "HX-Request" not in request.headers:
        return render(request, "sales/quote_conflict.html", given, status=409)
    response = HttpResponse(render_to_string("sales/_quote_conflict.html", given, request), status=409)
    response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#quote-conflict", "outerHTML"
    return response
