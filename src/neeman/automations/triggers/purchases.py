"""Triggers of the money facts: a purchase, the first one, silence since the last, and the time for the next.

A document knows its day and not its hour, so what happens here happens when its day begins. Two papers of one day (an order
and its invoice) are one purchase.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from neeman.automations.triggers.happening import Happening, Setting, Settings, Span, Trigger
from neeman.customers.models import Standing
from neeman.ledger.models import Document, Line
from neeman.lib.calendar import Months, later
from neeman.orgs.access import Access
from neeman.orgs.changes import pages
from neeman.ui.text import plain

GIVES = frozenset({"subject", "product", "number", "amount"})
LONGEST_GAP = timedelta(days=400)
"""A rhythm longer than this is none."""
SHORT_MONTH = timedelta(days=3)
"""From the 31st a month leads to the 28th: so far beside a day may be what leads to it."""


def _purchases() -> QuerySet[Document]:
    return Document.objects.filter(customer__isnull=False, total_minor__gt=0).exclude(
        kind=Document.Kind.CREDIT
    )


def _purchase(access: Access, settings: Settings, span: Span) -> Iterator[Happening]:
    rows = _purchases().filter(day__gte=span.first, day__lte=span.last)
    seen: set[tuple[int, date]] = set()
    for page in pages(rows.order_by("day", "pk").iterator(2_000)):
        fresh = []
        for row in page:
            whose = (row.customer_id, row.day)
            if whose not in seen:
                seen.add(whose)
                fresh.append(row)
        yield from _happenings(access, fresh, span)


def _first_purchase(access: Access, settings: Settings, span: Span) -> Iterator[Happening]:
    found = list(_purchase(access, settings, span))
    earlier = _customers_who_bought({one.customer_id for one in found}, Q(day__lt=span.first))
    told: set[int] = set()
    for one in found:
        if one.customer_id not in earlier | told:
            told.add(one.customer_id)
            yield one


def _silent(access: Access, settings: Settings, span: Span) -> Iterator[Happening]:
    """Whoever bought last so many months ago, and not again before that day."""
    months, words = int(settings["months"]), str(settings.get("words", "")).strip()
    first, last = later(span.first, Months(-months)), later(span.last, Months(-months))
    rows = _with_words(_purchases(), words)
    days = rows.filter(day__gte=first - SHORT_MONTH, day__lte=last + SHORT_MONTH).order_by("day", "pk")
    for page in pages(days.iterator(2_000)):
        again = _days_of({row.customer_id for row in page}, rows.filter(day__gte=page[0].day))
        for row in page:
            then = later(row.day, Months(months))
            came_back = any(row.day < day <= then for day in again[row.customer_id])
            if span.first <= then <= span.last and not came_back:
                yield _of_silence(access, row, months, words, then, span)


def _rhythm(access: Access, settings: Settings, span: Span) -> Iterator[Happening]:
    """Whoever usually buys again about now, by the days between their purchases."""
    ahead = timedelta(days=int(settings["days"]))
    known = Standing.objects.filter(
        usual_gap_days__gt=1, last_purchase__gte=span.first - LONGEST_GAP, purchase_days__gte=4
    ).values_list("customer_id", "last_purchase", "usual_gap_days")
    for customer_id, last, gap in known.iterator(5_000):
        if last is None or gap is None:
            continue
        then = last + timedelta(days=round(gap)) - ahead
        if then > last and span.first <= then <= span.last:
            yield Happening(customer_id, f"rhythm {last}", _start(then, span))


def _happenings(access: Access, rows: list[Document], span: Span) -> Iterator[Happening]:
    products = _main_products(rows)
    for row in rows:
        key = f"bought {row.day}"
        values = _values(access, row, products.get(row.pk, ""))
        yield Happening(
            row.customer_id or 0,
            key,
            _start(row.day, span),
            values,
            row.total_minor,
            ("ledger.document", row.pk),
        )


def _of_silence(access: Access, row: Document, months: int, words: str, then: date, span: Span) -> Happening:
    product = words or _main_products([row]).get(row.pk, "")
    values = _values(access, row, product)
    key = f"silent {months} {row.day} {words}".strip()[:80]
    return Happening(
        row.customer_id or 0, key, _start(then, span), values, row.total_minor, ("ledger.document", row.pk)
    )


def _values(access: Access, row: Document, product: str) -> dict[str, str]:
    amount = plain(_language()).money(row.total_minor, access.organization.currency)
    subject = product or (
        _("order %(number)s") % {"number": row.number} if row.number else _("the last order")
    )
    return {"subject": subject, "product": product or subject, "number": row.number, "amount": amount}


def _main_products(rows: Iterable[Document]) -> dict[int, str]:
    """Document's id -> what most of its money was for."""
    lines = Line.objects.filter(document__in=[row.pk for row in rows]).exclude(product_name="")
    named = lines.order_by("amount_minor", "pk").values_list("document_id", "product_name")
    return dict(named)


