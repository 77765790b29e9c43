"""Adding and editing a customer: the whole form, one section inside the card, archive, undo."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from neeman.customers.doubts import doubts_of
from neeman.customers.forms.customer import ALL_FIELDS, SECTIONS, CustomerForm
from neeman.customers.models import Customer
from neeman.customers.queries.card import get_customer
from neeman.customers.services.acting import Unfit
from neeman.customers.services.customers import (
    add_customer,
    archive_customer,
    edit_customer,
    restore_customer,
)
from neeman.customers.views.conflict import Clash, conflict_page, settled
from neeman.customers.views.parts import answer, page, say_done, today
from neeman.orgs.access import Access, with_access
from neeman.orgs.changes import StaleWrite
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.ui.toasts import toast


@needs(May.EDIT_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def customer_add(request: HttpRequest) -> HttpResponse:
    """The whole form of a new customer; `?name=` and others fill it in beforehand."""
    access = with_access(request).access
    given = {name: request.GET[name] for name in ALL_FIELDS if name in request.GET}
    form = CustomerForm(access, request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            added, change_set = add_customer(access, form.wanted, today=today())
        except Unfit as unfit:
            form.add_error(unfit.field_name or None, unfit.sentence)
        else:
            say_done(request, access, change_set, said_of(_("Added."), added))
            return redirect("customer", org=access.organization.slug, pk=added.pk)
    return page(
        request, "customers/form.html", _form(form, None, "whole"), status=422 if form.is_bound else 200
    )


@needs(May.EDIT_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def customer_edit(request: HttpRequest, pk: int, section: str = "whole") -> HttpResponse:
    """All columns of a customer or one section; a stale write shows both versions."""
    access = with_access(request).access
    customer = get_customer(access, pk)
    if section != "whole" and section not in SECTIONS:
        raise Http404
    only = ALL_FIELDS if section == "whole" else SECTIONS[section][1]
    form = CustomerForm(access, request.POST or None, customer=customer, only=only)
    if request.method == "POST" and form.is_valid():
        try:
            change_set = _save(request, access, customer, form)
        except StaleWrite:
            return conflict_page(request, Clash(form, get_customer(access, pk), section))
        except Unfit as unfit:
            form.add_error(unfit.field_name or None, unfit.sentence)
        else:
            return answer(
                request, access, customer, section, change_set, said_of(_("Saved."), customer, form)
            )
    status = 422 if form.is_bound else 200
    return page(request, "customers/form.html", _form(form, customer, section), status=status)


@needs(May.MERGE_CUSTOMERS)
@require_POST
def customer_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of the lists of the day; the undo and the card's own act bring it back."""
    access = with_access(request).access
    customer = get_customer(access, pk)
    return _turn(request, access, customer, archive=True)


@needs(May.MERGE_CUSTOMERS)
@require_POST
def customer_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Back from the archive."""
    access = with_access(request).access
    return _turn(request, access, get_customer(access, pk), archive=False)


def said_of(done: str, customer: Customer, form: CustomerForm | None = None) -> str:
    """What was done, followed by what is odd about what was written: a warning, never a refusal."""
    values = form.cleaned_data if form is not None else vars(customer)
    asked = ("phone", "phone2", "email", "company_number")
    doubts = doubts_of(**{name: values[name] for name in asked if values.get(name)})
    return " ".join([done, *map(str, doubts)])


def _save(request: HttpRequest, access: Access, customer: Customer, form: CustomerForm) -> Any:
    wanted = settled(request, form.wanted, customer)
    return edit_customer(access, customer, wanted, version=posted_version(request))


def posted_version(request: HttpRequest) -> int:
    """The version at which the page that sends this was read; 0, which no row has, when it does not say."""
    version = request.POST.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 10 else 0


def _turn(request: HttpRequest, access: Access, customer: Customer, *, archive: bool) -> HttpResponse:
    version = posted_version(request)
    try:
        if archive:
            change_set = archive_customer(access, customer, version=version, now=timezone.now())
        else:
            change_set = restore_customer(access, customer, version=version)
    except StaleWrite:
        toast(
            request,
            _("Somebody changed this customer meanwhile: look again before you decide."),
            tone="watch",
        )
    else:
        say_done(request, access, change_set, _("Archived.") if archive else _("Restored."))
    return redirect("customer", org=access.organization.slug, pk=customer.pk)


def _form(form: CustomerForm, customer: Customer | None, section: str) -> dict[str, Any]:
    titles = {"whole": _("All details")} | {key: str(title) for key, (title, _names) in SECTIONS.items()}
    return {"form": form, "customer": customer, "key": section, "title": titles[section]}
