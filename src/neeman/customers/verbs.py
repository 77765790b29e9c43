"""What this room's verbs say in the log, where no customer stands around them; `history.WORDS` says it on a timeline."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "customers.customer.added": _("Customer added"),
    "customers.customer.edited": _("Details of a customer changed"),
    "customers.customer.archived": _("Customer archived"),
    "customers.customer.restored": _("Customer restored from the archive"),
    "customers.customer.merged": _("Customers merged"),
    "customers.customer.absorbed": _("Customer became a part of another"),
    "customers.customer.tagged": _("Tag added"),
    "customers.customer.untagged": _("Tag removed"),
    "customers.customers.edited": _("Many customers changed together"),
    "customers.contact.added": _("Contact added"),
    "customers.contact.edited": _("Contact changed"),
    "customers.preference.added": _("Preference noted"),
    "customers.preference.edited": _("Preference changed"),
    "customers.preference.removed": _("Preference removed"),
    "customers.attachment.added": _("File added"),
    "customers.attachment.archived": _("File put away"),
    "customers.field.added": _("Field of our own added"),
    "customers.field.edited": _("Field of our own changed"),
    "customers.field.moved": _("Field of our own moved"),
    "customers.field.archived": _("Field of our own put away"),
    "customers.field.restored": _("Field of our own brought back"),
    "customers.list.exported": _("List of customers exported"),
    "customers.pair.parted": _("Two customers kept apart"),
    "customers.pairs.found": _("Duplicates searched for"),
    "customers.view.saved": _("View kept"),
    "customers.view.renamed": _("View renamed"),
    "customers.view.moved": _("View moved"),
    "customers.view.removed": _("View deleted"),
}