def _with_words(rows: QuerySet[Document], words: str) -> QuerySet[Document]:
    if not words:
        return rows
    lines = Line.objects.filter(Q(product_name__icontains=words) | Q(category__icontains=words))
    return rows.filter(pk__in=lines.values("document"))


def _days_of(customer_ids: set[int | None], rows: QuerySet[Document]) -> dict[int | None, set[date]]:
    found: dict[int | None, set[date]] = defaultdict(set)
    for customer_id, day in rows.filter(customer__in=customer_ids).values_list("customer_id", "day"):
        found[customer_id].add(day)
    return found


def _customers_who_bought(customer_ids: set[int], when: Q) -> set[int | None]:
    found: set[int | None] = set()
    for ids in pages(sorted(customer_ids)):
        found |= set(_purchases().filter(when, customer__in=ids).values_list("customer_id", flat=True))
    return found


def _start(day: date, span: Span) -> datetime:
    return datetime.combine(day, time.min, span.hours.zone)


def _language() -> str:
    return get_language() or "he"


def _months(settings: Settings) -> dict[str, Any]:
    months = int(settings["months"])
    return {"span": ngettext("%(n)s month", "%(n)s months", months) % {"n": months}}


def _says_since(settings: Settings) -> str:
    words = str(settings.get("words", "")).strip()
    if words:
        return _("%(span)s have passed since the last purchase of %(words)s") % {
            **_months(settings),
            "words": words,
        }
    return _("%(span)s have passed since a purchase") % _months(settings)


def _says_rhythm(settings: Settings) -> str:
    days = int(settings["days"])
    return ngettext(
        "It is %(n)s day before a customer usually buys again",
        "It is %(n)s days before a customer usually buys again",
        days,
    ) % {"n": days}


PURCHASE = Trigger(
    key="ledger.purchase",
    title=gettext_lazy("A customer bought"),
    says=lambda settings: _("A customer bought"),
    find=_purchase,
    gives=GIVES,
)
FIRST_PURCHASE = Trigger(
    key="ledger.first_purchase",
    title=gettext_lazy("A customer bought for the first time"),
    says=lambda settings: _("A customer bought for the first time"),
    find=_first_purchase,
    gives=GIVES,
)
SILENT = Trigger(
    key="ledger.silent",
    title=gettext_lazy("Months without a purchase"),
    says=lambda settings: _("A customer has not bought for %(span)s") % _months(settings),
    find=_silent,
    settings=(Setting("months", gettext_lazy("Months without a purchase"), "number", 3),),
    gives=GIVES,
)
SINCE_PURCHASE = Trigger(
    key="ledger.since_purchase",
    title=gettext_lazy("Months since a purchase"),
    says=_says_since,
    find=_silent,
    settings=(
        Setting("months", gettext_lazy("Months since the purchase"), "number", 12),
        Setting("words", gettext_lazy("Of a product or category whose name holds"), "words", ""),
    ),
    gives=GIVES,
)
RHYTHM = Trigger(
    key="ledger.rhythm",
    title=gettext_lazy("The usual time of the next purchase"),
    says=_says_rhythm,
    find=_rhythm,
    settings=(Setting("days", gettext_lazy("Days before it"), "number", 3, least=0, most=30),),
)
