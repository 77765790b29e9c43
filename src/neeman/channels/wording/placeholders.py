"""Everything that a template may name. The list is closed: what is not on it stays as it was written."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Placeholder:
    """`name` is its key and its English name; `sample` stands in for it in a preview."""

    name: str
    hebrew: str
    says: str | Promise
    sample: str


PLACEHOLDERS = {
    one.name: one
    for one in (
        Placeholder("first name", "שם פרטי", _("First name, or the whole name where it is not known"), "דנה"),
        Placeholder("name", "שם", _("The whole name"), "דנה לוי"),
        Placeholder("business", "העסק", _("The name of our business"), "נגריית כהן"),
        Placeholder("sender", "שולח", _("Whoever sends"), "יוסי"),
        Placeholder("subject", "נושא", _("What it is about"), "ארון לחדר השינה"),
        Placeholder("number", "מספר", _("The number of a quote or an order"), "1042"),
        Placeholder("amount", "סכום", _("A sum of money"), "4,800 ₪"),
        Placeholder("date", "תאריך", _("A day"), "24.03.2026"),
        Placeholder("time", "שעה", _("An hour"), "10:30"),
        Placeholder("link", "קישור", _("An address to open"), "https://example.com/q/1042"),
        Placeholder("content", "תוכן", _("A title and its address, from the library"), "איך בוחרים עץ לארון https://example.com/wood"),
        Placeholder("product", "מוצר", _("A product or a service"), "שולחן אוכל מאלון"),
        Placeholder("discount", "הנחה", _("A discount"), "10%"),
        Placeholder("greeting", "ברכה", _("A wish that changes with the season"), "אביב פורח"),
        Placeholder("holiday", "חג", _("The name of a holiday"), "ראש השנה"),
    )
}  # fmt: skip

BY_WRITTEN_NAME = {
    written: one.name for one in PLACEHOLDERS.values() for written in (one.name, one.hebrew)
} | {"first_name": "first name"}
"""Both languages -> key."""

SAMPLES = {one.name: one.sample for one in PLACEHOLDERS.values()}
