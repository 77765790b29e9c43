"""The next number of a quote: of its year, without gaps or doubles however many are made at once."""

from __future__ import annotations

from neeman.orgs.access import Access
from neeman.sales.models import QuoteCounter


def take_number(access: Access, year: int) -> str:
    """The next number of a year, "2026-0418". Call it in the transaction that keeps the quote: when that comes to
    nothing, so does the number."""
    counter, _made = QuoteCounter.objects.get_or_create(year=year)
    held = QuoteCounter.objects.select_for_update().get(pk=counter.pk)
    held.last += 1
    held.save(update_fields=["last"])
    return f"{year}-{held.last:04}"
