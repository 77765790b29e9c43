"""One talk or event in full: recorded, looked at, corrected."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from neeman.activity.forms.record import InteractionForm, RecordForm
from neeman.activity.models import Interaction, Kind
from neeman.activity.queries.records import find_follow_up, get_interaction
from neeman.activity.services.interactions import edit_interaction, log_interaction
from neeman.activity.sheet import days_off, next_days
from neeman.customers.models import Customer
from neeman.customers.queries.card import get_customer
from neeman.customers.services.acting import Unfit
from neeman.customers.views.conflict import Clash, conflict_page, settled
from neeman.customers.views.editing import posted_version
from neeman.customers.views.parts import say_done, today
from neeman.orgs.access import Access, with_access
from neeman.orgs.changes import StaleWrite
from neeman.orgs.doors import needs
from neeman.orgs.hours import hours_of
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import May


@needs(May.LOG_ACTIVITY)
@require_http_methods(["GET", "HEAD", "POST"])
def customer_record(request: HttpRequest, pk: int) -> HttpResponse:
    """The full form of something that happened; `?kind=` chooses it beforehand."""
    access = with_access(request).access
    customer = get_customer(access, pk)
    form = RecordForm(access, customer, request.POST or None, initial=_beforehand(request))
    if request.method == "POST" and form.is_valid():
        try:
            change_set = _log(access, customer, form)
        except Unfit as unfit:
            form.add_error(unfit.field_name or None, unfit.sentence)
        else:
            return _back(request, customer, change_set, _("Recorded."))
    return _page(request, access, customer, form)


@needs(May.VIEW_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def interaction(request: HttpRequest, pk: int) -> HttpResponse:
    """What was recorded, to be read and, by those who record, corrected; a stale write shows both versions."""
    access = with_access(request).access
    row = get_interaction(access, pk)
    form = InteractionForm(access, row.customer, request.POST or None, interaction=row)
    if request.method == "POST" and form.is_valid():
        try:
            change_set = edit_interaction(
                access,
                row,
                settled(request, form.wanted, row),
                version=posted_version(request),
                now=timezone.now(),
            )
        except StaleWrite:
            return conflict_page(request, Clash(form, get_interaction(access, pk)))
        except Unfit as unfit:
            form.add_error(unfit.field_name or None, unfit.sentence)
        else:
            return _back(request, row.customer, change_set, _("Saved."))
    return _page(request, access, row.customer, form, row)


def _log(access: Access, customer: Customer, form: RecordForm) -> ChangeSet | None:
    now, hours = timezone.now(), hours_of(access.organization)
    logged = log_interaction(
        access,
        customer,
        form.said(),
        now=now,
        next_step=form.next_step(),
        steps=form.steps(now.astimezone(hours.zone), hours),
    )
    return logged.change_set


def _beforehand(request: HttpRequest) -> dict[str, Any]:
    kind = request.GET.get("kind", "")
    known = kind if kind in Kind.values else Kind.CALL
    return {"kind": known, "at": timezone.now(), "key": uuid4().hex}


def _back(request: HttpRequest, customer: Customer, change_set: ChangeSet | None, said: str) -> HttpResponse:
    access = with_access(request).access
    say_done(request, access, change_set, said)
    return redirect("customer", org=access.organization.slug, pk=customer.pk)


def _page(
    request: HttpRequest,
    access: Access,
    customer: Customer,
    form: InteractionForm,
    row: Interaction | None = None,
) -> HttpResponse:
    given: dict[str, Any] = {
        "form": form,
        "customer": customer,
        "interaction": row,
        "may_log": access.may(May.LOG_ACTIVITY),
        "finished": list(row.finished.all()) if row else [],
    }
    if row is None:
        hours = hours_of(access.organization)
        off = days_off(today(), hours)
        given["days"] = next_days(find_follow_up(access, customer), today(), hours, off)
    return render(request, "activity/record.html", given, status=422 if form.is_bound else 200)
