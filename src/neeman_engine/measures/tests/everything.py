"""Every measure over one table of lines, for tests that must leave none out, and seeded lines to run them on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from neeman_engine.measures import (
    arpa,
    cohorts,
    concentration,
    curves,
    grades,
    lifetime,
    profit,
    purchases,
    retention,
    rfm,
    rhythm,
    trends,
)
from neeman_engine.params import Params
from neeman_engine.tables import SALES, SALES_OPTIONAL

MODULES = (
    arpa,
    cohorts,
    concentration,
    curves,
    grades,
    lifetime,
    profit,
    purchases,
    retention,
    rfm,
    rhythm,
    trends,
)
AS_OF, SINCE = date(2025, 12, 20), date(2020, 1, 1)
SAID: dict[str, Any] = {"params": Params(), "as_of": AS_OF}

Keep = Callable[[ir.Table, str], ir.Table]


def unbound() -> ir.Table:
    """Lines that exist nowhere, with every column of the contract."""
    return ibis.table(SALES | SALES_OPTIONAL, name="lines")


def seeded(lines: int = 3_000, customers: int = 150, seed: int = 3) -> pa.Table:
    """Lines of almost six years: ties, returns, zero amounts, orders over several lines, segments and parents."""
    rng = np.random.default_rng(seed)
    who = np.minimum(rng.geometric(0.02, lines), customers)
    day = rng.integers(0, (AS_OF - SINCE).days + 1, lines)
    amount = np.where(rng.random(lines) < 0.2, 5_000, rng.integers(1, 90_000, lines))
    amount = np.where(rng.random(lines) < 0.07, -amount, np.where(rng.random(lines) < 0.02, 0, amount))
    return pa.table(
        {
            "customer_id": [f"לקוח {n:03d}" for n in who],
            "day": pa.array([SINCE + timedelta(days=int(n)) for n in day], pa.date32()),
            "amount_minor": pa.array(amount, pa.int64()),
            "order": [None if n % 9 == 0 else f"o{n}" for n in rng.integers(0, lines // 2, lines)],
            "direct_cost_minor": pa.array(rng.integers(0, 60_000, lines), pa.int64()),
            "segment": [None if n % 7 == 0 else f"s{n % 3}" for n in who],
            "parent": [f"g{n % 4}" if n % 5 == 0 else None for n in who],
        }
    )


def every_measure(lines: ir.Table, keep: Keep = lambda table, name: table) -> dict[str, ir.Table]:
    """Name of the module and function -> its table. `keep` may compute the tables that many others read."""
    made: dict[str, ir.Table] = {}
    days = made["purchases.purchase_days"] = keep(purchases.purchase_days(lines, **SAID), "days")
    made["purchases.order_counts"] = purchases.order_counts(lines, **SAID)
    made["purchases.looking_back"] = purchases.looking_back(days, **SAID, then=date(2024, 12, 20))
    summary = made["purchases.customers"] = keep(purchases.customers(days, **SAID, since=SINCE), "summary")
    gaps = made["rhythm.gaps"] = keep(rhythm.gaps(days, **SAID), "gaps")
    paced = summary.left_join(gaps, "customer_id").drop("customer_id_right")
    made["rhythm.overdue"] = rhythm.overdue(paced, **SAID)
    graded = made["grades.pareto"] = keep(grades.pareto(summary, **SAID), "graded")
    shared = made["grades.by_customer_share"] = grades.by_customer_share(graded, **SAID)
    ruled = made["grades.by_rules"] = grades.by_rules(shared, **SAID)
    made["grades.moves"] = grades.moves(ruled, **SAID)
    made["grades.totals"] = grades.totals(graded, **SAID)
    scored = made["rfm.rfm"] = rfm.rfm(summary, **SAID)
    made["rfm.segments"] = rfm.segments(scored, **SAID)
    grouped = made["concentration.groups"] = concentration.groups(graded, **SAID)
    made["concentration.concentration"] = concentration.concentration(grouped, **SAID)
    made["concentration.without"] = concentration.without(grouped, **SAID)
    rates = made["retention.retention"] = retention.retention(summary, **SAID)
    made["lifetime.remaining"] = lifetime.remaining(rates, **SAID)
    made["lifetime.simple"] = lifetime.simple(summary, **SAID, remaining_years=3.7)
    made["arpa.arpa"] = arpa.arpa(summary, **SAID)
    made["cohorts.monthly"] = cohorts.monthly(summary, **SAID, since=SINCE)
    made["cohorts.quarterly"] = cohorts.quarterly(summary, **SAID, since=SINCE)
    made["curves.pareto_curve"] = curves.pareto_curve(graded, **SAID)
    profitable = made["profit.profits"] = profit.profits(summary, **SAID)
    made["profit.whale"] = profit.whale(profitable, **SAID)
    made["curves.whale_curve"] = curves.whale_curve(profitable, **SAID)
    made["trends.months"] = trends.months(days, **SAID)
    largest = graded.filter(graded.revenue_rank <= 5).select("customer_id")
    made["trends.sparklines"] = trends.sparklines(days, largest, **SAID)
    made["trends.quarters"] = trends.quarters(days, summary, **SAID, since=SINCE)
    return made
