"""The public forms of a business: a page of the settings."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from neeman.customers.services.acting import Unfit
from neeman.orgs.access import Access, with_access
from neeman.orgs.addresses import absolute_url
from neeman.orgs.changes import StaleWrite
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.sales.forms.leads import LeadFormForm
from neeman.sales.lead_words import consent_of, notice_of
from neeman.sales.models import LeadForm
from neeman.sales.queries.lead_forms import get_lead_form, lead_forms
from neeman.sales.services.lead_forms import add_form, archive_form, edit_form, renew_address, restore_form
from neeman.sales.views.parts import posted_version, saved, say_done, say_stale
from neeman.ui.toasts import toast


@needs(May.EDIT_CATALOG)
@require_http_methods(["GET", "HEAD", "POST"])
def lead_form_list(request: HttpRequest) -> HttpResponse:
    """All forms, and the form of a new one."""
    access = with_access(request).access
    form = LeadFormForm(access, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = add_form(access, form.wanted)
        except Unfit as unfit:
            form.add_error(unfit.field_name or None, unfit.sentence)
        else:
            toast(request, _("The form stands. Its address is below."))
            return redirect("lead_form_edit", org=access.organization.slug, pk=added.pk)
    given = {"form": form, "forms": list(lead_forms(access))}
    return render(request, "sales/lead_forms.html", given, status=422 if form.is_bound else 200)


@needs(May.EDIT_CATALOG)
@require_http_methods(["GET", "HEAD", "POST"])
def lead_form_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """One form: its address, what to put on a website, its words."""
    access = with_access(request).access
    row = get_lead_form(access, pk)
    form = LeadFormForm(access, request.POST or None, form=row)
    if done := saved(request, access, form, partial(edit_form, access, row), to=request.path):
        return done
    return render(
        request, "sales/lead_form_edit.html", _given(access, row, form), status=422 if form.is_bound else 200
    )


@needs(May.EDIT_CATALOG)
@require_POST
def lead_form_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Its page goes, or comes back (`back`)."""
    access, version = with_access(request).access, posted_version(request)
    row = get_lead_form(access, pk)
    try:
        if "back" in request.POST:
            say_done(request, access, restore_form(access, row, version=version), _("Restored."))
        else:
            put_away = archive_form(access, row, version=version, now=timezone.now())
            say_done(request, access, put_away, _("Its page is gone; what came by it stays."))
    except StaleWrite:
        say_stale(request)
    return redirect("lead_forms", org=access.organization.slug)


@needs(May.EDIT_CATALOG)
@require_POST
def lead_form_renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Another address; the old one is dead at once."""
    access = with_access(request).access
    row = get_lead_form(access, pk)
    try:
        done = renew_address(access, row, version=posted_version(request))
        say_done(request, access, done, _("The form has a new address; the old one leads nowhere now."))
    except StaleWrite:
        say_stale(request)
    return redirect("lead_form_edit", org=access.organization.slug, pk=pk)


def _given(access: Access, row: LeadForm, form: LeadFormForm) -> dict[str, object]:
    path = reverse("lead_form", kwargs={"house": access.organization.slug, "address": row.address})
    address = absolute_url(path)
    given = {"address": address, "name": _("Your name"), "phone": _("Phone"), "send": _("Send")}
    return {
        "form": form,
        "row": row,
        "address": address,
        "snippet": SNIPPET % given,
        "notice": notice_of(row, access.organization),
        "consent": consent_of(row, access.organization),
    }


SNIPPET = """<form action="%(address)s" method="post" target="_blank">
  <input name="name" placeholder="%(name)s" required>
  <input name="phone" type="tel" placeholder="%(phone)s" required>
  <button>%(send)s</button>
</form>"""
"""Plain HTML for any website: no script and no frame. What was written is shown on our page, with the notice and the
tick, and is sent from there."""
