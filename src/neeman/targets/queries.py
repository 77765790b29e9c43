"""Reads: which targets are in force on a day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from neeman.orgs.access import Access
from neeman.targets.models import Target
from neeman.targets.spans import Span


class Aim(NamedTuple):
    """What is aimed at, by whom (None: the whole business), in how long."""

    measure: str
    member: int | None
    span: Span


def targets_on(access: Access, day: date, measures: Collection[str]) -> dict[Aim, int]:
    """The targets of these measures in force on a day, in minor units or hundredths of a percent: one query."""
    rows = Target.objects.filter(measure__in=measures, since__lte=day).order_by("since")
    columns = ("measure", "member", "span", "value")
    latest = {
        Aim(measure, member, Span(span)): value for measure, member, span, value in rows.values_list(*columns)
    }
    return {aim: value for aim, value in latest.items() if value is not None}
