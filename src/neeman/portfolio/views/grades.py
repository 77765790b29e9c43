"""One customer's grade: set by hand, lifted, and how it went over the snapshots."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neeman.customers.queries.card import get_customer
from neeman.orgs.access import Access, with_access
from neeman.orgs.changes import TooLateToUndo
from neeman.orgs.doors import needs
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import May
from neeman.portfolio.forms import GradeForm
from neeman.portfolio.pictures.comparing import left_out
from neeman.portfolio.pictures.grades import grade_history
from neeman.portfolio.pictures.scene import Scene
from neeman.portfolio.queries import find_grade_set, find_snapshot, get_change_set, pasts, standing_over_time
from neeman.portfolio.services import APPROVED, DECLINED, lift_grade, set_grade, undo_act
from neeman.ui.toasts import toast


@needs(May.VIEW_PORTFOLIO)
@require_safe
def customer_grades(request: HttpRequest, pk: int) -> HttpResponse:
    """The grade at the end of each quarter that can be compared, with the revenue behind it."""
    access = with_access(request).access
    customer = get_customer(access, pk)
    latest = find_snapshot(access)
    scene = Scene(access, latest, pasts(access)) if latest else None
    days = [past.as_of for past in scene.quarter_ends] if scene else []
    context = {
        "customer": customer,
        "picture": grade_history(access, standing_over_time(access, customer.pk, days)),
        "currency": access.organization.currency,
        "left_out": left_out(scene) if scene else [],
    }
    return render(request, "portfolio/customer_grades.html", context)


@needs(May.EDIT_PORTFOLIO)
@require_http_methods(["GET", "HEAD", "POST"])
def customer_grade_set(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the grade by hand."""
    access = with_access(request).access
    customer = get_customer(access, pk)
    held = find_grade_set(access, customer.pk)
    form = GradeForm(
        request.POST or None,
        initial={"grade": held.grade if held else "A", "reason": held.reason if held else ""},
    )
    if request.method == "POST" and form.is_valid():
        done = set_grade(access, customer, form.cleaned_data["grade"], reason=form.cleaned_data["reason"])
        return _done(request, access, pk, done, _("The grade is set"))
    return render(
        request, "portfolio/customer_grade.html", {"customer": customer, "form": form, "held": held}
    )


@needs(May.EDIT_PORTFOLIO)
@require_POST
def customer_grade_lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the computed grade hold again."""
    access = with_access(request).access
    done = lift_grade(access, get_customer(access, pk))
    return _done(request, access, pk, done, _("The computed grade holds again"))


@needs(May.EDIT_PORTFOLIO)
@require_POST
def portfolio_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an act of this room."""
    access = with_access(request).access
    change_set = get_change_set(access, pk)
    try:
        undo_act(access, change_set, now=timezone.now())
        toast(request, _("Taken back"), tone="calm")
    except TooLateToUndo:
        toast(request, _("It is too late to take this back"), tone="watch")
    customer = change_set.label.get("customer")
    if customer:
        return redirect("customer", org=access.organization.slug, pk=customer)
    decided = change_set.verb in {APPROVED, DECLINED}
    return redirect("portfolio_proposed" if decided else "portfolio_rules", org=access.organization.slug)


def _done(request: HttpRequest, access: Access, pk: int, done: ChangeSet | None, said: str) -> HttpResponse:
    slug = access.organization.slug
    toast(request, said, undo=reverse("portfolio_undo", kwargs={"org": slug, "pk": done.pk}) if done else "")
    return redirect("customer", org=slug, pk=pk)
