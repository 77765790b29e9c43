"""What other rooms need to know of products and quotes: places, words of the log, the customer card, the timeline."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from neeman.customers.models import Customer
from neeman.customers.panels import Panel, Rendering, add_panel
from neeman.customers.timeline import Entry, Source, add_source
from neeman.orgs.access import Access
from neeman.orgs.models import LogEntry
from neeman.orgs.roles import May
from neeman.orgs.verbs import declare, words_of
from neeman.sales.models import Quote
from neeman.sales.queries.quotes import quotes_of, tally
from neeman.ui.navigation import Place, add_place

VERBS: dict[str, str | Promise] = {
    "sales.product.added": gettext_lazy("Product added"),
    "sales.product.edited": gettext_lazy("Product changed"),
    "sales.product.archived": gettext_lazy("Product put away"),
    "sales.product.restored": gettext_lazy("Product offered again"),
    "sales.quote.made": gettext_lazy("Quote begun"),
    "sales.quote.edited": gettext_lazy("Quote written on"),
    "sales.quote.line_removed": gettext_lazy("Line of a quote removed"),
    "sales.quote.sent": gettext_lazy("Quote sent"),
    "sales.quote.linked": gettext_lazy("Link of a quote made"),
    "sales.quote.links_revoked": gettext_lazy("Links of a quote ended"),
    "sales.quote.withdrawn": gettext_lazy("Quote taken back"),
    "sales.quote.discarded": gettext_lazy("Draft of a quote put away"),
    "sales.quote.copied": gettext_lazy("Quote copied"),
    "sales.quote.upgraded": gettext_lazy("New version of a quote begun"),
    "sales.quote.opened": gettext_lazy("Quote opened by the customer"),
    "sales.quote.asked": gettext_lazy("Question on a quote"),
    "sales.quote.answered": gettext_lazy("Question on a quote answered"),
    "sales.quote.approved": gettext_lazy("Quote approved"),
    "sales.quote.declined": gettext_lazy("Quote declined"),
    "sales.quote.ran_out": gettext_lazy("Quote ran out unanswered"),
    "sales.template.kept": gettext_lazy("Template of a quote kept"),
    "sales.template.changed": gettext_lazy("Template of a quote changed"),
    "sales.quotes.set_up": gettext_lazy("Words of all quotes changed"),
}
SHOWN = {
    "sales.quote.sent": ("send", ""),
    "sales.quote.opened": ("eye", "watch"),
    "sales.quote.approved": ("circle-check", "good"),
    "sales.quote.declined": ("circle-x", "lose"),
    "sales.quote.ran_out": ("clock-exclamation", "watch"),
    "sales.quote.withdrawn": ("arrow-back-up", ""),
}
"""What the timeline of a customer tells of quotes, each with its sign; what is asked and answered are interactions."""

MOST_ON_CARD = 6


def register_quotes() -> None:
    """Called once, when the room is ready."""
    declare(VERBS)
    for place in _places():
        add_place(place)
    add_panel(
        Panel(
            "quotes", gettext_lazy("Quotes"), order=20, where="later", permission=May.VIEW_SALES, render=panel
        )
    )
    add_panel(
        Panel(
            "quotes-fact",
            gettext_lazy("Quotes"),
            order=20,
            where="head",
            permission=May.VIEW_SALES,
            render=fact,
        )
    )
    add_source(
        Source(
            "quotes", gettext_lazy("Quotes"), order=40, permission=May.VIEW_SALES, entries=_told, count=_count
        )
    )


def panel(access: Access, customer: Customer) -> Rendering | None:
    """The latest quotes of a customer, and what they came to (R92)."""
    today = timezone.localdate()
    rows = quotes_of(access, customer)
    may_edit = access.may(May.EDIT_SALES)
    shown = list(rows[:MOST_ON_CARD])
    if not shown and not may_edit:
        return None
    given: dict[str, Any] = {
        "rows": shown,
        "tally": tally(rows, today=today) if shown else None,
        "may_edit": may_edit,
        "today": today,
        "currency": access.organization.currency,
        "key": secrets.token_urlsafe(12),
    }
    return "sales/_quotes_panel.html", given


def fact(access: Access, customer: Customer) -> Rendering | None:
    """How many were sent and approved, beside the name (R21)."""
    told = tally(quotes_of(access, customer), today=timezone.localdate())
    return ("sales/_quotes_fact.html", {"tally": told}) if told.sent else None


def _places() -> list[Place]:
    return [
        Place("quotes", gettext_lazy("Quotes"), icon="file-invoice", order=35, permission=May.VIEW_SALES),
        Place(
            "products",
            gettext_lazy("Catalogue"),
            icon="package",
            order=92,
            permission=May.VIEW_SALES,
            in_settings="sales",
            says=gettext_lazy("What is sold, at what price and what cost"),
        ),
        Place(
            "quote_settings",
            gettext_lazy("Words of quotes"),
            icon="file-invoice",
            order=92,
            permission=May.EDIT_CATALOG,
            in_settings="sales",
            says=gettext_lazy(
                "Who we are on paper, usual terms, VAT; what an hour costs and what is worth telling"
            ),
        ),
    ]


def _log(customer_ids: list[int]) -> Any:
    ids = Quote.objects.filter(customer__in=customer_ids).values("pk")
    return LogEntry.objects.filter(
        subject_table=Quote._meta.label_lower, subject_id__in=ids, verb__in=SHOWN
    ).order_by("-at", "-pk")


def _count(access: Access, customer_ids: list[int]) -> int:
    return int(_log(customer_ids).count())


def _told(access: Access, customer_ids: list[int], until: datetime | None, most: int) -> Iterable[Entry]:
    rows = _log(customer_ids)
    if until is not None:
        rows = rows.filter(at__lte=until)
    page = list(rows[:most])
    known = Quote.objects.in_bulk([row.subject_id for row in page if row.subject_id])
    return [_entry(access, row, known[row.subject_id]) for row in page if row.subject_id in known]


def _entry(access: Access, row: LogEntry, quote: Quote) -> Entry:
    icon, tone = SHOWN[row.verb]
    return Entry(
        at=row.at,
        kind="quotes",
        title=_("%(what)s, %(number)s") % {"what": words_of(row.verb), "number": quote.full_number},
        text=quote.title,
        amount_minor=quote.net_minor if row.verb in ("sales.quote.sent", "sales.quote.approved") else None,
        icon=icon,
        tone=tone,
        member_id=row.member_id,
        href=quote.address(access.organization.slug),
    )
