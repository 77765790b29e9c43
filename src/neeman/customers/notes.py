"""A member's own notes, on the card."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from neeman.customers.models import Customer
from neeman.customers.panels import Panel, Rendering
from neeman.customers.queries.notes import notes_of
from neeman.orgs.access import Access
from neeman.orgs.roles import May


def render_notes(access: Access, customer: Customer) -> Rendering | None:
    """What this member wrote for themselves, and a line to write more; None for whoever is no member."""
    if access.member is None:
        return None
    return "customers/_notes.html", {"notes": list(notes_of(access, customer))}


NOTES = Panel("notes", _("For my eyes only"), 60, "later", May.VIEW_CUSTOMERS, render_notes)
