"""What the palette offers besides customers: the pages and acts that the rooms registered with the navigation.

Each is found by the words of its title in any language of the product, and in the other keyboard layout.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import Resolver404, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from neeman.customers.views.quick import read_line
from neeman.lib.hebrew import search_key, swap_layout
from neeman.orgs.access import Access
from neeman.orgs.roles import May
from neeman.ui.navigation import Act, acts_of, open_places

MOST = 6
LONGEST_NEW = 120


@dataclass(frozen=True, slots=True)
class Command:
    """A page to go to or an act to do; one that `floats` opens over the page one is on."""

    title: str | Promise
    icon: str
    href: str
    floats: bool = False
    says: str = ""
    is_here: bool = False


def commands(access: Access, text: str, at: str) -> list[Command]:
    """The commands that a text names, best first: acts of the record at the path `at`, then pages and other acts."""
    asked = [key.split() for key in {search_key(text): 0, search_key(swap_layout(text)): 0} if key]
    ranked = [
        (min(ranks), number, command)
        for number, command in enumerate(_all(access, at))
        if (ranks := [rank for words in asked if (rank := _rank(command.title, words)) is not None])
    ]
    return [command for _rank, _number, command in sorted(ranked, key=lambda one: one[:2])[:MOST]]


def commands_here(access: Access, at: str) -> list[Command]:
    """The acts of the record at the path `at`, none where the page is of no record."""
    return list(_of_record(access, at))


def add_named(access: Access, text: str) -> Command | None:
    """The act that adds a customer of whom this was typed; None for a member who may not, or for nothing typed."""
    line = text.strip()[:LONGEST_NEW]
    if not line or not access.may(May.EDIT_CUSTOMERS):
        return None
    href = reverse("customer_add", kwargs={"org": access.organization.slug})
    return Command(_("Add to the customers:"), "user-plus", f"{href}?{urlencode(read_line(line))}", says=line)


def _all(access: Access, at: str) -> Iterator[Command]:
    yield from _of_record(access, at)
    slug = {"org": access.organization.slug}
    if access.may(May.EDIT_CUSTOMERS):
        yield Command(_("Quick add"), "plus", reverse("customer_quick_add", kwargs=slug), floats=True)
    yield from (_command(act, slug) for act in acts_of(access, ""))
    for place in open_places(access):
        yield Command(place.title, place.icon, reverse(place.url_name, kwargs=slug), says=str(place.says))


def _of_record(access: Access, at: str) -> Iterator[Command]:
    try:
        page = resolve(at)
    except Resolver404:
        return
    if page.kwargs.get("org") != access.organization.slug or len(page.kwargs) < 2:
        return
    yield from (_command(act, page.kwargs) for act in acts_of(access, page.url_name or ""))


def _command(act: Act, kwargs: dict[str, Any]) -> Command:
    href = reverse(act.url_name, kwargs=kwargs) + (f"#{act.fragment}" if act.fragment else "")
    return Command(act.title, act.icon, href, is_here=bool(act.of))


def _rank(title: str | Promise, words: list[str]) -> int | None:
    """0 where a title begins with the words, 1 where each begins one of its words, else None."""
    ranks = []
    for key in _keys(title):
        if key.startswith(" ".join(words)):
            ranks.append(0)
        elif all(any(one.startswith(word) for one in key.split()) for word in words):
            ranks.append(1)
    return min(ranks, default=None)


_KEYS: dict[str, tuple[str, ...]] = {}


def _keys(title: str | Promise) -> tuple[str, ...]:
    """A title in every language of the product, as keys; worked out once."""
    shown = str(title)
    if shown not in _KEYS:
        said = []
        for language, _name in settings.LANGUAGES:
            with override(language):
                said.append(search_key(str(title)))
        _KEYS[shown] = tuple(dict.fromkeys(said))
    return _KEYS[shown]
