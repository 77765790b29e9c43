"""Recording what happened with a customer, from its card."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from neeman.activity.forms import TalkForm
from neeman.activity.models import Task
from neeman.activity.panels import NEXT
from neeman.activity.queries.records import tasks_of
from neeman.activity.services.interactions import log_interaction
from neeman.customers.models import Customer
from neeman.customers.panels import draw_panel
from neeman.customers.queries.card import get_customer
from neeman.customers.services.acting import Unfit
from neeman.customers.views.parts import say_done
from neeman.orgs.access import Access, with_access
from neeman.orgs.doors import needs
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import May
from neeman.ui.toasts import toast, with_toasts

HAPPENED = "happened"
"""The event by which a card's timeline learns that there is something new."""


@needs(May.LOG_ACTIVITY)
@require_POST
def customer_talk(request: HttpRequest, pk: int) -> HttpResponse:
    """The outcome sheet: what came of a talk, and when the next one is."""
    access = with_access(request).access
    customer = get_customer(access, pk)
    form = TalkForm(request.POST)
    if not form.is_valid():
        toast(request, _("This could not be read: choose an outcome or write a line."), tone="watch")
        return answer(request, access, customer)
    try:
        task = named_task(access, customer, form.cleaned_data["task"])
        logged = log_interaction(
            access, customer, form.said(), now=timezone.now(), task=task, next_step=form.next_step()
        )
    except Unfit as unfit:
        toast(request, unfit.sentence, tone="watch")
        return answer(request, access, customer)
    return answer(request, access, customer, logged.change_set, _("Recorded."))


def named_task(access: Access, customer: Customer, pk: int | None) -> Task | None:
    """The open task of this customer that a form names; None where it was finished meanwhile."""
    return tasks_of(access, customer).filter(pk=pk).first() if pk else None


def answer(
    request: HttpRequest,
    access: Access,
    customer: Customer,
    change_set: ChangeSet | None = None,
    said: str = "",
) -> HttpResponse:
    """After an act on the card: the panel anew, or the way back to the card; with the undo."""
    if said:
        say_done(request, access, change_set, said)
    if not getattr(request, "htmx", False):
        return redirect("customer", org=access.organization.slug, pk=customer.pk)
    response = HttpResponse(draw_panel(request, access, get_customer(access, customer.pk), NEXT))
    response.headers["HX-Trigger"] = HAPPENED
    return with_toasts(request, response)
