"""Every address of the product, read from the resolver, with the samples that each room gives for its own."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from neeman.orgs.access import Access
from neeman.orgs.doors import Door, door_of

ROOMS = (
    "orgs",
    "jobs",
    "signin",
    "customers",
    "activity",
    "channels",
    "ledger",
    "sales",
    "portfolio",
    "imports",
    "automations",
    "desk",
)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")

Kwargs = dict[str, Any]


@dataclass(frozen=True)
class Address:
    """One URL pattern: its name, what stands in it, and who may pass."""

    name: str
    parts: tuple[str, ...]
    view: Callable[..., Any]

    @property
    def door(self) -> Door:
        return door_of(self.view)

    @property
    def in_organization(self) -> bool:
        return "org" in self.parts

    @property
    def takes_an_object(self) -> bool:
        return bool(set(self.parts) - {"org"})

    def url(self, org: str, kwargs: Kwargs) -> str:
        given = {**kwargs, "org": org} if self.in_organization else kwargs
        return reverse(self.name, kwargs=given)

    def nobody(self, kwargs: Kwargs) -> Kwargs:
        """The same address with ids that belong to nobody."""
        return {key: 987_654_321 if isinstance(value, int) else "nobodys" for key, value in kwargs.items()}


def addresses() -> list[Address]:
    """All of them; a pattern without a name cannot be walked, so it fails here."""
    found = list(_walk(get_resolver().url_patterns, ()))
    unnamed = [address.view for address in found if not address.name]
    assert unnamed == [], f"addresses without a name: {unnamed}"
    return found


def _walk(patterns: list[URLPattern | URLResolver], parts: tuple[str, ...]) -> Iterator[Address]:
    for pattern in patterns:
        own = (*parts, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, own)
        else:
            yield Address(pattern.name or "", own, pattern.callback)


def room_files() -> Iterator[ModuleType]:
    """The `tests/walls.py` of each room that has one."""
    for room in ROOMS:
        name = f"neeman.{room}.tests.walls"
        if find_spec(f"neeman.{room}.tests") and find_spec(name):
            yield importlib.import_module(name)


def samples(access: Access) -> dict[str, Kwargs]:
    """URL name -> kwargs of an object that exists for this access."""
    return {name: kwargs for file in room_files() for name, kwargs in file.samples(access).items()}


def posts(access: Access) -> dict[str, Kwargs]:
    """URL name -> data that a POST by this access accepts."""
    return {
        name: data
        for file in room_files()
        if hasattr(file, "posts")
        for name, data in file.posts(access).items()
    }


def declared(what: str) -> set[str]:
    """The union of a set that rooms declare, such as EVERYBODYS: objects that are not one customer's."""
    return {name for file in room_files() for name in getattr(file, what, ())}
