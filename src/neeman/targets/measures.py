"""The registry of what targets can be set for: a room declares its measures in apps.py."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise

from neeman.targets.spans import Span


class Unit(StrEnum):
    """What a target is counted in: money in minor units, a share in hundredths of a percent."""

    MONEY = "money"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that can be aimed at. `key` is the declaring room's name for it; `of_members` says that each member may
    have a target of their own beside that of the business."""

    key: str
    title: str | Promise
    unit: Unit
    spans: tuple[Span, ...]
    rising_is_good: bool = True
    of_members: bool = False
    order: int = 50


_measures: dict[str, Measure] = {}


def declare_measures(measures: Iterable[Measure]) -> None:
    """Register measures; the same key twice replaces it, so that reloading is harmless."""
    _measures.update({measure.key: measure for measure in measures})


def declared_measures() -> list[Measure]:
    """All of them, in their order."""
    return sorted(_measures.values(), key=lambda measure: measure.order)
