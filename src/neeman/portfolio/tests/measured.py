"""A snapshot that was measured once for all tests of a process: for those that need one and do not ask what it says."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from io import BytesIO
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from neeman.portfolio.digest import IN_WORDS, complete, digest, key_figures
from neeman.portfolio.facts import LINES
from neeman.portfolio.models import Method, Snapshot, SnapshotTable
from neeman.portfolio.tests.selling import TODAY
from neeman_engine.params import Params
from neeman_engine.run import analyse


def take_snapshot(as_of: date) -> Snapshot:
    """A snapshot of two customers, ids 1 and 2, whom no database knows, said to be of that day with years before it."""
    fields, customers = _measured()
    first_sale = as_of - timedelta(days=1_100)
    portfolio = fields["portfolio"] | {"first_sale": first_sale.isoformat()}
    snapshot = Snapshot.objects.create(as_of=as_of, **fields | {"portfolio": portfolio})
    SnapshotTable.objects.create(snapshot=snapshot, customers=customers)
    return snapshot


@cache
def _measured() -> tuple[dict[str, Any], bytes]:
    lines = pa.Table.from_pylist(
        [
            {
                "customer_id": pk,
                "day": TODAY - timedelta(days=30 * n),
                "amount_minor": 1_000 * n,
                "order": f"{pk}-{n}",
            }
            for pk in ("1", "2")
            for n in range(1, 20)
        ],
        schema=LINES,
    ).drop_columns(["direct_cost_minor"])
    params = Params()
    analysis = analyse(lines, params=params, as_of=TODAY)
    table = complete(analysis.customers, method=Method.PARETO, held={})
    portfolio = digest(analysis.portfolio, table, params, lines_used=len(lines))
    stored = BytesIO()
    pq.write_table(table.drop_columns(list(IN_WORDS)), stored)
    fields = {
        "engine_version": "0",
        "method": Method.PARETO,
        "portfolio": portfolio,
        "figures": key_figures(portfolio),
    }
    return fields, stored.getvalue()
