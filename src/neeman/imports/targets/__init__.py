"""The kinds of rows that a file may bring: one importer each."""

from __future__ import annotations

from collections.abc import Callable

from neeman.imports.layout import Layout
from neeman.imports.models import Target
from neeman.imports.targets.deals import DealsImporter
from neeman.imports.targets.payments import PaymentsImporter
from neeman.imports.targets.people import ContactsImporter, CustomersImporter
from neeman.imports.targets.plan import Importer, Plan
from neeman.imports.targets.sales import SalesImporter
from neeman.orgs.access import Access

IMPORTERS: dict[str, Callable[..., Importer]] = {
    Target.CUSTOMERS: CustomersImporter,
    Target.CONTACTS: ContactsImporter,
    Target.SALES: SalesImporter,
    Target.PAYMENTS: PaymentsImporter,
    Target.DEALS: DealsImporter,
}

__all__ = ["IMPORTERS", "Importer", "Plan", "importer_for"]


def importer_for(target: str, access: Access, layout: Layout, *, keeps: bool) -> Importer:
    """The importer of this kind of file; `keeps` in a dry run, which must remember what it would have written."""
    return IMPORTERS[target](access, layout, keeps=keeps)
