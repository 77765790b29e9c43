"""What quotes of one business have in common: who it is on paper, and with what a new quote begins."""

from __future__ import annotations

from django.db import transaction

from neeman.orgs.access import Access
from neeman.orgs.changes import Values, update_row
from neeman.orgs.log import log
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import May
from neeman.sales.models import QuoteSettings

CHANGED = "sales.quotes.set_up"
ON_PAPER = (
    "business_name",
    "business_number",
    "phone",
    "email",
    "address",
    "charges_vat",
    "valid_days",
    "terms",
)
"""What one page sets: who the business is on its quotes, and with what a new one begins."""
OF_SELLING = ("value_proofs", "hour_minor")
"""What the same page sets for one's own people."""
EDITABLE = frozenset({*ON_PAPER, *OF_SELLING, "margin_bp"})


def edit_settings(access: Access, wanted: Values, *, version: int) -> ChangeSet | None:
    """Change EDITABLE columns that were read at `version` (1 before there were any); None when nothing differs or they
    were kept for the first time. Quotes that exist keep what they were made with. Raises StaleWrite."""
    access.require(May.EDIT_CATALOG)
    unknown = wanted.keys() - EDITABLE
    if unknown:
        raise ValueError(f"no such columns to edit: {sorted(unknown)}")
    with transaction.atomic():
        row, made = QuoteSettings.objects.get_or_create(defaults=wanted)
        if not made:
            return update_row(access, row, wanted, version=version, verb=CHANGED)
        log(access, row, CHANGED, {"fields": sorted(wanted)})
    return None
