"""The pipeline as a board, a table and a calendar: three layouts of one address."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from neeman.orgs.access import Access, with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.sales.layouts import (
    Desk,
    above,
    board_layout,
    calendar_layout,
    drawn,
    headline,
    may,
    number,
    table_layout,
)
from neeman.sales.queries.asked import View, read_asked
from neeman.sales.queries.board import CARDS, more_cards
from neeman.sales.queries.deals import deals
from neeman.sales.queries.stages import get_stage

LAYOUTS = {View.BOARD: board_layout, View.TABLE: table_layout, View.CALENDAR: calendar_layout}


@needs(May.VIEW_SALES)
@require_safe
def pipeline(request: HttpRequest) -> HttpResponse:
    """The deals that the address asks for, laid out as it asks."""
    access = with_access(request).access
    desk = Desk(access, read_asked(request.GET), timezone.now())
    given = LAYOUTS[desk.asked.view](desk, request.GET) | above(desk)
    given |= headline(desk, given["sums"])
    if not given["sums"].count and not desk.asked.narrows and not deals(access).exists():
        return render(request, "sales/pipeline_none.html", given)
    return render(request, f"sales/pipeline_{desk.asked.view}.html", given)


@needs(May.VIEW_SALES)
@require_safe
def pipeline_stage(request: HttpRequest, pk: int) -> HttpResponse:
    """The next cards of one column, from the one numbered `from` on: what "more" asks for."""
    access = with_access(request).access
    desk, stage = Desk(access, read_asked(request.GET), timezone.now()), get_stage(access, pk)
    start = number(request.GET.get("from", ""))
    cards = more_cards(desk.asking, desk.asked, stage, start, desk.chances)
    given = {
        "cards": drawn(desk, cards),
        "stage": stage,
        "list_query": desk.asked.query(),
        "left": len(cards) == CARDS,
        "start": start + len(cards),
        **may(access),
    }
    return render(request, "sales/_cards.html", given)


def board_again(request: HttpRequest, access: Access) -> HttpResponse:
    """The board as it stands after an act on it: the part that htmx puts in the place of the old one."""
    came = urlsplit(request.headers.get("HX-Current-URL", ""))
    desk = Desk(access, read_asked(QueryDict(came.query)), timezone.now())
    given = board_layout(desk, request.GET)
    given |= headline(desk, given["sums"]) | may(access) | {"list_query": desk.asked.query(), "again": True}
    response = render(request, "sales/_board.html", given)
    response.headers["Vary"] = "HX-Request"
    return response
