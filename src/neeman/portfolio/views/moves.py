"""Who moved between grades from one snapshot to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from neeman.orgs.access import with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.portfolio.models import Snapshot
from neeman.portfolio.moves import CHANGED, STATES, Kind
from neeman.portfolio.pictures.comparing import left_out
from neeman.portfolio.pictures.moves import kind_name, moves_table, state_name, story
from neeman.portfolio.pictures.scene import Scene
from neeman.portfolio.queries import find_snapshot
from neeman.portfolio.views.exporting import workbook
from neeman.portfolio.views.overview import dated_views, scene_of, to_decide

if TYPE_CHECKING:
    from neeman.portfolio.moving import Ints, Moves

A_PAGE = 20


@needs(May.VIEW_PORTFOLIO)
@require_safe
def portfolio_moves(request: HttpRequest) -> HttpResponse:
    """What the moves amount to, the flows, the matrix, and the customers of what the address names, in pages."""
    access = with_access(request).access
    scene = scene_of(request, access)
    found = _find(scene)
    if scene is None or found is None:
        empty = {"scene": scene, "left_out": left_out(scene) if scene else [], **to_decide(access)}
        return render(request, "portfolio/no_moves.html", empty)
    moves, earlier = found
    by_revenue = request.GET.get("by") == "revenue"
    rows, title = _named(request, moves)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    start = (page.number - 1) * A_PAGE
    named = moves.named(rows[start : start + A_PAGE])
    context: dict[str, Any] = {
        "scene": scene.naming(move.customer_id for move in named),
        "views": dated_views(scene),
        "story": story(scene, moves, earlier=earlier, by_revenue=by_revenue),
        "named": named,
        "named_title": title,
        "count": len(rows),
        **_paging(request, page),
        "by_revenue": by_revenue,
        **to_decide(access),
    }
    return render(request, "portfolio/moves.html", context)


@needs(May.VIEW_PORTFOLIO)
@require_safe
def portfolio_moves_export(request: HttpRequest) -> HttpResponse:
    """Everybody whose grade is not what it was, as a workbook."""
    scene = scene_of(request, with_access(request).access)
    found = _find(scene)
    if scene is None or found is None:
        raise Http404
    changed = found[0].named(found[0].of_kind(*CHANGED))
    return workbook(scene.naming(move.customer_id for move in changed), "moves", moves_table(changed))


def _find(scene: Scene | None) -> tuple[Moves, Snapshot] | None:
    """The moves up to the scene's day, and the snapshot that they begin from; None when there is none to compare with."""
    from neeman.portfolio.moving import moves_between  # Arrow is heavy, and only these pages need it

    if scene is None or scene.earlier is None:
        return None
    earlier = find_snapshot(scene.access, scene.earlier.as_of)
    assert earlier is not None
    return moves_between(earlier, scene.snapshot), earlier


def _named(request: HttpRequest, moves: Moves) -> tuple[Ints, str]:
    """Whom the address names, and what they are called: one cell, one kind, or everybody who moved."""
    was, now = _state(request, "was"), _state(request, "now")
    if was and now:
        words = {"was": state_name(was, before=True), "now": state_name(now)}
        return moves.of(was, now), _("%(was)s → %(now)s") % words
    kind = request.GET.get("kind")
    if kind in CHANGED:
        return moves.of_kind(Kind(kind)), kind_name(Kind(kind))
    return moves.of_kind(*CHANGED), _("Everybody who moved")


def _paging(request: HttpRequest, page: Page[Any]) -> dict[str, str]:
    """What the pager says and where it leads."""

    def to(number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(number)
        return f"?{query.urlencode()}#names"

    words = {"first": page.start_index(), "last": page.end_index(), "count": page.paginator.count}
    return {
        "shown": _("%(first)s to %(last)s of %(count)s") % words,
        "previous": to(page.previous_page_number()) if page.has_previous() else "",
        "next": to(page.next_page_number()) if page.has_next() else "",
    }


def _state(request: HttpRequest, name: str) -> str:
    asked = request.GET.get(name, "")
    return asked if asked in STATES else ""
