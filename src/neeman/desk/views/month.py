"""The first month: the plan on its page and as a card, and the question of the moment."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from neeman.customers.models import Customer
from neeman.customers.queries.card import get_customer
from neeman.customers.services.acting import Unfit
from neeman.customers.views.parts import say_done
from neeman.desk.models import Answer
from neeman.desk.month.asking import (
    BY_KEY,
    MINUTES,
    AnswerForm,
    Field,
    keep,
    minutes_today,
    next_question,
    note,
)
from neeman.desk.month.plan import plan_of
from neeman.orgs.access import Access, with_access
from neeman.orgs.changes import StaleWrite
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.ui.toasts import toast


@needs(May.VIEW_CUSTOMERS)
@require_safe
def first_month(request: HttpRequest) -> HttpResponse:
    """The plan of thirty days; asked by htmx, the card that stands beside the day until it is done."""
    access = with_access(request).access
    plan = plan_of(access, timezone.now())
    template = "desk/_first_month_card.html" if with_access(request).htmx else "desk/first_month.html"
    response = render(request, template, {"plan": plan, "may_ask": access.may(May.EDIT_CUSTOMERS)})
    response.headers["Vary"] = "HX-Request"
    return response


@needs(May.EDIT_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def enrich(request: HttpRequest) -> HttpResponse:
    """One question; an answer leads to the next."""
    access = with_access(request).access
    if request.method == "POST":
        return _answered(request, access)
    question = next_question(access, timezone.localdate())
    if question is None:
        return render(
            request, "desk/enrich_done.html", {"minutes": minutes_today(access, timezone.localtime())}
        )
    form = AnswerForm(access, question.field)
    return render(request, "desk/enrich.html", _given(access, question.customer, question.field, form))


def _answered(request: HttpRequest, access: Access) -> HttpResponse:
    pk = request.POST.get("customer", "")
    field = BY_KEY.get(request.POST.get("field", ""))
    if field is None or not (pk.isascii() and pk.isdigit() and len(pk) < 18):
        raise Http404
    customer, now = get_customer(access, int(pk)), timezone.now()
    answer = request.POST.get("answer", "")
    if answer in (Answer.LATER, Answer.NEVER):
        note(access, customer, field, Answer(answer), now=now)
        return redirect("enrich", org=access.organization.slug)
    form = AnswerForm(access, field, request.POST)
    if not form.is_valid():
        return render(request, "desk/enrich.html", _given(access, customer, field, form), status=422)
    try:
        change_set = keep(access, customer, field, form, today=timezone.localdate())
    except Unfit as unfit:
        form.add_error("value", str(unfit.sentence))
        return render(request, "desk/enrich.html", _given(access, customer, field, form), status=422)
    except StaleWrite:
        toast(request, _("Somebody else changed this customer meanwhile; look once more."), tone="watch")
        return redirect("enrich", org=access.organization.slug)
    note(access, customer, field, Answer.SAVED, now=now)
    say_done(request, access, change_set, _("Saved: %(what)s") % {"what": field.title})
    return redirect("enrich", org=access.organization.slug)


def _given(access: Access, customer: Customer, field: Field, form: AnswerForm) -> dict[str, Any]:
    minutes = minutes_today(access, timezone.localtime())
    return {
        "customer": customer,
        "standing": getattr(customer, "standing", None),
        "field": field,
        "form": form,
        "minutes": minutes,
        "budget": MINUTES,
        "enough": minutes >= MINUTES,
        "money": access.may(May.VIEW_MONEY),
    }
