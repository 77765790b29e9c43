"""Reads: the rules, the snapshots, and what one snapshot says."""

from __future__ import annotations

from datetime import date
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
