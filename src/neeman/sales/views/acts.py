"""What is done to a deal in one press: moved on, its next action done or planned, won, lost, handed over."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neeman.customers.services.acting import Unfit
from neeman.orgs.access import Access, with_access
from neeman.orgs.changes import StaleWrite
from neeman.orgs.doors import needs
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import May
from neeman.sales.forms.deals import HandForm, LostForm, StepForm
from neeman.sales.models import Deal
from neeman.sales.page import moves_of, step_given
from neeman.sales.queries.asked import read_asked
from neeman.sales.queries.deals import get_deal
from neeman.sales.queries.stages import get_stage, lost_reasons
from neeman.sales.queries.steps import find_next_step
from neeman.sales.services.deals import lose_deal, move_deal, reopen_deal, win_deal
from neeman.sales.services.handing import hand_deal
from neeman.sales.services.next_steps import finish_step, plan_step
from neeman.sales.views.parts import posted_version, say_done, say_stale
from neeman.sales.views.pipeline import board_again
from neeman.ui.toasts import toast, with_toasts


@needs(May.EDIT_SALES)
@require_POST
def deal_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Into the stage that the pressed button names as "stage.version"; htmx gets the board anew, with the undo."""
    asker = with_access(request)
    access, row = asker.access, get_deal(asker.access, pk)
    to, _dot, version = request.POST.get("to", "").partition(".")
    stage = get_stage(access, int(to) if to.isascii() and to.isdigit() and len(to) < 19 else 0)

    def move() -> ChangeSet | None:
        read_at = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
        return move_deal(access, row, stage, version=read_at, now=timezone.now())

    said = _("%(deal)s is in %(stage)s now.") % {"deal": row.title, "stage": stage.title}
    _do(request, access, move, said)
    if asker.htmx and request.headers.get("HX-Target") == "board":
        return with_toasts(request, board_again(request, access))
    return _back(request, access, row)


@needs(May.EDIT_SALES)
@require_safe
def deal_moves(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a deal can go from here: a dialog over the board; without scripts, the deal's own page."""
    asker = with_access(request)
    access, row = asker.access, get_deal(asker.access, pk)
    if not asker.htmx:
        return redirect("deal", org=access.organization.slug, pk=pk)
    return render(request, "sales/_moves.html", moves_of(access, row))


@needs(May.EDIT_SALES)
@require_http_methods(["GET", "HEAD", "POST"])
def deal_step(request: HttpRequest, pk: int) -> HttpResponse:
    """The next action: done (`done`), with what came of it and what follows, or only planned anew (`plan`)."""
    asker = with_access(request)
    access, row = asker.access, get_deal(asker.access, pk)
    form = StepForm(request.POST or None, initial=step_given(access, row, now=timezone.now()))
    if request.method == "POST" and form.is_valid():
        _do(request, access, _step(request, access, row, form), _("Saved, with the next action."))
        if asker.htmx:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return redirect("deal", org=access.organization.slug, pk=pk)
    step = find_next_step(row)
    given = {"deal": row, "form": form, "step": step, "version": step.version if step else 0}
    template = "sales/_step.html" if asker.htmx else "sales/deal_step.html"
    response = render(request, template, given, status=422 if form.is_bound else 200)
    response.headers["Vary"] = "HX-Request"
    return response


@needs(May.EDIT_SALES)
@require_safe
def deal_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Won or lost: the page on which it is said."""
    access = with_access(request).access
    row = get_deal(access, pk)
    return render(request, "sales/deal_end.html", {"deal": row, "form": LostForm(lost_reasons(access))})


@needs(May.EDIT_SALES)
@require_POST
def deal_win(request: HttpRequest, pk: int) -> HttpResponse:
    """The customer said yes."""
    access = with_access(request).access
    row, version = get_deal(access, pk), posted_version(request)
    _do(request, access, lambda: win_deal(access, row, version=version, now=timezone.now()), _("Won!"))
    return redirect("deal", org=access.organization.slug, pk=pk)


@needs(May.EDIT_SALES)
@require_POST
def deal_lose(request: HttpRequest, pk: int) -> HttpResponse:
    """The customer said no, and why."""
    access = with_access(request).access
    row, form = get_deal(access, pk), LostForm(lost_reasons(access), request.POST)
    if not form.is_valid():
        return render(request, "sales/deal_end.html", {"deal": row, "form": form}, status=422)
    given = {name: form.cleaned_data[name] for name in ("competitor", "price_compared", "words")}

    def lose() -> ChangeSet | None:
        version = posted_version(request)
        return lose_deal(access, row, version=version, now=timezone.now(), reason=form.chosen_reason, **given)

    _do(request, access, lose, _("Lost, and the reason is kept."))
    return redirect("deal", org=access.organization.slug, pk=pk)


@needs(May.EDIT_SALES)
@require_POST
def deal_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Worked on again."""
    access = with_access(request).access
    row, version = get_deal(access, pk), posted_version(request)
    _do(
        request, access, lambda: reopen_deal(access, row, version=version, now=timezone.now()), _("Reopened.")
    )
    return redirect("deal", org=access.organization.slug, pk=pk)


@needs(May.EDIT_SALES)
@require_http_methods(["GET", "HEAD", "POST"])
def deal_hand(request: HttpRequest, pk: int) -> HttpResponse:
    """To a colleague, with a word."""
    access = with_access(request).access
    row = get_deal(access, pk)
    form = HandForm(access, row, request.POST or None)
    if request.method == "POST" and form.is_valid():
        to, words = form.cleaned_data["member"], form.cleaned_data["words"]
        try:
            version = posted_version(request)
            done = hand_deal(access, row, to, words=words, version=version, now=timezone.now())
        except Unfit as unfit:
            form.add_error(unfit.field_name or None, unfit.sentence)
        except StaleWrite:
            say_stale(request)
            return redirect("deal", org=access.organization.slug, pk=pk)
        else:
            say_done(request, access, done, _("Handed over to %(name)s.") % {"name": to})
            return redirect("deal", org=access.organization.slug, pk=pk)
    return render(
        request, "sales/deal_hand.html", {"deal": row, "form": form}, status=422 if form.is_bound else 200
    )


def _step(request: HttpRequest, access: Access, row: Deal, form: StepForm) -> Callable[[], ChangeSet | None]:
    """The act that the pressed button stands for."""
    now = timezone.now()
    if "plan" in request.POST:
        version = posted_version(request)
        return lambda: plan_step(access, row, form.step, task_version=version, now=now)
    current = find_next_step(row)
    said = form.said(row, current.kind if current else form.cleaned_data["kind"])
    return lambda: finish_step(access, row, said, next_step=form.step, now=now).change_set


def _do(request: HttpRequest, access: Access, act: Callable[[], ChangeSet | None], said: str) -> None:
    """Do it and say so; what came too late or cannot be is said, and nothing is written."""
    try:
        say_done(request, access, act(), said)
    except StaleWrite:
        say_stale(request)
    except Unfit as unfit:
        toast(request, unfit.sentence, tone="watch")


def _back(request: HttpRequest, access: Access, row: Deal) -> HttpResponse:
    """To the deal's page when the act was pressed there, else to the board as it was asked for."""
    slug, back = access.organization.slug, request.POST.get("back", "")
    if back == "deal":
        return redirect("deal", org=slug, pk=row.pk)
    return redirect(f"{reverse('pipeline', kwargs={'org': slug})}?{read_asked(QueryDict(back)).query()}")
