"""Templates of quotes, and what all quotes of the business have in common."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neeman.customers.services.acting import Unfit
from neeman.orgs.access import with_access
from neeman.orgs.changes import StaleWrite
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.sales.forms.products import QuoteSettingsForm
from neeman.sales.queries.quotes import settings_of
from neeman.sales.services.quote_settings import edit_settings
from neeman.sales.services.quote_templates import get_template, put_template_away, rename_template, templates
from neeman.sales.views.parts import posted_version, say_done, say_stale
from neeman.ui.toasts import toast


@needs(May.VIEW_SALES)
@require_safe
def quote_templates(request: HttpRequest) -> HttpResponse:
    """Templates in use, and those that were put away."""
    access = with_access(request).access
    given = {
        "templates": templates(access),
        "archived": templates(access, archived=True),
        "may_edit": access.may(May.EDIT_SALES),
    }
    return render(request, "sales/quote_templates.html", given)


@needs(May.EDIT_SALES)
@require_POST
def quote_template_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename (`name`), put away, or bring back (`back`)."""
    access, version = with_access(request).access, posted_version(request)
    template = get_template(access, pk)
    try:
        if "name" in request.POST:
            done = rename_template(access, template, request.POST["name"], version=version)
        else:
            back = "back" in request.POST
            done = put_template_away(access, template, version=version, now=timezone.now(), back=back)
        say_done(request, access, done, _("Saved."))
    except StaleWrite:
        say_stale(request)
    except Unfit as unfit:
        toast(request, unfit.sentence, tone="watch")
    return redirect("quote_templates", org=access.organization.slug)


@needs(May.EDIT_CATALOG)
@require_http_methods(["GET", "HEAD", "POST"])
def quote_settings(request: HttpRequest) -> HttpResponse:
    """Who we are on paper, the usual terms, whether VAT is charged."""
    access = with_access(request).access
    row, currency = settings_of(access), access.organization.currency
    form = QuoteSettingsForm(request.POST or None, instance=settings_of(access), currency=currency)
    if request.method == "POST" and form.is_valid():
        try:
            done = edit_settings(access, form.wanted, version=posted_version(request))
            if done is None:
                toast(request, _("Saved."))
            else:
                say_done(request, access, done, _("Saved."))
        except StaleWrite:
            say_stale(request)
        return redirect("quote_settings", org=access.organization.slug)
    given = {"form": form, "row": row}
    return render(request, "sales/quote_settings.html", given, status=422 if form.is_bound else 200)
