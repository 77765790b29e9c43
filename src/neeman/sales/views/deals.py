"""A deal: its page, adding and editing it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from neeman.customers.models import Customer
from neeman.customers.queries.card import get_customer
from neeman.customers.services.acting import Unfit
from neeman.orgs.access import Access, with_access
from neeman.orgs.changes import StaleWrite
from neeman.orgs.doors import needs
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import May
from neeman.sales.forms.deals import DealForm, NewDealForm
from neeman.sales.models import Deal, Kind
from neeman.sales.page import deal_page
from neeman.sales.queries.deals import get_deal
from neeman.sales.queries.stages import stages
from neeman.sales.services.deals import add_deal, edit_deal
from neeman.sales.services.leads import add_lead
from neeman.sales.views.parts import posted_version, say_done


@needs(May.VIEW_SALES)
@require_safe
def deal(request: HttpRequest, pk: int) -> HttpResponse:
    """Where it stands, what comes next, what has passed."""
    access = with_access(request).access
    return render(request, "sales/deal.html", deal_page(access, get_deal(access, pk), now=timezone.now()))


@needs(May.EDIT_SALES)
@require_http_methods(["GET", "HEAD", "POST"])
def deal_add(request: HttpRequest) -> HttpResponse:
    """A new deal of a customer, or of somebody new; `?customer=` and `?stage=` fill the form in beforehand."""
    access = with_access(request).access
    offered = stages(access)
    form = NewDealForm(access, offered, request.POST or None, initial=_beforehand(request, access))
    if request.method == "POST" and form.is_valid():
        try:
            added, change_set = _add(access, form)
        except Unfit as unfit:
            form.add_error(unfit.field_name if unfit.field_name in form.fields else None, unfit.sentence)
        else:
            say_done(request, access, change_set, _("Deal added, with its next action."))
            return redirect("deal", org=access.organization.slug, pk=added.pk)
    return render(request, "sales/deal_add.html", {"form": form}, status=422 if form.is_bound else 200)


@needs(May.EDIT_SALES)
@require_http_methods(["GET", "HEAD", "POST"])
def deal_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """All columns of a deal. Whoever saves after somebody else sees both versions and chooses."""
    access = with_access(request).access
    row = get_deal(access, pk)
    form = DealForm(access, request.POST or None, deal=row)
    if request.method == "POST" and form.is_valid():
        try:
            change_set = edit_deal(access, row, form.wanted, version=posted_version(request))
        except StaleWrite:
            return _conflict(request, form, get_deal(access, pk))
        except Unfit as unfit:
            form.add_error(unfit.field_name if unfit.field_name in form.fields else None, unfit.sentence)
        else:
            say_done(request, access, change_set, _("Saved."))
            return redirect("deal", org=access.organization.slug, pk=pk)
    given = {"form": form, "deal": row, "version": request.POST.get("version", row.version)}
    return render(request, "sales/deal_edit.html", given, status=422 if form.is_bound else 200)


def _conflict(request: HttpRequest, form: DealForm, now: Deal) -> HttpResponse:
    """What was written beside what is saved now; the form keeps the words, and its next save is a knowing one."""
    saved = DealForm(form.access, deal=now)
    differing = [
        {"label": form[name].label, "mine": _shown(form, name, form.cleaned_data[name]), "theirs": theirs}
        for name in form.fields
        if (theirs := _shown(saved, name, _value(now, name))) != _shown(form, name, form.cleaned_data[name])
    ]
    given = {"form": form, "deal": now, "version": now.version, "differing": differing}
    return render(request, "sales/deal_edit.html", given, status=409)


def _value(row: Deal, name: str) -> Any:
    return row.value_minor if name == "value" else getattr(row, name)


def _shown(form: DealForm, name: str, value: Any) -> str:
    if value in (None, ""):
        return ""
    choices = dict(Kind.choices) if name == "kind" else {}
    shown = form.fields[name].prepare_value(value) if name == "value" else choices.get(value, value)
    return str(shown)


def _add(access: Access, form: NewDealForm) -> tuple[Deal, ChangeSet | None]:
    buyer, now = form.cleaned_data["customer"], timezone.now()
    given: dict[str, Any] = {"now": now, "stage": form.chosen_stage, "key": form.cleaned_data["key"]}
    if isinstance(buyer, Customer):
        return add_deal(access, buyer, form.wanted, **given)
    return add_lead(access, buyer, form.wanted, **given)


def _beforehand(request: HttpRequest, access: Access) -> dict[str, Any]:
    initial: dict[str, Any] = {"key": uuid4().hex, "stage": request.GET.get("stage", "")}
    customer = request.GET.get("customer", "")
    if customer.isascii() and customer.isdigit() and len(customer) < 19:
        initial["customer"] = get_customer(access, int(customer)).pk
    return initial
