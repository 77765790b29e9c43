"""What the overview's templates ask of a scene and of a picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import template

from neeman.portfolio.pictures import Picture, Scene

register = template.Library()

FIGURES = {"money", "number", "percent", "day"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A value and its kind."""

    kind: str
    value: Any

    @property
    def is_figure(self) -> bool:
        """Figures stand at the end of their column."""
        return self.kind in FIGURES


@register.filter
def cells(picture: Picture, row: tuple[Any, ...]) -> Iterator[Cell]:
    """The values of a row with the kinds of their columns."""
    for column, value in zip(picture.table.columns, row, strict=True):
        yield Cell(column.kind, value)


@register.filter
def customer_name(scene: Scene, customer_id: str) -> str:
    """The name of a customer that the snapshot speaks of."""
    return scene.name(customer_id)


@register.filter
def customer_url(scene: Scene, customer_id: str) -> str:
    """The address of that customer's card."""
    return scene.customer_url(customer_id)


@register.filter
def iso_day(text: str | date) -> date:
    """A day that travelled through JSON."""
    return text if isinstance(text, date) else date.fromisoformat(text)
