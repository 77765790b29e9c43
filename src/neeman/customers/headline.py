"""The heading of the list: what it amounts to, in one sentence, and the sentence below it (UX 6)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from neeman.customers.queries.asked import By
from neeman.customers.queries.listing import Listing
from neeman.customers.queries.totals import Totals
from neeman.orgs.roles import May
from neeman.ui.text import Writer, markup

UPPER = ("A", "B")
"""Gold and silver: the customers of whom the heading of the whole list speaks."""


@dataclass(frozen=True, slots=True)
class Headline:
    """Both sentences, as HTML with their figures isolated."""

    title: SafeString
    says: SafeString


def headline(listing: Listing, totals: Totals, everything: Totals) -> Headline:
    """Of this list with these totals; `everything` are the totals of all customers."""
    write = markup(get_language() or "he")
    if listing.asked.text:
        return Headline(_found(listing, totals, write), _also(listing))
    sees_money = listing.access.may(May.VIEW_MONEY)
    if not sees_money or not everything.revenue_minor:
        return Headline(_customers(totals.count, write), SafeString(""))
    if listing.asked.narrows:
        return Headline(_bring(totals, everything, write), _stakes(listing, totals, write))
    upper = _upper(listing).totals()
    return Headline(
        _bring(upper if upper.count else totals, everything, write), _stakes(listing, totals, write)
    )


def _upper(listing: Listing) -> Listing:
    return replace(listing, asked=listing.asked.with_values(By.GRADE, UPPER))


def _bring(totals: Totals, everything: Totals, write: Writer) -> SafeString:
    """ "43 customers bring 94% of the revenue, and 4 of them are late by their own rhythm"."""
    share = totals.revenue_minor / everything.revenue_minor
    bring = format_html(
        ngettext(
            "{count} customer brings {share} of the revenue",
            "{count} customers bring {share} of the revenue",
            totals.count,
        ),
        count=write.number(totals.count),
        share=write.percent(share, 0 if share > 0.1 else 1),
    )
    if not totals.late:
        return bring
    late = format_html(
        ngettext(
            "{late} of them is late by their own rhythm",
            "{late} of them are late by their own rhythm",
            totals.late,
        ),
        late=write.number(totals.late),
    )
    return format_html(_("{bring}, {late}"), bring=bring, late=late)


def _stakes(listing: Listing, totals: Totals, write: Writer) -> SafeString:
    currency = listing.access.organization.currency
    period = format_html(_("12 months up to {day}."), day=write.day(listing.day))
    if not totals.at_stake_minor:
        return period
    stake = format_html(
        _("At stake with the late ones: {sum} a year."), sum=write.money(totals.at_stake_minor, currency)
    )
    return format_html("{} {}", stake, period)


def _customers(count: int, write: Writer) -> SafeString:
    return format_html(ngettext("{count} customer", "{count} customers", count), count=write.number(count))


def _found(listing: Listing, totals: Totals, write: Writer) -> SafeString:
    text = write.name(listing.asked.text)
    if not totals.count:
        return format_html(_("Nobody was found for «{text}»"), text=text)
    return format_html(
        ngettext("{count} customer found for «{text}»", "{count} customers found for «{text}»", totals.count),
        count=write.number(totals.count),
        text=text,
    )


def _also(listing: Listing) -> SafeString:
    """The other keyboard layout, where it found something."""
    if not listing.found.also_for:
        return SafeString("")
    also = markup(get_language() or "he").name(listing.found.also_for)
    return format_html(_("Results also for «{text}», as the keys read in the other language."), text=also)
