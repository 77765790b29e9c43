"""The list of customers: a plain page whose address is the whole of it; more rows come without leaving it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from neeman.customers.cells import Painter
from neeman.customers.choices import IN_A_ROW, Known, chips, column_options, menus, more_menus, orders
from neeman.customers.headline import headline
from neeman.customers.many import many_acts
from neeman.customers.models import Customer, Tag
from neeman.customers.queries.asked import Asked, By, Sort, read_asked
from neeman.customers.queries.card import custom_fields
from neeman.customers.queries.columns import Column, columns_for, shown_columns
from neeman.customers.queries.listing import Listing, day_of_figures
from neeman.customers.queries.saved_views import BUILT_IN, views_of
from neeman.customers.queries.totals import Totals
from neeman.customers.views.parts import mays, today
from neeman.orgs.access import Access, with_access
from neeman.orgs.doors import needs
from neeman.orgs.queries import members
from neeman.orgs.roles import May
from neeman.ui.text import markup

PAGE = 25
LAST_PAGE = 1_000_000
Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Desk:
    """What every page about a list needs of it."""

    listing: Listing
    known: Known
    columns: dict[str, Column]

    @property
    def asked(self) -> Asked:
        """The list as it was asked for, as far as this member may ask."""
        return self.listing.asked

    @property
    def shown(self) -> list[Column]:
        """The columns beside the name."""
        return shown_columns(self.asked.columns, self.columns)


@needs(May.VIEW_CUSTOMERS)
@require_safe
def customers(request: HttpRequest) -> HttpResponse:
    """A page of the list; asked by htmx for a later page, only its rows."""
    access = with_access(request).access
    desk = open_desk(access, request.GET)
    number = page_number(request.GET)
    totals = desk.listing.totals()
    context = rows_page(access, desk, number, totals)
    if with_access(request).htmx and number > 1:
        return _vary(render(request, "customers/_rows.html", context))
    everything = totals if not desk.asked.narrows else replace(desk.listing, asked=Asked()).totals()
    if not everything.count and not _any_customer():
        return _nothing_yet(request, access)
    return _vary(
        render(request, "customers/customer_list.html", context | _above(access, desk, totals, everything))
    )


@needs(May.VIEW_CUSTOMERS)
@require_safe
def customer_filters(request: HttpRequest) -> HttpResponse:
    """All filters on one page, with the values that there are."""
    access = with_access(request).access
    desk = open_desk(access, request.GET)
    own = [(field, _custom_values(desk.asked, field.key)) for field in desk.known.fields]
    context = {
        "menus": menus(desk.asked, desk.known) + more_menus(access, desk.asked, desk.known),
        "asked": desk.asked,
        "late": By.LATE in desk.asked.by,
        "money": access.may(May.VIEW_MONEY),
        "revenue": {name: "".join(desk.asked.by.get(name, ())) for name in (By.REVENUE_FROM, By.REVENUE_TO)},
        "own": own,
        "kept": [pair for pair in _kept(desk.asked) if pair[0] in {"q", "sort", "columns"}],
    }
    return render(request, "customers/customer_filters.html", context)


def open_desk(access: Access, given: QueryDict) -> Desk:
    """The list that an address asks for."""
    fields = list(custom_fields(access))
    columns = columns_for(access, fields)
    asked = read_asked(given, fields, columns)
    day = day_of_figures(today())
    known = Known(access, list(members(access)), list(Tag.objects.order_by("name")), fields, day)
    return Desk(Listing(access, asked, day, today(), fields), known, columns)


def rows_page(access: Access, desk: Desk, number: int, totals: Totals) -> Context:
    """The rows of one page, drawn, and what stands below them."""
    start = (number - 1) * PAGE
    found = desk.listing.rows(start, PAGE)
    rows = _painter(access, desk).rows(found)
    left = max(totals.count - start - len(rows), 0)
    query = desk.asked.query()
    return {
        "rows": rows,
        "shown": markup(get_language() or "he").ltr(f"{start + 1 if rows else 0:,}–{start + len(rows):,}"),
        "totals": totals,
        "left": left,
        "next": f"?{query}&page={number + 1}" if left and rows else "",
        "previous": f"?{query}&page={number - 1}" if number > 1 else "",
        "may": mays(access) | {"export": access.may(May.EXPORT_CUSTOMERS)},
        "many_acts": many_acts(access),
        "currency": access.organization.currency,
        "list_query": query,
        "column_count": len(desk.shown) + 3,
    }


def _painter(access: Access, desk: Desk) -> Painter:
    return Painter(
        slug=access.organization.slug,
        currency=access.organization.currency,
        day=desk.listing.day,
        today=desk.listing.today,
        columns=desk.shown,
        owners=desk.known.owners,
        may_choose=access.may(May.EDIT_CUSTOMERS),
        fields={field.key: field for field in desk.known.fields},
    )


def page_number(given: QueryDict) -> int:
    """The page asked for, from 1; what is no number is the first."""
    text = given.get("page", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1
    return min(max(number, 1), LAST_PAGE)


def _above(access: Access, desk: Desk, totals: Totals, everything: Totals) -> Context:
    """What stands above the rows: heading, views, menus, chips, columns."""
    asked = desk.asked
    return {
        "headline": headline(desk.listing, totals, everything),
        "tabs": _tabs(access, asked, everything),
        "menus": menus(asked, desk.known),
        "chips": chips(asked, desk.known),
        "orders": orders(asked, access),
        "column_options": column_options(desk.columns, desk.shown),
        "heads": _heads(asked, desk.shown),
        "name_query": asked.sorted_by(Sort.NAME).query(),
        "asked": asked,
        "late": By.LATE in asked.by,
        "kept": _kept(asked, [*IN_A_ROW, By.LATE]),
        "kept_by_columns": _kept(asked, ["columns"]),
        "query": asked.text,
        "live": True,
    }


def _tabs(access: Access, asked: Asked, everything: Totals) -> list[dict[str, Any]]:
    """The views; with a count where the page has counted it anyway."""
    counted = {"": everything.count, "late=yes": everything.late}
    address = reverse("customers", kwargs={"org": access.organization.slug})
    views = [(str(title), query) for title, query in BUILT_IN]
    views += [(view.name, view.query) for view in views_of(access)]
    here = asked.query()
    return [
        {
            "title": title,
            "href": f"{address}?{query}" if query else address,
            "here": query == here,
            "count": counted.get(query),
        }
        for title, query in views
    ]


def _heads(asked: Asked, shown: list[Column]) -> list[dict[str, Any]]:
    now, descending = asked.order
    return [
        {
            "column": column,
            "query": asked.sorted_by(column.sort).query() if column.sort else "",
            "order": ("descending" if descending else "ascending") if column.sort == now else "",
        }
        for column in shown
    ]


def _kept(asked: Asked, besides: Iterable[str] = ()) -> list[tuple[str, str]]:
    """What a form that shows the filters named `besides` must carry along: (name, value)."""
    shown = set(besides)
    return [pair for pair in parse_qsl(asked.query()) if pair[0] not in shown]


def _custom_values(asked: Asked, key: str) -> dict[str, str]:
    return {end: "".join(asked.custom.get(f"{key}.{end}" if end else key, ())) for end in ("", "from", "to")}


def _nothing_yet(request: HttpRequest, access: Access) -> HttpResponse:
    may = mays(access) | {"import": access.may(May.IMPORT_FILES)}
    return render(request, "customers/customer_none.html", {"may": may})


def _any_customer() -> bool:
    return Customer.objects.exists()


def _vary(response: HttpResponse) -> HttpResponse:
    response.headers["Vary"] = "HX-Request"
    return response
