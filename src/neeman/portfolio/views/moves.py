"""Who moved between grades from one snapshot to another."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from neeman.orgs.access import with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.portfolio.moves import STATES, Moves, moves_between
from neeman.portfolio.pictures.moves import NAMED, moves_picture, state_name
from neeman.portfolio.pictures.scene import Scene
from neeman.portfolio.queries import find_snapshot
from neeman.portfolio.views.exporting import workbook
from neeman.portfolio.views.overview import dated_views, scene_of


@needs(May.VIEW_PORTFOLIO)
@require_safe
def portfolio_moves(request: HttpRequest) -> HttpResponse:
    """The flows, the matrix, and the customers of the cell that the address names."""
    found = _find(request)
    if found is None:
        return render(
            request, "portfolio/no_moves.html", {"scene": scene_of(request, with_access(request).access)}
        )
    scene, moves, picture = found
    was, now = _state(request, "was"), _state(request, "now")
    named = moves.of(was, now) if was or now else moves.changed
    scene = scene.naming(move.customer_id for move in named[:NAMED])
    context: dict[str, Any] = {
        "scene": scene,
        "views": dated_views(scene),
        "picture": picture,
        "named": named[:NAMED],
        "named_count": len(named),
        "cell": (state_name(was, before=True), state_name(now)) if was and now else None,
        "by_revenue": request.GET.get("by") == "revenue",
    }
    return render(request, "portfolio/moves.html", context)


@needs(May.VIEW_PORTFOLIO)
@require_safe
def portfolio_moves_export(request: HttpRequest) -> HttpResponse:
    """Everybody whose grade is not what it was, as a workbook."""
    found = _find(request)
    if found is None:
        raise Http404
    scene, moves, picture = found
    return workbook(scene.naming(move.customer_id for move in moves.changed), picture)


def _find(request: HttpRequest) -> tuple[Scene, Moves, Any] | None:
    access = with_access(request).access
    scene = scene_of(request, access)
    earlier = find_snapshot(access, scene.earlier.as_of) if scene and scene.earlier else None
    if scene is None or earlier is None:
        return None
    moves = moves_between(earlier, scene.snapshot)
    by_revenue = request.GET.get("by") == "revenue"
    return scene, moves, moves_picture(scene, moves, earlier=earlier.as_of, by_revenue=by_revenue)


def _state(request: HttpRequest, name: str) -> str:
    asked = request.GET.get(name, "")
    return asked if asked in STATES else ""
