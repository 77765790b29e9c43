"""The people of a customer, on its card: add, change, mark as having left, take back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from neeman.customers.doubts import doubts_of
from neeman.customers.forms.parts import ContactForm
from neeman.customers.models import Contact, Customer
from neeman.customers.queries.card import get_contact, get_customer
from neeman.customers.services.acting import Unfit
from neeman.customers.services.contacts import add_contact, contact_is_back, contact_left, edit_contact
from neeman.customers.views.conflict import Clash, conflict_page, settled
from neeman.customers.views.editing import posted_version
from neeman.customers.views.parts import answer, page, today
from neeman.orgs.access import with_access
from neeman.orgs.changes import StaleWrite
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.ui.toasts import toast

KEY = "contacts"


@needs(May.EDIT_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def contact_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A new person at this customer."""
    access = with_access(request).access
    customer = get_customer(access, pk)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _contact, change_set = add_contact(access, customer, form.wanted)
        except Unfit as unfit:
            form.add_error(unfit.field_name or None, unfit.sentence)
        else:
            return answer(request, access, customer, KEY, change_set, _said(_("Contact added."), form))
    status = 422 if form.is_bound else 200
    return page(request, "customers/form.html", _given(form, customer, None), status=status)


@needs(May.EDIT_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def contact_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a person; a stale write shows both versions."""
    access = with_access(request).access
    contact = get_contact(access, pk)
    form = ContactForm(request.POST or None, contact=contact)
    if request.method == "POST" and form.is_valid():
        wanted = settled(request, form.wanted, contact)
        try:
            change_set = edit_contact(access, contact, wanted, version=posted_version(request))
        except StaleWrite:
            return conflict_page(request, Clash(form, get_contact(access, pk), KEY))
        except Unfit as unfit:
            form.add_error(unfit.field_name or None, unfit.sentence)
        else:
            return answer(request, access, contact.customer, KEY, change_set, _said(_("Saved."), form))
    status = 422 if form.is_bound else 200
    return page(request, "customers/form.html", _given(form, contact.customer, contact), status=status)


@needs(May.EDIT_CUSTOMERS)
@require_POST
def contact_leaves(request: HttpRequest, pk: int) -> HttpResponse:
    """The person left the customer, today; or works there after all (`back`)."""
    access = with_access(request).access
    contact = get_contact(access, pk)
    version, back = posted_version(request), "back" in request.POST
    try:
        if back:
            change_set = contact_is_back(access, contact, version=version)
        else:
            change_set = contact_left(access, contact, on=today(), version=version)
    except StaleWrite:
        change_set = None
        toast(
            request, _("Somebody changed this contact meanwhile: look again before you decide."), tone="watch"
        )
    said = _("Back among the contacts.") if back else _("Marked as having left.")
    return answer(request, access, contact.customer, KEY, change_set, said)


def _said(done: str, form: ContactForm) -> str:
    doubts = doubts_of(phone=form.cleaned_data["phone"], email=form.cleaned_data["email"])
    return " ".join([done, *map(str, doubts)])


def _given(form: ContactForm, customer: Customer, contact: Contact | None) -> dict[str, Any]:
    title = _("Contact") if contact else _("New contact")
    return {"form": form, "customer": customer, "row": contact, "key": KEY, "title": title}
