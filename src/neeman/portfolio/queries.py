"""Reads: the rules, the snapshots, and what one snapshot says."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pyarrow as pa
from django.db.models import QuerySet

from neeman.orgs.access import Access
from neeman.portfolio.models import Rules, Snapshot


def get_rules(access: Access) -> Rules:
    """The organization's rules; the defaults, unsaved, when nobody changed them."""
    return Rules.objects.first() or Rules(organization=access.organization)


def snapshots(access: Access) -> QuerySet[Snapshot]:
    """All snapshots without their tables of customers, latest first."""
    return Snapshot.objects.defer("customers").order_by("-as_of")


def find_snapshot(access: Access, as_of: date | None = None) -> Snapshot | None:
    """The snapshot of that day or the last one before it; the latest of all without a day. None: never computed."""
    found = snapshots(access)
    return (found if as_of is None else found.filter(as_of__lte=as_of)).first()


def customers_of(snapshot: Snapshot, columns: list[str]) -> pa.Table:
    """These columns of the snapshot's table of customers."""
    import pyarrow.parquet as pq

    return pq.read_table(BytesIO(bytes(snapshot.customers)), columns=columns)


def find_earlier(access: Access, snapshot: Snapshot, before: date | None = None) -> Snapshot | None:
    """What to compare with: the snapshot of `before`, else the one nearest to a year earlier, else the oldest."""
    older = snapshots(access).filter(as_of__lt=snapshot.as_of)
    if before is not None:
        return older.filter(as_of__lte=before).first()
    return (
        older.filter(as_of__lte=snapshot.as_of - timedelta(days=365)).first()
        or older.order_by("as_of").first()
    )


def snapshot_days(access: Access) -> list[date]:
    """The days of which there are snapshots, latest first."""
    return list(Snapshot.objects.order_by("-as_of").values_list("as_of", flat=True))
