"""The lists of stages and of reasons: the defaults become rows when first needed."""

from __future__ import annotations

from typing import TypeVar

from neeman.orgs.access import Access
from neeman.sales.models import LostReason, Stage
from neeman.sales.queries.stages import all_lost_reasons, all_stages

L = TypeVar("L", Stage, LostReason)


def keep_stages(access: Access) -> list[Stage]:
    """The living stages in order, as rows: the defaults are written by the first act that needs them."""
    rows = all_stages(access)
    if rows[0].pk is None:
        Stage.objects.bulk_create(rows, ignore_conflicts=True)  # somebody else may be first
        rows = all_stages(access)
    return [stage for stage in rows if stage.archived_at is None]


def keep_reasons(access: Access) -> list[LostReason]:
    """The living reasons for losing in order, as rows."""
    rows = all_lost_reasons(access)
    if rows[0].pk is None:
        LostReason.objects.bulk_create(rows, ignore_conflicts=True)
        rows = all_lost_reasons(access)
    return [one for one in rows if one.archived_at is None]


def as_row(access: Access, one: L) -> L:
    """The stage or the reason itself, or the row that was made of it: a form may have offered defaults."""
    if one.pk is not None:
        return one
    rows: list[L] = keep_stages(access) if isinstance(one, Stage) else keep_reasons(access)
    return next(row for row in rows if row.code == one.code)
