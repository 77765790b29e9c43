"""What the overview's templates ask of a scene and of a picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from neeman.portfolio.pictures import Picture, Scene
from neeman.portfolio.pictures.scene import AT_THE_END, Person

register = template.Library()


@dataclass(frozen=True, slots=True)
class Cell:
    """A value and its kind."""

    kind: str
    value: Any

    @property
    def is_figure(self) -> bool:
        """Figures stand at the end of their column."""
        return self.kind in AT_THE_END


@register.filter
def rows(picture: Picture) -> Iterator[list[Cell]]:
    """The rows of a picture's table that a page shows, with the kinds of their columns; the workbook has them all."""
    kinds = [column.kind for column in picture.table.columns]
    for row in picture.table.rows[: picture.more.get("shown")]:
        yield [Cell(kind, value) for kind, value in zip(kinds, row, strict=True)]


@register.filter
def customer_name(scene: Scene, customer_id: str) -> str:
    """The name of a customer that the snapshot speaks of."""
    return scene.name(customer_id)


@register.filter
def export_url(scene: Scene, picture: Picture) -> str:
    """Where the picture's table is taken from as a workbook: of this day, with what was asked of the picture."""
    address = reverse("portfolio_export", kwargs={"org": scene.access.organization.slug})
    asked = {"picture": picture.name, "as_of": scene.as_of, **picture.more.get("asked", {})}
    return f"{address}?{urlencode(asked)}"


@register.filter
def person(scene: Scene, customer_id: str) -> Person:
    """What the page says of that customer."""
    return scene.person(customer_id)


@register.filter
def customer_url(scene: Scene, customer_id: str) -> str:
    """The address of that customer's card; empty where there is none to open."""
    return scene.customer_url(customer_id) or ""


@register.filter
def iso_day(text: str | date) -> date:
    """A day that travelled through JSON."""
    return text if isinstance(text, date) else date.fromisoformat(text)
