"""Reads: the rules, the snapshots, and what one snapshot says."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import Http404

from neeman.customers.models import Standing
from neeman.customers.queries.visible import live, visible
from neeman.customers.services.undoing import customers_touched
from neeman.orgs.access import Access
from neeman.orgs.models import ChangeSet
from neeman.portfolio.models import GradeSet, Rules, Snapshot, SnapshotTable
from neeman_engine.params import Params

if TYPE_CHECKING:
    import pyarrow as pa

YEAR = timedelta(days=365)
OVER_TIME = ["grade_in_force", "revenue_rank", "revenue_window_minor", "p_alive"]


@dataclass(frozen=True, slots=True)
class Past:
    """The key figures (`digest.KEY_FIGURES`) of one snapshot, and the definitions by which they were measured."""

    as_of: date
    figures: dict[str, Any]
    definitions: int


def get_rules(access: Access) -> Rules:
    """The organization's rules; the defaults, unsaved, when nobody changed them."""
    return Rules.objects.first() or Rules(organization=access.organization)


def snapshots(access: Access) -> QuerySet[Snapshot]:
    """All snapshots, latest first."""
    return Snapshot.objects.order_by("-as_of")


def find_snapshot(access: Access, as_of: date | None = None) -> Snapshot | None:
    """The snapshot of that day or the last one before it; the latest of all without a day. None: never computed."""
    found = snapshots(access)
    return (found if as_of is None else found.filter(as_of__lte=as_of)).first()


def customers_of(snapshot: Snapshot, columns: list[str], customer_id: int | None = None) -> pa.Table:
    """These columns of the snapshot's table of customers, largest revenue first; of one customer when it is named."""
    import pyarrow.parquet as pq  # heavy, and most pages do without it

    wanted = None if customer_id is None else [("customer_id", "==", str(customer_id))]
    stored = SnapshotTable.objects.values_list("customers", flat=True).get(snapshot=snapshot)
    return pq.read_table(BytesIO(bytes(stored)), columns=columns, filters=wanted)


def pasts(access: Access) -> list[Past]:
    """The key figures of every snapshot, latest first."""
    columns = ("as_of", "figures", "definitions")
    return [Past(*row) for row in Snapshot.objects.order_by("-as_of").values_list(*columns)]


def find_earlier(older: Sequence[Past], as_of: date, before: date | None = None) -> Past | None:
    """What to compare with, of `older` (latest first): the one of `before`, else a year older than `as_of`, else the oldest."""
    wanted = as_of - YEAR if before is None else before
    return next((past for past in older if past.as_of <= wanted), older[-1] if older else None)


@dataclass(frozen=True, slots=True)
class Largest:
    """The customer (the head of a group) that brings most of twelve months' revenue; shares 0..1, and the lines of
    caution and of danger that the business has set (R192)."""

    customer_id: int
    share: float
    amber: float
    red: float


def largest_share(access: Access) -> Largest | None:
    """On whom most depends, by the latest snapshot; None before there is one, and without revenue."""
    place = "portfolio__what_if_leaves__0"
    rows = snapshots(access).values_list(f"{place}__group_id", f"{place}__revenue_share", "params")
    found = rows.first()
    if found is None or not found[0] or not found[1]:
        return None
    params = Params().changed(found[2])
    return Largest(int(found[0]), found[1], params.concentration_amber / 100, params.concentration_red / 100)


def find_grade_set(access: Access, customer_id: int) -> GradeSet | None:
    """The grade that a person set for this customer, if somebody did."""
    held = GradeSet.objects.filter(customer=customer_id).select_related("member__user")
    return next(iter(held), None)


def get_change_set(access: Access, pk: int) -> ChangeSet:
    """An act of this room, on customers that `access` may see when it is on some; or 404."""
    found = ChangeSet.objects.filter(pk=pk, verb__startswith="portfolio.").first()
    if found is None:
        raise Http404
    if not access.sees_all:
        touched = customers_touched(found)
        if visible(access).filter(pk__in=touched).count() != len(touched):
            raise Http404
    return found


class Direction(StrEnum):
    """Which way a proposed grade would move a customer."""

    UP = "up"
    DOWN = "down"
    TO_BRONZE = "bronze"


IN_DIRECTION = {
    Direction.UP: Q(proposed__lt=F("grade")),
    Direction.DOWN: Q(proposed__gt=F("grade")),
    Direction.TO_BRONZE: Q(proposed="C"),
}


def proposed_grades(access: Access, direction: Direction | None = None) -> QuerySet[Standing]:
    """The standings for which a grade is proposed that nobody has declined, of visible living customers, largest revenue of
    the window first."""
    waiting = Standing.objects.filter(
        Exists(
            live(access).filter(pk=OuterRef("pk"))
        ),  # asked of each, so that nobody walks all customers for a few
        IN_DIRECTION[direction] if direction else Q(),
        proposed_on__isnull=False,
        declined=False,
    )
    return waiting.order_by("-revenue_window_minor", "customer")


def count_proposed(access: Access) -> dict[str, int]:
    """How many grades are proposed: by direction, and all of them under ""; in one query."""
    ways = {way.value: Count("pk", filter=asked) for way, asked in IN_DIRECTION.items()}
    found = proposed_grades(access).order_by().aggregate(all=Count("pk"), **ways)
    return {"": found.pop("all"), **found}


@dataclass(frozen=True, slots=True)
class StoodThen:
    """How one customer stood on the day of a snapshot; money in minor units."""

    as_of: date
    grade: str
    rank: int
    revenue_window_minor: int
    p_alive: float | None


def standing_over_time(access: Access, customer_id: int, days: Collection[date]) -> list[StoodThen]:
    """The customer in the snapshots of these days, latest first; left out where no such customer was known."""
    found = []
    for snapshot in Snapshot.objects.filter(as_of__in=days).order_by("-as_of"):
        rows = customers_of(snapshot, OVER_TIME, customer_id).to_pylist()
        found += [
            StoodThen(
                snapshot.as_of,
                row["grade_in_force"],
                row["revenue_rank"],
                row["revenue_window_minor"],
                row["p_alive"],
            )
            for row in rows
        ]
    return found
