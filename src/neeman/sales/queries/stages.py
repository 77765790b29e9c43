"""The stages of the pipeline and the reasons for losing, in the business's own order."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import QuerySet
from django.http import Http404

from neeman.orgs.access import Access
from neeman.sales.models import LostReason, Stage
from neeman.sales.models.stage import REASON_NAMES, STAGE_NAMES

L = TypeVar("L", Stage, LostReason)

PERCENTS = {"lead": (5, 60), "contact": (8, 62), "meeting": (12, 65), "quote": (16, 68), "close": (20, 70)}
"""Chance by stage with a (new, existing) customer: the bounds of R83, spread evenly over the stages."""


def default_stages() -> list[Stage]:
    """The five stages of R79, unsaved: what a business has before it changes any."""
    return [
        Stage(code=code, position=place, probability_new=new, probability_existing=existing)
        for place, code in enumerate(STAGE_NAMES)
        for new, existing in [PERCENTS[code]]
    ]


def default_reasons() -> list[LostReason]:
    """The reasons for losing that the product brings, unsaved."""
    return [LostReason(code=code, position=place) for place, code in enumerate(REASON_NAMES)]


def stages(access: Access) -> list[Stage]:
    """The living stages in order; unsaved defaults (without ids) before the first deal."""
    return [stage for stage in all_stages(access) if stage.archived_at is None]


def all_stages(access: Access) -> list[Stage]:
    """Archived ones too, in order: old deals stand in them."""
    return list(Stage.objects.order_by("position", "pk")) or default_stages()


def lost_reasons(access: Access) -> list[LostReason]:
    """The living reasons in order; unsaved defaults before the first lost deal."""
    return [one for one in all_lost_reasons(access) if one.archived_at is None]


def all_lost_reasons(access: Access) -> list[LostReason]:
    """Archived ones too, in order."""
    return list(LostReason.objects.order_by("position", "pk")) or default_reasons()


def get_stage(access: Access, pk: int) -> Stage:
    """A stage of this business, or 404."""
    return _one(Stage.objects.filter(pk=pk))


def get_lost_reason(access: Access, pk: int) -> LostReason:
    """A reason of this business, or 404."""
    return _one(LostReason.objects.filter(pk=pk))


def _one(rows: QuerySet[L]) -> L:
    found = rows.first()
    if found is None:
        raise Http404
    return found
