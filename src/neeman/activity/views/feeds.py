"""Calendar and phone book: the page on which a member makes secret addresses, and what is read at them."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from neeman.activity.calendar_file import MIME_TYPE, calendar_file
from neeman.activity.feed_forms import FeedForm
from neeman.activity.models import Feed
from neeman.activity.queries.feeds import feeds_of, get_feed
from neeman.activity.queries.phone_book import phone_book, whole_book
from neeman.activity.services.feeds import access_by_feed, make_feed, revoke_feed
from neeman.lib import contact_cards
from neeman.lib.pictures import qr_picture
from neeman.orgs.access import Access, with_access
from neeman.orgs.doors import needs, public
from neeman.orgs.entering import inside
from neeman.orgs.proof import freshly_proven
from neeman.orgs.roles import May
from neeman.ui.toasts import toast

_HOLDERS = "calendars and telephones do not sign in: whoever holds the secret address may read it"


@needs(May.VIEW_CUSTOMERS)
@require_safe
def feeds(request: HttpRequest) -> HttpResponse:
    """One's addresses, and how to use them."""
    return _page(request)


@needs(May.VIEW_CUSTOMERS)
@require_POST
@freshly_proven(back="feeds")
def feed_make(request: HttpRequest) -> HttpResponse:
    """Make an address, and show it this once."""
    form = FeedForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    use = Feed.Use(form.cleaned_data["use"])
    link = make_feed(with_access(request).access, use, label=form.cleaned_data["label"])
    return _page(request, made=use, link=link)


@needs(May.VIEW_CUSTOMERS)
@require_POST
def feed_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End an address."""
    access = with_access(request).access
    feed = get_feed(access, pk)
    revoke_feed(access, feed, now=timezone.now())
    toast(request, _("Revoked: nothing is read at this address any more."))
    return redirect("feeds", org=access.organization.slug)


@public(_HOLDERS)
@require_safe
def calendar_feed(request: HttpRequest, business: str, token: str) -> HttpResponse:
    """The member's agenda."""
    access = access_by_feed(business, Feed.Use.CALENDAR, token)
    with inside(access.organization), translation.override(_language(access)):
        body = calendar_file(access, now=timezone.now())
    response = HttpResponse(body, content_type=MIME_TYPE)
    _name_it(response, "neeman.ics")
    return response


@public(_HOLDERS)
@require_safe
def phone_book_feed(request: HttpRequest, business: str, token: str) -> StreamingHttpResponse:
    """The member's phone book."""
    access = access_by_feed(business, Feed.Use.PHONE_BOOK, token)
    with translation.override(_language(access)):
        group = _("Neeman")
    response = StreamingHttpResponse(_cards(access, group), content_type=contact_cards.MIME_TYPE)
    _name_it(response, "neeman.vcf")
    return response


def _cards(access: Access, group: str) -> Iterator[bytes]:
    for page in phone_book(access, group=group):
        yield "".join(contact_cards.vcard(card) for card in page).encode()


def _page(
    request: HttpRequest, form: FeedForm | None = None, *, made: Feed.Use | None = None, link: str = ""
) -> HttpResponse:
    access = with_access(request).access
    asked = form.data.get("use") if form else ""
    sheets = [
        {
            "use": use,
            "form": form if asked == use else FeedForm(initial={"use": use}, auto_id=f"{use.value}_%s"),
            "template": f"activity/_feed_{use.value}.html",
        }
        for use in Feed.Use
    ]
    context = {
        "feeds": feeds_of(access),
        "sheets": sheets,
        "made": made,
        "link": link,
        "direct": f"webcal:{link.partition(':')[2]}" if made == Feed.Use.CALENDAR else link,
        "picture": qr_picture(link) if link else "",
        "whole_book": whole_book(access),
    }
    return render(request, "activity/feeds.html", context)


def _language(access: Access) -> str:
    return access.member.user.language if access.member else "he"


def _name_it(response: HttpResponseBase, name: str) -> None:
    """A file by that name, which no search engine keeps."""
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Robots-Tag"] = "noindex"
