"""The registry of navigation: a room says in its apps.py where its page stands; the frame draws the lists, and the
palette finds them by name.

The one registry that this room keeps. It asks the request's `access` for permissions and nothing else of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

Drawer = Literal["business", "customers", "sales", "messages", "own", "record", "begin"]


@dataclass(frozen=True, slots=True)
class Place:
    """An entry: `url_name` takes the organization's slug; `permission` is what one needs to see it."""

    url_name: str
    title: str | Promise
    icon: str
    order: int
    permission: Any
    count: Callable[[Any], int] | None = None  # access -> the small figure beside the title
    on_phone: bool = False  # among the few at the bottom of the phone: the first three are shown
    at_foot: bool = False  # below, apart from the daily pages
    in_settings: Drawer | Literal[""] = ""  # under which heading of the page of settings, and there alone
    says: str | Promise = ""  # what is there, for the page of settings


@dataclass(frozen=True, slots=True)
class Tool:
    """An act that every page offers: `search` takes `?q=`, `add` is the quick add, `file` takes a dropped file by POST,
    `palette` finds and does by name (`?q=`, and `at`: the page one is on)."""

    kind: Literal["search", "add", "file", "palette"]
    url_name: str
    permission: Any


@dataclass(frozen=True, slots=True)
class Act:
    """An act that the palette offers by name: anywhere, or on the record of the page `of`, whose kwargs it takes.

    It opens a page (`url_name`, at `fragment`); nothing is written by choosing it.
    """

    url_name: str
    title: str | Promise
    icon: str
    permission: Any
    of: str = ""
    fragment: str = ""
    order: int = 50


@dataclass(frozen=True, slots=True)
class Banner:
    """A line above every page, drawn by a room's own template while `shown(access)` holds. It must ask no query."""

    template: str
    shown: Callable[[Any], bool]


_places: dict[str, Place] = {}
_banners: dict[str, Banner] = {}
_tools: dict[str, Tool] = {}
_acts: dict[tuple[str, str, str], Act] = {}
_helped: dict[str, str] = {}  # the URL name of a page -> that of its help


def add_place(place: Place) -> None:
    """Register an entry; the same name twice replaces it, so that reloading is harmless."""
    _places[place.url_name] = place


def add_tool(tool: Tool) -> None:
    """Register the search, the quick add or what takes a dropped file; there is one of each."""
    _tools[tool.kind] = tool


def add_act(act: Act) -> None:
    """Register an act of the palette; the same page on the same record twice replaces it."""
    _acts[act.of, act.url_name, act.fragment] = act


def add_banner(banner: Banner) -> None:
    """Register a banner; the same template twice replaces it."""
    _banners[banner.template] = banner


def add_help(url_name: str, pages: Iterable[str]) -> None:
    """Say that `url_name`, which takes the organization's slug and a `page`, holds help for these pages (URL names)."""
    _helped.update(dict.fromkeys(pages, url_name))


def help_for(request: HttpRequest) -> str:
    """Where the help for this page is; empty where there is none."""
    access, match = getattr(request, "access", None), getattr(request, "resolver_match", None)
    if access is None or match is None or match.url_name not in _helped:
        return ""
    given = {"org": access.organization.slug, "page": match.url_name}
    return reverse(_helped[match.url_name], kwargs=given)


def banners_for(request: HttpRequest) -> list[str]:
    """The templates of the banners that stand above this page."""
    access = getattr(request, "access", None)
    return [] if access is None else [one.template for one in _banners.values() if one.shown(access)]


def places_for(request: HttpRequest) -> list[dict[str, Any]]:
    """The entries that this request's member may open, in order: {place, href, here, count}."""
    access = getattr(request, "access", None)
    if access is None:
        return []
    entries: list[dict[str, Any]] = []
    for place in open_places(access):
        href = _address(place.url_name, access.organization.slug)
        count = place.count(access) if place.count else None
        entries.append({"place": place, "href": href, "count": count, "here": False})
    covering = [entry for entry in entries if request.path.startswith(entry["href"])]
    if covering:
        max(covering, key=lambda entry: len(entry["href"]))["here"] = True
    return entries


def open_places(access: Any) -> list[Place]:
    """The places that this access may open, in order."""
    return sorted(
        (place for place in _places.values() if access.may(place.permission)), key=lambda place: place.order
    )


def acts_of(access: Any, of: str) -> list[Act]:
    """The acts that this access may do on a record of the page `of`, in order; of "": anywhere."""
    acts = [act for act in _acts.values() if act.of == of and access.may(act.permission)]
    return sorted(acts, key=lambda act: act.order)


def tools_for(request: HttpRequest) -> dict[str, str]:
    """Where the top bar's acts lead, by kind, for those that this member may do."""
    access = getattr(request, "access", None)
    if access is None:
        return {}
    return {
        kind: _address(tool.url_name, access.organization.slug)
        for kind, tool in _tools.items()
        if access.may(tool.permission)
    }


@lru_cache(maxsize=4096)  # thirty of them stand around every page
def _address(url_name: str, slug: str) -> str:
    return reverse(url_name, kwargs={"org": slug})
