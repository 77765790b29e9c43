"""Not now, again, or somebody else: a customer is put off, taken up again, handed over."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from neeman.activity.forms.handing import HandOverForm
from neeman.activity.forms.task import DayForm
from neeman.activity.queries.records import tasks_of
from neeman.activity.services.handing import hand_over
from neeman.activity.services.pauses import pause, resume
from neeman.activity.views.talking import answer
from neeman.customers.queries.card import get_customer
from neeman.customers.services.acting import Unfit
from neeman.customers.views.editing import posted_version
from neeman.customers.views.parts import say_done
from neeman.orgs.access import with_access
from neeman.orgs.changes import StaleWrite
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.ui.toasts import toast


@needs(May.LOG_ACTIVITY)
@require_POST
def customer_pause(request: HttpRequest, pk: int) -> HttpResponse:
    """No contact before the day that was tapped or typed."""
    access = with_access(request).access
    customer = get_customer(access, pk)
    form = DayForm(request.POST)
    until = form.day if form.is_valid() else None
    try:
        if until is None:
            raise Unfit(_("Until when? Choose a day to come."))
        reason = form.cleaned_data["reason"]
        change_set = pause(access, customer, until, now=timezone.now(), reason=reason)
    except Unfit as unfit:
        toast(request, unfit.sentence, tone="watch")
        return answer(request, access, customer)
    return answer(request, access, customer, change_set, _("Put off."))


@needs(May.LOG_ACTIVITY)
@require_POST
def customer_resume(request: HttpRequest, pk: int) -> HttpResponse:
    """In touch again, as the cadence asks."""
    access = with_access(request).access
    customer = get_customer(access, pk)
    return answer(
        request, access, customer, resume(access, customer, now=timezone.now()), _("Taken up again.")
    )


@needs(May.EDIT_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def customer_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of handing over, with what moves along."""
    access = with_access(request).access
    customer = get_customer(access, pk)
    form = HandOverForm(access, customer, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            change_set = hand_over(
                access,
                customer,
                given["member"],
                words=given["words"],
                version=posted_version(request),
                now=timezone.now(),
            )
        except StaleWrite:
            form.add_error(None, _("Somebody changed this customer meanwhile: look again before you decide."))
        except Unfit as unfit:
            form.add_error(unfit.field_name or None, unfit.sentence)
        else:
            say_done(request, access, change_set, _("Handed over to %(name)s.") % {"name": given["member"]})
            return redirect("customer", org=access.organization.slug, pk=pk)
    moving = tasks_of(access, customer).filter(member=customer.owner)
    context = {"form": form, "customer": customer, "moving": list(moving)}
    return render(request, "activity/hand_over.html", context, status=422 if form.is_bound else 200)
