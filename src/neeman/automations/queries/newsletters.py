"""Reads: newsletters, their lists of customers, and how many get them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, QuerySet
from django.http import Http404, QueryDict

from neeman.automations.models import Newsletter, Place, Reader
from neeman.channels.queries.templates import Wording, get_wording
from neeman.channels.wording.filling import placeholders_of
from neeman.customers.queries.asked import read_asked
from neeman.customers.queries.card import custom_fields
from neeman.customers.queries.listing import Listing, day_of_figures
from neeman.customers.queries.saved_views import BUILT_IN, views_of
from neeman.customers.queries.visible import live
from neeman.orgs.access import Access
from neeman.orgs.roles import May

KNOWN = frozenset({"first name", "name", "business", "sender"})
MOST = 100_000


def newsletters(access: Access) -> QuerySet[Newsletter]:
    """All of them for whoever sets up what is done by itself, else one's own; the latest first."""
    found = Newsletter.objects.select_related("made_by__user").order_by("-made_at", "-pk")
    return found if access.may(May.EDIT_AUTOMATIONS) else found.filter(made_by=access.member)


def get_newsletter(access: Access, pk: int) -> Newsletter:
    """One of them, or 404."""
    found = newsletters(access).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def lists_to_choose(access: Access) -> list[tuple[str, str]]:
    """(query, name) of the lists of customers that this member sees by name."""
    built_in = [(query, str(title)) for title, query in BUILT_IN]
    kept = [(view.query, view.name) for view in views_of(access)]
    return list({**dict(built_in), **dict(kept)}.items())


def audience(access: Access, newsletter: Newsletter, *, today: date) -> list[int]:
    """The ids of the customers that were chosen or of its list, as this member sees them."""
    if newsletter.chosen:
        return seen_of(access, newsletter.chosen)
    fields = list(custom_fields(access))
    asked = read_asked(QueryDict(newsletter.query), fields, ())
    return Listing(access, asked, day_of_figures(today), today, fields).ids(MOST)


def seen_of(access: Access, ids: Sequence[int]) -> list[int]:
    """Those of these customers who are there and whom this member sees."""
    return list(live(access).filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))


def wording_of(access: Access, newsletter: Newsletter) -> Wording | None:
    """Its text as it stands, or None where somebody put it away."""
    try:
        return get_wording(access, newsletter.text, newsletter.language)
    except Http404:
        return None


def asked_for(access: Access, newsletter: Newsletter) -> Sequence[str]:
    """The placeholders of its text for which a value must be given."""
    wording = wording_of(access, newsletter)
    named = placeholders_of(f"{wording.subject}\n{wording.body}") if wording else ()
    return [name for name in named if name not in KNOWN]


def counts(access: Access, newsletter: Newsletter) -> dict[str, int]:
    """Customers by what becomes of it with them."""
    rows = Reader.objects.filter(newsletter=newsletter).values_list("place").annotate(n=Count("pk"))
    return dict(rows)


def whys(access: Access, newsletter: Newsletter) -> list[tuple[str, int]]:
    """Why some do not get it, and how many, the most first."""
    rows = Reader.objects.filter(newsletter=newsletter, place=Place.NOT).values_list("why")
    return list(rows.annotate(n=Count("pk")).order_by("-n", "why"))


def channels_of(access: Access, newsletter: Newsletter) -> list[tuple[str, int]]:
    """By which channel how many get it."""
    rows = Reader.objects.filter(newsletter=newsletter).exclude(channel="").values_list("channel")
    return list(rows.annotate(n=Count("pk")).order_by("-n", "channel"))
