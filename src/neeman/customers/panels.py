"""The registry of panels on the customer card: an upper room says in its apps.py what it has to show of a customer.

A panel's template belongs to the room that registers it; the card only gives it a place.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Literal

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from neeman.customers.models import Customer
from neeman.orgs.access import Access
from neeman.orgs.roles import May

Where = Literal["head", "first", "side", "main", "later"]
"""Places of the card. In the head stands one fact, a list item. What stands first is the first thing below the figures, on
the phone as well; what comes later stands last at the side, and is asked for once the card is there."""
AT_ONCE: tuple[Where, ...] = ("head", "first", "side", "main")
LATER: tuple[Where, ...] = ("later",)
IN_THE_HEAD: tuple[Where, ...] = ("head",)
Rendering = tuple[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Panel:
    """`render` answers with a template and its context, or None when there is nothing to show of this customer."""

    key: str
    title: str | Promise
    order: int
    where: Where
    permission: May
    render: Callable[[Access, Customer], Rendering | None]


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel as it stands on one card."""

    panel: Panel
    html: SafeString


_panels: dict[str, Panel] = {}


def add_panel(panel: Panel) -> None:
    """Register a panel; the same key twice replaces it, so that reloading is harmless."""
    _panels[panel.key] = panel


def panels_for(
    request: HttpRequest, access: Access, customer: Customer, places: Collection[Where]
) -> dict[Where, list[Shown]]:
    """The panels of these places that this member may see, by place and in order."""
    shown: dict[Where, list[Shown]] = {where: [] for where in places}
    for panel in sorted(_panels.values(), key=lambda panel: (panel.order, panel.key)):
        if panel.where in shown and (html := draw_panel(request, access, customer, panel)):
            shown[panel.where].append(Shown(panel, html))
    return shown


def draw_panel(request: HttpRequest, access: Access, customer: Customer, panel: Panel) -> SafeString | None:
    """One panel as it stands, for an answer that replaces it; None where there is nothing to show."""
    rendering = panel.render(access, customer) if access.may(panel.permission) else None
    if not rendering:
        return None
    template, context = rendering
    return render_to_string(template, {**context, "panel": panel, "customer": customer}, request)
