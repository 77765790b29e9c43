"""The fields that the business adds to its customers: a page of the settings."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from neeman.customers.forms.parts import CustomFieldForm
from neeman.customers.models import CustomField
from neeman.customers.queries.card import custom_fields, get_custom_field
from neeman.customers.services.acting import Unfit
from neeman.customers.services.fields import add_field, archive_field, edit_field, move_field, restore_field
from neeman.customers.views.parts import say_done
from neeman.orgs.access import Access, with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.ui.toasts import toast


@needs(May.MANAGE_ORGANIZATION)
@require_http_methods(["GET", "HEAD", "POST"])
def fields(request: HttpRequest) -> HttpResponse:
    """All fields in order, and the form of a new one."""
    access = with_access(request).access
    form = CustomFieldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        label, kind = form.cleaned_data["label"], form.cleaned_data["type"]
        try:
            add_field(access, label=label, type_=kind, choices=form.lines)
        except Unfit as unfit:
            form.add_error(unfit.field_name or None, unfit.sentence)
        else:
            toast(request, _("Field added: it stands on every card now."))
            return redirect("customer_fields", org=access.organization.slug)
    return _page(request, access, form)


@needs(May.MANAGE_ORGANIZATION)
@require_http_methods(["GET", "HEAD", "POST"])
def field_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a field, change its choices."""
    access = with_access(request).access
    field = get_custom_field(access, pk)
    form = CustomFieldForm(request.POST or None, field=field)
    if request.method == "POST" and form.is_valid():
        choices = form.lines if field.type == CustomField.Type.CHOICE else []
        try:
            change_set = edit_field(access, field, label=form.cleaned_data["label"], choices=choices)
        except Unfit as unfit:
            form.add_error(unfit.field_name or None, unfit.sentence)
        else:
            say_done(request, access, change_set, _("Saved."))
            return redirect("customer_fields", org=access.organization.slug)
    return _page(request, access, form, field)


@needs(May.MANAGE_ORGANIZATION)
@require_POST
def field_move(request: HttpRequest, pk: int) -> HttpResponse:
    """One place up (`up`) or down."""
    access = with_access(request).access
    move_field(access, get_custom_field(access, pk), up="up" in request.POST)
    return redirect("customer_fields", org=access.organization.slug)


@needs(May.MANAGE_ORGANIZATION)
@require_POST
def field_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Off forms and cards, or back (`back`); what was written in it stays."""
    access = with_access(request).access
    field = get_custom_field(access, pk)
    if "back" in request.POST:
        say_done(request, access, restore_field(access, field), _("Restored."))
    else:
        change_set = archive_field(access, field, now=timezone.now())
        say_done(request, access, change_set, _("Archived: what was written in it is kept."))
    return redirect("customer_fields", org=access.organization.slug)


def _page(
    request: HttpRequest, access: Access, form: CustomFieldForm, editing: CustomField | None = None
) -> HttpResponse:
    given = {
        "form": form,
        "editing": editing,
        "fields": list(custom_fields(access)),
        "archived": list(custom_fields(access, archived=True)),
    }
    return render(request, "customers/fields.html", given, status=422 if form.is_bound else 200)
