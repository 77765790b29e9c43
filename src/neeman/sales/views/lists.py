"""The business's own lists, stages and reasons for losing: two pages of the settings, of one shape."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from neeman.customers.services.acting import Unfit
from neeman.orgs.access import Access, with_access
from neeman.orgs.changes import StaleWrite
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.sales.forms.lists import ReasonForm, StageForm
from neeman.sales.models import LostReason, Stage
from neeman.sales.queries.chances import chances
from neeman.sales.queries.stages import all_lost_reasons, all_stages, get_lost_reason, get_stage
from neeman.sales.services.lists import (
    add_to_list,
    archive_in_list,
    edit_in_list,
    keep_list,
    move_in_list,
    restore_in_list,
)
from neeman.sales.views.parts import posted_version, saved, say_done, say_stale
from neeman.ui.toasts import toast

Row = Stage | LostReason


@dataclass(frozen=True, slots=True)
class List:
    """One of the lists: the names of its addresses (`url` of the list, `one` of a row), its words, its form."""

    url: str
    one: str
    model: type[Any]
    form: type[ReasonForm]
    title: str | Promise
    says: str | Promise
    new: str | Promise


LISTS = {
    "stages": List(
        "stages",
        "stage",
        Stage,
        StageForm,
        gettext_lazy("Stages of the pipeline"),
        gettext_lazy(
            "The way of a deal from a first word to an order. The chances hold until 30 deals have ended; from then on"
            " they are reckoned from what happened."
        ),
        gettext_lazy("New stage"),
    ),
    "reasons": List(
        "lost_reasons",
        "lost_reason",
        LostReason,
        ReasonForm,
        gettext_lazy("Reasons for losing"),
        gettext_lazy("What is asked when a deal is lost, so that the next one is not."),
        gettext_lazy("New reason"),
    ),
}


@needs(May.EDIT_CATALOG)
@require_http_methods(["GET", "HEAD", "POST"])
def sales_list(request: HttpRequest, what: str) -> HttpResponse:
    """A list in order and the form of a new row; `begin` makes rows of the defaults, so that they can be edited."""
    access, listed = with_access(request).access, LISTS[what]
    if request.method == "POST" and "begin" in request.POST:
        keep_list(access, listed.model)
        return redirect(LISTS[what].url, org=access.organization.slug)
    form = listed.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_to_list(access, listed.model, form.wanted)
        except Unfit as unfit:
            form.add_error(unfit.field_name or None, unfit.sentence)
        else:
            toast(request, _("Added."))
            return redirect(LISTS[what].url, org=access.organization.slug)
    return _page(request, access, what, form)


@needs(May.EDIT_CATALOG)
@require_http_methods(["GET", "HEAD", "POST"])
def sales_list_edit(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """Rename a row, change its chances."""
    access, listed = with_access(request).access, LISTS[what]
    row = _row(access, what, pk)
    form = listed.form(request.POST or None, row=row)
    home = reverse(listed.url, kwargs={"org": access.organization.slug})
    if done := saved(request, access, form, partial(edit_in_list, access, row), to=home):
        return done
    return _page(request, access, what, form, row)


@needs(May.EDIT_CATALOG)
@require_POST
def sales_list_move(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """One place earlier (`up`) or later."""
    access = with_access(request).access
    move_in_list(access, _row(access, what, pk), up="up" in request.POST)
    return redirect(LISTS[what].url, org=access.organization.slug)


@needs(May.EDIT_CATALOG)
@require_POST
def sales_list_archive(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """Put away, or brought back (`back`)."""
    access, version = with_access(request).access, posted_version(request)
    row = _row(access, what, pk)
    try:
        if "back" in request.POST:
            say_done(request, access, restore_in_list(access, row, version=version), _("Restored."))
        else:
            put_away = archive_in_list(access, row, version=version, now=timezone.now())
            say_done(request, access, put_away, _("Archived: old deals keep it."))
    except StaleWrite:
        say_stale(request)
    except Unfit as unfit:
        toast(request, unfit.sentence, tone="watch")
    return redirect(LISTS[what].url, org=access.organization.slug)


def _row(access: Access, what: str, pk: int) -> Any:
    return get_stage(access, pk) if what == "stages" else get_lost_reason(access, pk)


def _page(
    request: HttpRequest, access: Access, what: str, form: ReasonForm, editing: Row | None = None
) -> HttpResponse:
    rows: list[Any] = [*(all_stages(access) if what == "stages" else all_lost_reasons(access))]
    said = _chances(access, rows) if what == "stages" else {}
    given = {
        "what": what,
        "listed": LISTS[what],
        "form": form,
        "editing": editing,
        "rows": [{"row": row, "chances": said.get(row.position, [])} for row in rows if not row.archived_at],
        "archived": [row for row in rows if row.archived_at],
        "begun": rows[0].pk is not None,
    }
    return render(request, "sales/lists.html", given, status=422 if form.is_bound else 200)


def _chances(access: Access, stages: list[Stage]) -> dict[int, list[dict[str, Any]]]:
    """The chances of each stage as they are in force, for new customers and for existing ones."""
    known, groups = chances(access, stages), ((_("new"), True), (_("existing"), False))
    return {
        stage.position: [
            {"title": title, "chance": known.from_stage(stage.pk or stage.code, is_new=is_new)}
            for title, is_new in groups
        ]
        for stage in stages
    }
