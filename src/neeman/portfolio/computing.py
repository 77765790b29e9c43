"""Computing the portfolio: facts to the engine, verdicts to the snapshot and the standings.

Apart from `services`, since the engine and Arrow weigh a hundred megabytes: only the worker's child loads this.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

import pyarrow.parquet as pq
from django.db import transaction
from django.db.models import Max

import neeman_engine
from neeman.ledger.models import Document
from neeman.orgs.access import Access
from neeman.orgs.log import log
from neeman.portfolio import facts
from neeman.portfolio.models import Rules, Snapshot
from neeman.portfolio.queries import get_rules
from neeman.portfolio.services import params_of
from neeman.portfolio.standings import write_standings
from neeman_engine.run import Analysis, analyse

QUIET_DAYS = 45  # data that ends longer ago than this is history, and is measured as of its own last day

Tell = Callable[[str], None]


def recompute(access: Access, *, today: date, tell: Tell = lambda step: None) -> Snapshot | None:
    """Measure the whole portfolio, keep it as the snapshot of its day, and hand the standings down.

    None when there is no sale to measure: the standings are emptied then. The long part reads only; the writing is
    one transaction, so a page shows the old verdicts or the new, never a mixture.
    """
    as_of = day_of_measure(today)
    rules = get_rules(access)
    if as_of is None:
        write_standings(access, None, rules)
        return None
    tell("reading")
    analysis = analyse(
        facts.sales_lines(access),
        params=params_of(access, rules),
        as_of=as_of,
        customers=facts.customers(access),
        progress=tell,
    )
    tell("writing")
    with transaction.atomic():
        snapshot = _keep(analysis, rules)
        write_standings(access, analysis, rules)
        log(access, snapshot, "portfolio.snapshot.taken", {"as_of": as_of.isoformat()})
    return snapshot


def day_of_measure(today: date) -> date | None:
    """Today, or the last day of sale when the data end long before; None when there are no sales."""
    last: date | None = Document.objects.filter(customer__isnull=False).aggregate(last=Max("day"))["last"]
    if last is None:
        return None
    return last if today - last > timedelta(days=QUIET_DAYS) else max(today, last)


def _keep(analysis: Analysis, rules: Rules) -> Snapshot:
    stored = BytesIO()
    pq.write_table(analysis.customers, stored, compression="zstd")
    snapshot, _ = Snapshot.objects.update_or_create(
        as_of=analysis.as_of,
        defaults={
            "engine_version": neeman_engine.__version__,
            "method": rules.method,
            "params": rules.params,
            "portfolio": analysis.portfolio,
            "customers": stored.getvalue(),
        },
    )
    return snapshot
