"""What stands on a public form unless the business wrote its own: the notice that the law asks for, and the consent."""

from __future__ import annotations

from django.utils.translation import gettext as _

from neeman.orgs.models import Organization
from neeman.sales.models import LeadForm


def notice_of(form: LeadForm, organization: Organization) -> str:
    """Who gets the details and what for, that giving them is one's own choice, and one's rights (Privacy Protection
    Law, s. 11, 13, 14)."""
    if form.notice.strip():
        return form.notice
    return _(
        "The details go to %(business)s and are used to answer you and to keep in touch about what you asked. Nothing "
        "obliges you to give them, but without a way to reach you there is no way to answer. They are kept in the "
        "customer list of %(business)s and are handed to nobody else, except to those who keep the list for it. You "
        "may ask %(business)s to see them, to correct them or to delete them."
    ) % {"business": organization.name}


def consent_of(form: LeadForm, organization: Organization) -> str:
    """What the tick agrees to, which stands empty until somebody sets it (Communications Law, s. 30A)."""
    if form.consent.strip():
        return form.consent
    return _("I agree to receive news and offers from %(business)s. I may withdraw this at any time.") % {
        "business": organization.name
    }


def title_of(form: LeadForm) -> str:
    """The heading of the page."""
    return form.title or _("How can we help?")
