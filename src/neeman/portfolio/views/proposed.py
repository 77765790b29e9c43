"""Grades that were computed and wait for somebody to approve or decline them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from neeman.customers.models import Standing
from neeman.customers.models.standing import Grade
from neeman.orgs.access import Access, with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.portfolio.explaining import why_proposed
from neeman.portfolio.models import NewGrades
from neeman.portfolio.queries import Direction, count_proposed, get_rules, proposed_grades
from neeman.portfolio.services import MOST_DECIDED, decide_grades
from neeman.ui.text import plain
from neeman.ui.toasts import toast

A_PAGE = 20


@needs(May.EDIT_PORTFOLIO)
@require_safe
def portfolio_proposed(request: HttpRequest) -> HttpResponse:
    """Whose grade would change to which, and why; the largest first, in pages."""
    access = with_access(request).access
    direction = _direction(request.GET)
    rows = proposed_grades(access, direction).select_related("customer").defer("months")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    counts = count_proposed(access)
    context = {
        "waiting": counts[""],
        "tabs": _tabs(direction, counts),
        "direction": direction or "",
        "rows": _rows(access, page),
        "count": page.paginator.count,
        "most": MOST_DECIDED,
        "currency": access.organization.currency,
        "waits": get_rules(access).new_grades == NewGrades.WAIT,
        **_paging(direction, page),
    }
    return render(request, "portfolio/proposed.html", context)


@needs(May.EDIT_PORTFOLIO)
@require_POST
def portfolio_proposed_approve(request: HttpRequest) -> HttpResponse:
    """Take one, the chosen or all of a direction into force."""
    return _decide(request, approve=True)


@needs(May.EDIT_PORTFOLIO)
@require_POST
def portfolio_proposed_decline(request: HttpRequest) -> HttpResponse:
    """Leave one, the chosen or all of a direction with the grade in force."""
    return _decide(request, approve=False)


def _decide(request: HttpRequest, *, approve: bool) -> HttpResponse:
    access = with_access(request).access
    done = decide_grades(access, _asked(request, access), approve=approve)
    if done is None:
        toast(request, _("None of these is proposed any more"), tone="watch")
    else:
        count = done.label["count"]
        said = (
            ngettext("%(count)s grade approved", "%(count)s grades approved", count)
            if approve
            else ngettext("%(count)s grade declined", "%(count)s grades declined", count)
        )
        undo = reverse("portfolio_undo", kwargs={"org": access.organization.slug, "pk": done.pk})
        toast(request, said % {"count": f"{count:,}"}, undo=undo)
    direction = _direction(request.POST)
    address = reverse("portfolio_proposed", kwargs={"org": access.organization.slug})
    return redirect(f"{address}?way={direction}" if direction else address)


def _asked(request: HttpRequest, access: Access) -> dict[int, str]:
    """Customer -> the grade that the page proposed: of the row whose button it was, of all, or of the rows chosen."""
    if request.POST.get("all"):
        rows = proposed_grades(access, _direction(request.POST))
        return dict(rows.values_list("customer_id", "proposed")[:MOST_DECIDED])
    given = [request.POST["one"]] if "one" in request.POST else request.POST.getlist("id")[:MOST_DECIDED]
    return dict(map(_read, given))


def _read(text: str) -> tuple[int, str]:
    """ "12:A" as the customer and the grade; 404 for what no page of ours sends."""
    pk, _colon, grade = text.partition(":")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19 and grade in Grade.values):
        raise Http404
    return int(pk), grade


def _direction(given: QueryDict) -> Direction | None:
    asked = given.get("way", "")
    return Direction(asked) if asked in set(Direction) else None


def _rows(access: Access, page: Page[Standing]) -> list[dict[str, Any]]:
    """The page's standings with the reasons in words."""
    method, write = get_rules(access).method, plain(get_language() or "he")
    currency = access.organization.currency
    return [
        {
            "standing": row,
            "why": why_proposed(row.explanation or {}, row.proposed, method, write, currency),
        }
        for row in page
    ]


def _tabs(chosen: Direction | None, counts: dict[str, int]) -> list[dict[str, Any]]:
    titles = {
        "": _("All"),
        Direction.UP: _("Up a grade"),
        Direction.DOWN: _("Down a grade"),
        Direction.TO_BRONZE: _("Down to bronze"),
    }
    return [
        {
            "title": title,
            "href": f"?way={way}" if way else "?",
            "here": way == (chosen or ""),
            "count": counts[way],
        }
        for way, title in titles.items()
    ]


def _paging(direction: Direction | None, page: Page[Standing]) -> dict[str, str]:
    def to(number: int) -> str:
        return "?" + urlencode({"way": direction or "", "page": number})

    words = {"first": page.start_index(), "last": page.end_index(), "count": page.paginator.count}
    return {
        "shown": _("%(first)s to %(last)s of %(count)s") % words,
        "previous": to(page.previous_page_number()) if page.has_previous() else "",
        "next": to(page.next_page_number()) if page.has_next() else "",
    }
