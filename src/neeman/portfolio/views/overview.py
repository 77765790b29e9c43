"""The CEO's page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from neeman.jobs.models import State
from neeman.jobs.queries import find_latest
from neeman.orgs.access import Access, with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.portfolio import pictures
from neeman.portfolio.aims import judge_figures
from neeman.portfolio.pictures import Scene
from neeman.portfolio.pictures.comparing import left_out
from neeman.portfolio.pictures.figures import NEAR_A_YEAR
from neeman.portfolio.pictures.pareto import Cuts
from neeman.portfolio.queries import count_proposed, find_earlier, find_snapshot, get_rules, pasts
from neeman.portfolio.services import RECOMPUTE, params_of, request_recompute


@needs(May.VIEW_PORTFOLIO)
@require_safe
def portfolio(request: HttpRequest) -> HttpResponse:
    """The overview of one snapshot, the latest unless the address says another."""
    access = with_access(request).access
    part = request.GET.get("part") if with_access(request).htmx else None
    work = _work(request, access)
    if part == "working":
        return _still_working(request, work)
    scene = scene_of(request, access)
    if scene is None:
        return render(request, "portfolio/empty.html", work)
    context = {"scene": scene, "views": dated_views(scene), **work, **_ways(access)}
    if part in FRAGMENTS:
        return render(request, f"portfolio/_{part}.html", context | FRAGMENTS[part](request, scene))
    return render(request, "portfolio/overview.html", context | sheets(request, scene))


@needs(May.VIEW_PORTFOLIO)
@require_POST
def recompute(request: HttpRequest) -> HttpResponse:
    """Measure anew; the page says when it is done."""
    access = with_access(request).access
    request_recompute(access)
    messages.info(request, _("The figures are being computed; they will change here in a moment"))
    return redirect("portfolio", org=access.organization.slug)


def _work(request: HttpRequest, access: Access) -> dict[str, Any]:
    """The latest computation, whether it is under way, and where the page asks for its progress."""
    job = find_latest(access, RECOMPUTE)
    asked = request.GET.copy()
    asked["part"] = "working"
    return {
        "job": job,
        "working": job is not None and job.state in {State.WAITING, State.RUNNING},
        "asked": f"{request.path}?{asked.urlencode()}",
    }


def _still_working(request: HttpRequest, work: dict[str, Any]) -> HttpResponse:
    """The progress as it stands; once there is nothing to wait for, the whole page anew."""
    if work["working"]:
        return render(request, "portfolio/_working.html", work)
    return HttpResponse(headers={"HX-Refresh": "true"})


def _ways(access: Access) -> dict[str, Any]:
    """Where the page leads."""
    slug = {"org": access.organization.slug}
    return {
        "moves": reverse("portfolio_moves", kwargs=slug),
        "rules": reverse("portfolio_rules", kwargs=slug),
        **to_decide(access),
    }


def to_decide(access: Access) -> dict[str, Any]:
    """Whether this member decides on grades, and how many wait for it."""
    may_edit = access.may(May.EDIT_PORTFOLIO)
    return {"may_edit": may_edit, "waiting": count_proposed(access)[""] if may_edit else 0}


def scene_of(request: HttpRequest, access: Access) -> Scene | None:
    """The snapshots that the address asks for: `as_of` and, to compare with, `before`. Unreadable days are ignored."""
    snapshot = find_snapshot(access, _day(request.GET.get("as_of", "")))
    if snapshot is None:
        return None
    return Scene(access, snapshot, pasts(access), _day(request.GET.get("before", "")))


def own_cuts(scene: Scene) -> Cuts:
    """The cuts by which the organization grades."""
    params = params_of(scene.access, get_rules(scene.access))
    return Cuts(params.grade_cut_a, params.grade_cut_b)


def asked_cuts(request: HttpRequest, own: Cuts) -> Cuts:
    """The cuts that the address asks for, else the organization's own."""
    a = _percent(request.GET.get("cut_gold", ""), own.a)
    return Cuts(a, max(a, _percent(request.GET.get("cut_silver", ""), own.b)))


def dated_views(scene: Scene) -> dict[str, Any]:
    """Which snapshots the page offers: the latest, the last quarter's end, a year ago, all there are; and of those that can
    be compared all, with a word on the others."""
    days = [past.as_of for past in scene.pasts]
    latest = days[0]
    quarter = next(
        (day for day in days[1:] if day.month % 3 == 0 and (day + timedelta(days=1)).day == 1), None
    )
    year = find_earlier(scene.pasts[1:], latest)
    is_a_year = year is not None and abs((latest - year.as_of).days - 365) <= NEAR_A_YEAR
    return {
        "latest": latest,
        "quarter": quarter,
        "year": year.as_of if year and is_a_year and year.as_of != quarter else None,
        "days": days,
        "earlier_days": [past.as_of for past in scene.comparable],
        "left_out": left_out(scene),
    }


def sheets(request: HttpRequest, scene: Scene) -> dict[str, Any]:
    """Everything that the overview shows."""
    return {
        "headline": pictures.headline(scene),
        "figures": _figures(scene),
        **_pareto(request, scene),
        "concentration": pictures.concentration_picture(scene),
        **_what_if(request, scene),
        "cohorts": pictures.cohorts_picture(scene),
        "months": pictures.months_picture(scene),
        "churn": pictures.churn_picture(scene),
        "top": pictures.top_picture(scene),
        "late": pictures.late_picture(scene),
        "new": pictures.new_picture(scene),
        "gone": pictures.gone_picture(scene),
    }


def _figures(scene: Scene) -> list[dict[str, Any]]:
    judged = judge_figures(scene)
    return [
        figure | {"targets": judged.get(figure.get("measure", ""))} for figure in pictures.key_figures(scene)
    ]


def _pareto(request: HttpRequest, scene: Scene) -> dict[str, Any]:
    own = own_cuts(scene)
    return {"pareto": pictures.pareto_picture(scene, asked_cuts(request, own), own)}


def _what_if(request: HttpRequest, scene: Scene) -> dict[str, Any]:
    return {"leaves": pictures.what_if(scene, request.GET.get("leaves"))}


FRAGMENTS: dict[str | None, Callable[[HttpRequest, Scene], dict[str, Any]]] = {
    "pareto": _pareto,
    "what_if": _what_if,
}
"""The sheets that htmx asks for alone, by the names of their templates."""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _percent(text: str, otherwise: int) -> int:
    return min(max(int(text), 1), 99) if text.isascii() and text.isdigit() else otherwise
