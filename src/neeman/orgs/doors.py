"""Door 3, views: login is the default, and every view says who may enter. Exactly one of these stands on each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver

from neeman.orgs.access import access_or_none
from neeman.orgs.roles import May

V = TypeVar("V", bound=Callable[..., Any])


class DoorMissing(PermissionDenied):
    """A view declares no door, or two. It is refused until it does."""


@dataclass(frozen=True, slots=True)
class Needs:
    """Members who hold this permission."""

    permission: May


@dataclass(frozen=True, slots=True)
class AnyMember:
    """Every member of the organization in the URL."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Every person who has signed in, outside any organization: choosing one, one's own account."""


@dataclass(frozen=True, slots=True)
class Public:
    """Anybody at all, and why."""

    why: str


Door = Needs | AnyMember | SignedIn | Public


def put_door(view: V, door: Door) -> V:
    """Mark the view; a second mark is a mistake."""
    if getattr(view, "door", door) != door:
        raise DoorMissing(f"{view!r} has two doors")
    view.door = door  # type: ignore[attr-defined]  # the mark is an attribute of the function
    return view


def needs(permission: May) -> Callable[[V], V]:
    """Members who hold `permission`; others get 403, strangers 404."""
    return lambda view: put_door(view, Needs(permission))


def any_member(view: V) -> V:
    """Every member of the organization."""
    return put_door(view, AnyMember())


def signed_in(view: V) -> V:
    """Every signed-in person; for pages outside any organization."""
    return put_door(view, SignedIn())


def public(why: str) -> Callable[[V], V]:
    """Anybody; `why` is read by reviewers."""
    return lambda view: put_door(view, Public(why))


def put_doors(patterns: Iterable[URLPattern | URLResolver], doors: dict[str, Door], default: Door) -> None:
    """Declare the doors of a library's views by URL name; those not named get `default`."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            put_doors(pattern.url_patterns, doors, default)
        else:
            put_door(pattern.callback, doors.get(pattern.name or "", default))


def door_of(view: Callable[..., Any]) -> Door:
    """The door of a view, or DoorMissing."""
    door: Door | None = getattr(view, "door", None)
    if door is None:
        raise DoorMissing(
            f"{getattr(view, '__module__', '')}.{getattr(view, '__name__', view)} declares no door"
        )
    return door


def may_enter(request: HttpRequest, door: Door) -> bool:
    """Whether whoever is behind this request may pass; False for the signed-out means: sign in first."""
    if isinstance(door, Public):
        return True
    if not request.user.is_authenticated:
        return False
    if isinstance(door, SignedIn):
        return True
    access = access_or_none(request)
    if access is None:
        raise DoorMissing("a view of an organization stands outside any organization's URL")
    return isinstance(door, AnyMember) or access.may(door.permission)
