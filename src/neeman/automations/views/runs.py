"""What automations did and are to do, and stopping it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from neeman.automations.models import State
from neeman.automations.queries.automations import get_run, runs
from neeman.automations.services.stopping import stop_customer, stop_run
from neeman.customers.queries.card import get_customer
from neeman.customers.views.parts import say_done
from neeman.orgs.access import with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.ui.toasts import toast

PAGE = 50


@needs(May.EDIT_AUTOMATIONS)
@require_safe
def automation_runs(request: HttpRequest) -> HttpResponse:
    """All runs, what waits first; by state where one is asked for."""
    access, state = with_access(request).access, request.GET.get("state", "")
    state = state if state in State.values else State.WAITING.value
    order = ("due_at", "pk") if state == State.WAITING else ("-ended_at", "-pk")
    found = runs(access).filter(state=state).order_by(*order)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    href = request.path + "?state="
    tabs = [{"title": one.label, "href": href + one.value, "here": one == state} for one in State]
    return render(request, "automations/runs.html", {"page": page, "state": state, "tabs": tabs})


@needs(May.LOG_ACTIVITY)
@require_POST
def automation_run_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """One thing is not done."""
    access = with_access(request).access
    run = get_run(access, pk)
    change_set = stop_run(access, run, now=timezone.now())
    if change_set is None:
        toast(request, _("It was done or stopped already."), tone="calm")
    else:
        say_done(request, access, change_set, _("Stopped."))
    back = request.POST.get("back")
    if back == "runs" and access.may(May.EDIT_AUTOMATIONS):
        return redirect("automation_runs", org=access.organization.slug)
    return redirect("customer", org=access.organization.slug, pk=run.customer_id)


@needs(May.LOG_ACTIVITY)
@require_POST
def customer_automations_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing that waits for this customer is done."""
    access = with_access(request).access
    customer = get_customer(access, pk)
    change_set = stop_customer(access, customer, now=timezone.now())
    if change_set is not None:
        say_done(request, access, change_set, _("All that waited for this customer was stopped."))
    return redirect("customer", org=access.organization.slug, pk=customer.pk)
