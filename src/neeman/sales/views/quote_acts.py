"""Acts on one quote: out with it, its links, taken back, once more, what the customer said to us, answers."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from neeman.channels.models.message import State
from neeman.channels.whys import why_words
from neeman.customers.services.acting import Unfit
from neeman.orgs.access import Access, with_access
from neeman.orgs.changes import StaleWrite
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.sales.forms.quotes import read_builder
from neeman.sales.models import Quote
from neeman.sales.queries.quotes import get_quote, lines_of
from neeman.sales.services.quote_deciding import Closed, Yes, approve_quote, decline_quote
from neeman.sales.services.quote_drafts import edit_quote
from neeman.sales.services.quote_messages import Handed, send_by
from neeman.sales.services.quote_sending import (
    copy_quote,
    discard_quote,
    make_link,
    revoke_links,
    send_quote,
    upgrade_quote,
    withdraw_quote,
)
from neeman.sales.services.quote_talk import answer
from neeman.sales.services.quote_templates import save_template
from neeman.sales.views.parts import posted_version, say_done, say_stale
from neeman.sales.views.quotes import sent_page
from neeman.ui.text import plain
from neeman.ui.toasts import toast


@needs(May.EDIT_SALES)
@require_POST
def quote_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Out with it, or once more: by a `channel`; without one a link is made, which the answer shows this once."""
    access, now = with_access(request).access, timezone.now()
    row, channel = get_quote(access, pk), request.POST.get("channel", "")
    try:
        version = save_along(request, access, row)
        if channel:
            key = request.POST.get("key", "")[:60] or secrets.token_urlsafe(12)
            handed = send_by(access, row, channel, version=version, key=key, now=now)
            return _handed(request, access, pk, handed)
        sent = send_quote(access, row, version=version, now=now)
    except StaleWrite:
        say_stale(request)
    except Unfit as unfit:
        toast(request, unfit.sentence, tone="watch")
    else:
        if sent.change_set is not None:
            say_done(request, access, sent.change_set, _("The quote is out. The follow-ups are set."))
        return _with_link(request, access, pk, sent.url)
    return _back(access, pk)


@needs(May.EDIT_SALES)
@require_POST
def quote_link(request: HttpRequest, pk: int) -> HttpResponse:
    """One more link of a quote that is out."""
    access = with_access(request).access
    row = get_quote(access, pk)
    try:
        return _with_link(request, access, pk, make_link(access, row, now=timezone.now()))
    except Unfit as unfit:
        toast(request, unfit.sentence, tone="watch")
        return _back(access, pk)


@needs(May.EDIT_SALES)
@require_POST
def quote_links_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End all links of a quote."""
    access = with_access(request).access
    ended = revoke_links(access, get_quote(access, pk), now=timezone.now())
    toast(request, _("The links are ended.") if ended else _("No link was open."), tone="calm")
    return _back(access, pk)


@needs(May.EDIT_SALES)
@require_POST
def quote_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back, or put a draft away."""
    access = with_access(request).access
    row = get_quote(access, pk)
    put_away = discard_quote if row.is_draft else withdraw_quote
    try:
        done = put_away(access, row, version=posted_version(request), now=timezone.now())
    except StaleWrite:
        say_stale(request)
        return _back(access, pk)
    except Unfit as unfit:
        toast(request, unfit.sentence, tone="watch")
        return _back(access, pk)
    say_done(request, access, done, _("Put away.") if row.is_draft else _("The quote is taken back."))
    return redirect("quotes", org=access.organization.slug)


@needs(May.EDIT_SALES)
@require_POST
def quote_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Once more: a new version of it (`upgrade`), or a copy with a number of its own."""
    access = with_access(request).access
    row, key = get_quote(access, pk), request.POST.get("key", "")[:80]
    once_more = upgrade_quote if "upgrade" in request.POST else copy_quote
    try:
        made = once_more(access, row, now=timezone.now(), key=key)
    except Unfit as unfit:
        toast(request, unfit.sentence, tone="watch")
        made = row
    return _back(access, made.pk)


@needs(May.EDIT_SALES)
@require_POST
def quote_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """What the customer said to us: yes (`name`) or no (`reason`)."""
    access, now = with_access(request).access, timezone.now()
    row, name = get_quote(access, pk), request.POST.get("name", "")
    try:
        if "no" in request.POST:
            reason = request.POST.get("reason", "")
            done, said = decline_quote(access, row, reason, now=now, by_customer=False), _("Declined.")
        else:
            given = Yes(name=name, wording=_("Told to us, not signed"))
            done = approve_quote(access, row, given, now=now, by_customer=False)[1]
            said = _("Approved: the deal is won, and the order stands in the ledger.")
    except Unfit as unfit:
        toast(request, unfit.sentence, tone="watch")
    except Closed:
        say_stale(request)
    else:
        say_done(request, access, done, said)
    return _back(access, pk)


@needs(May.EDIT_SALES)
@require_POST
def quote_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Our word in the talk."""
    access = with_access(request).access
    row, key = get_quote(access, pk), request.POST.get("key", "")[:80]
    try:
        answer(access, row, request.POST.get("text", ""), key=key, now=timezone.now())
    except Unfit as unfit:
        toast(request, unfit.sentence, tone="watch")
    else:
        toast(request, _("The customer sees your answer on the page of the quote."))
    return _back(access, pk)


@needs(May.EDIT_SALES)
@require_POST
def quote_keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep it as a template."""
    access = with_access(request).access
    row = get_quote(access, pk)
    save_template(access, row, name=request.POST.get("name", "") or row.title or row.full_number)
    toast(request, _("Kept as a template."))
    return _back(access, pk)


def save_along(request: HttpRequest, access: Access, row: Quote) -> int:
    """The builder sends its fields with the press that sends the quote: what was typed last goes out too. The version
    that it has then. Raises StaleWrite, or Unfit for a figure that cannot be read: nothing wrong is sent."""
    version = posted_version(request)
    if not row.is_draft or "valid_days" not in request.POST:
        return version
    written = read_builder(request.POST, row, lines_of(row), access.organization.currency)
    if written.errors:
        raise Unfit(next(iter(written.errors.values())))
    return edit_quote(access, row, written.edit, version=version, now=timezone.now())[0].version


def _with_link(request: HttpRequest, access: Access, pk: int, url: str) -> HttpResponse:
    return sent_page(request, access, get_quote(access, pk), more={"link": url})


def _handed(request: HttpRequest, access: Access, pk: int, handed: Handed) -> HttpResponse:
    """What became of the message: to be sent by hand on its own page, on its way, waiting for its hour, or refused."""
    message, slug = handed.message, access.organization.slug
    if message.state == State.DRAFTED:
        return redirect("message", org=slug, pk=message.pk)
    if message.state == State.REFUSED:
        toast(request, why_words(message.why), tone="watch")
        return _back(access, pk)
    waits = message.state == State.WAITING and message.due_at > timezone.now()
    at = plain(get_language() or "he").moment(timezone.localtime(message.due_at))
    said = _("The quote leaves on %(at)s, when people may be written to.") % {"at": at}
    said = said if waits else _("The quote is on its way.")
    if handed.change_set is not None:
        say_done(request, access, handed.change_set, said)
    else:
        toast(request, said)
    return _back(access, pk)


def _back(access: Access, pk: int) -> HttpResponse:
    return redirect("quote", org=access.organization.slug, pk=pk)
