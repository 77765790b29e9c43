"""Tags and preferences, on the card."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from neeman.customers.forms.parts import PreferenceForm, TagForm
from neeman.customers.queries.card import get_customer, get_preference
from neeman.customers.services.acting import Unfit
from neeman.customers.services.labels import (
    add_preference,
    edit_preference,
    remove_preference,
    tag_customer,
    untag_customer,
)
from neeman.customers.views.parts import answer, page, today
from neeman.orgs.access import with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May


@needs(May.EDIT_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def tag_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a tag on a customer."""
    access = with_access(request).access
    customer = get_customer(access, pk)
    form = TagForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            change_set = tag_customer(access, customer, form.cleaned_data["tag"])
        except Unfit as unfit:
            form.add_error("tag", unfit.sentence)
        else:
            return answer(request, access, customer, "tags", change_set, _("Tag added."))
    given = {"form": form, "customer": customer, "key": "tags", "title": _("New tag")}
    return page(request, "customers/form.html", given, status=422 if form.is_bound else 200)


@needs(May.EDIT_CUSTOMERS)
@require_POST
def tag_remove(request: HttpRequest, pk: int, tag: int) -> HttpResponse:
    """Take a tag off a customer."""
    access = with_access(request).access
    customer = get_customer(access, pk)
    change_set = untag_customer(access, customer, tag)
    return answer(request, access, customer, "tags", change_set, _("Tag removed."))


@needs(May.EDIT_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def preference_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a preference of a customer."""
    access = with_access(request).access
    customer = get_customer(access, pk)
    form = PreferenceForm(request.POST) if request.method == "POST" else PreferenceForm.of(None, today())
    if request.method == "POST" and form.is_valid():
        _preference, change_set = add_preference(access, customer, **form.cleaned_data)
        return answer(request, access, customer, "preferences", change_set, _("Preference noted."))
    given = {"form": form, "customer": customer, "key": "preferences", "title": _("New preference")}
    return page(request, "customers/form.html", given, status=422 if form.is_bound else 200)


@needs(May.EDIT_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def preference_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a preference, with the day on which the new one was said."""
    access = with_access(request).access
    preference = get_preference(access, pk)
    customer = preference.customer
    form = (
        PreferenceForm(request.POST) if request.method == "POST" else PreferenceForm.of(preference, today())
    )
    if request.method == "POST" and form.is_valid():
        change_set = edit_preference(access, preference, **form.cleaned_data)
        return answer(request, access, customer, "preferences", change_set, _("Saved."))
    given = {"form": form, "customer": customer, "key": "preferences", "title": _("Preference")}
    return page(request, "customers/form.html", given, status=422 if form.is_bound else 200)


@needs(May.EDIT_CUSTOMERS)
@require_POST
def preference_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a preference off the card."""
    access = with_access(request).access
    preference = get_preference(access, pk)
    change_set = remove_preference(access, preference)
    return answer(request, access, preference.customer, "preferences", change_set, _("Preference removed."))
