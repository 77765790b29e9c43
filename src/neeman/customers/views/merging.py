"""Pairs that may be one customer, and the merge of two: side by side, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neeman.customers.forms.customer import ALL_FIELDS
from neeman.customers.forms.fields import CUSTOM, CustomerField
from neeman.customers.models import Customer
from neeman.customers.queries.card import custom_fields, get_customer
from neeman.customers.queries.duplicates import find_alike, get_pair, pairs_to_judge
from neeman.customers.services.acting import Unfit
from neeman.customers.services.merging import keep_apart, merge_customers
from neeman.customers.views.parts import in_words, say_done
from neeman.jobs.queries import find_latest
from neeman.jobs.services import enqueue
from neeman.orgs.access import Access, with_access
from neeman.orgs.changes import StaleWrite
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.ui.toasts import toast

JOB = "customers.find_duplicates"
PAIRS_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Choice:
    """One column on which two customers differ; `name` is what the services call it."""

    name: str
    label: Any
    one: Any
    other: Any
    takes_other: bool


@needs(May.MERGE_CUSTOMERS)
@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """The pairs that wait for a person's word."""
    access = with_access(request).access
    pairs = Paginator(pairs_to_judge(access), PAIRS_A_PAGE).get_page(request.GET.get("page"))
    given = {"pairs": pairs, "job": find_latest(access, JOB)}
    return render(request, "customers/duplicates.html", given)


@needs(May.MERGE_CUSTOMERS)
@require_POST
def duplicates_search(request: HttpRequest) -> HttpResponse:
    """Look for pairs anew, in the worker."""
    access = with_access(request).access
    enqueue(access, JOB, key=JOB)
    toast(request, _("The search has begun; the page shows what it finds."), tone="calm")
    return redirect("customer_duplicates", org=access.organization.slug)


@needs(May.MERGE_CUSTOMERS)
@require_POST
def duplicates_apart(request: HttpRequest, pk: int) -> HttpResponse:
    """Not the same: remembered, so that nobody is asked again."""
    access = with_access(request).access
    change_set = keep_apart(access, get_pair(access, pk))
    say_done(request, access, change_set, _("Remembered: not the same."))
    return redirect("customer_duplicates", org=access.organization.slug)


@needs(May.MERGE_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def merge_choose(request: HttpRequest, pk: int) -> HttpResponse:
    """With whom to merge this customer: those who look alike, or anybody by name."""
    access = with_access(request).access
    customer = get_customer(access, pk)
    field = CustomerField(label=_("The other customer"))
    field.ask(access, "other")
    error = ""
    if request.method == "POST":
        try:
            other = field.clean(request.POST.get("other", ""))
            return redirect("customer_merge", org=access.organization.slug, pk=pk, other=other.pk)
        except ValidationError as fault:
            error = " ".join(fault.messages)
    keys = {name: getattr(customer, name) for name in ("phone_key", "number_key", "email_key", "name_key")}
    given = {"customer": customer, "alike": find_alike(access, **keys, but=pk, most=6), "error": error}
    return render(request, "customers/merge_choose.html", given, status=422 if error else 200)


@needs(May.MERGE_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """The two side by side; sending it makes `other` a part of the first."""
    access = with_access(request).access
    kept, absorbed = get_customer(access, pk), get_customer(access, other)
    if kept.pk == absorbed.pk:
        raise Http404
    error = ""
    if request.method == "POST":
        try:
            return _merge(request, access, kept, absorbed)
        except StaleWrite:
            error = _("Somebody changed one of the two meanwhile: look again before you decide.")
            kept, absorbed = get_customer(access, pk), get_customer(access, other)
        except Unfit as unfit:
            error = str(unfit.sentence)
    given = {
        "kept": kept,
        "absorbed": absorbed,
        "error": error,
        "choices": choices_of(access, kept, absorbed),
    }
    return render(request, "customers/merge.html", given, status=409 if error else 200)


def choices_of(access: Access, kept: Customer, absorbed: Customer) -> list[Choice]:
    """The columns that differ; where the kept one is empty, the other's value is chosen beforehand."""
    found = [_choice(name, kept, absorbed) for name in ALL_FIELDS if name != "custom"]
    for field in custom_fields(access):
        one, other = kept.custom.get(field.key), absorbed.custom.get(field.key)
        found.append(Choice(CUSTOM + field.key, field.label, one, other, one is None))
    return [choice for choice in found if choice.other not in (None, "") and choice.one != choice.other]


def _choice(name: str, kept: Customer, absorbed: Customer) -> Choice:
    column = Customer._meta.get_field(name)
    one, other = getattr(kept, name), getattr(absorbed, name)
    if getattr(column, "choices", None):
        one, other = getattr(kept, f"get_{name}_display")(), getattr(absorbed, f"get_{name}_display")()
    one, other = in_words(name, one), in_words(name, other)
    attname = str(getattr(column, "attname", name))
    return Choice(attname, getattr(column, "verbose_name", name), one, other, one in (None, ""))


def _merge(request: HttpRequest, access: Access, kept: Customer, absorbed: Customer) -> HttpResponse:
    names = {choice.name for choice in choices_of(access, kept, absorbed)}
    taken = {name for name in names if request.POST.get(f"take-{name}") == "other"}
    versions = (_version(request, "kept_version"), _version(request, "absorbed_version"))
    change_set = merge_customers(access, kept, absorbed, taken=taken, versions=versions, now=timezone.now())
    say_done(request, access, change_set, _("Merged: everything is on this card now."))
    return redirect("customer", org=access.organization.slug, pk=kept.pk)


def _version(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0
