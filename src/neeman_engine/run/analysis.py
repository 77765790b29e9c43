"""The one call: facts in, customers and portfolio out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import ibis.expr.types as ir
import pyarrow as pa

from neeman_engine import tables
from neeman_engine.explain import Lang
from neeman_engine.params import Params
from neeman_engine.run.customers import Measured, measure
from neeman_engine.run.engines import DuckEngine, Engine
from neeman_engine.run.finish import FINISHED, finish
from neeman_engine.run.outlook import outlook
from neeman_engine.run.portfolio import portfolio
from neeman_engine.run.verdicts import churn_verdict, verdicts

ROWS_WRITTEN_AT_ONCE = 61_440
"""Half of DuckDB's own: a group of so many columns then stays in the cache while it is encoded."""

Facts: TypeAlias = pa.Table | pa.RecordBatchReader | Path | str | ir.Table
"""Sales lines of the contract `tables.SALES`: Arrow, Parquet (a path or a glob), or a table of the engine."""


@dataclass(frozen=True)
class Analysis:
    """What one run found: a row a customer by revenue rank, and the portfolio, ready for JSON."""

    as_of: date
    params: Params
    portfolio: dict[str, Any]
    engine: DuckEngine

    @property
    def customers(self) -> pa.Table:
        """The customers' table in memory: columns of the contract, money int64, days date32."""
        return self.engine.connection.execute(f"FROM {FINISHED}").to_arrow_table()

    def write_customers(self, path: Path) -> None:
        """The same as a Parquet file, without taking it through memory."""
        target = str(path).replace("'", "''")
        self.engine.connection.execute(
            f"COPY (FROM {FINISHED}) TO '{target}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROWS_WRITTEN_AT_ONCE})"
        )


def analyse(
    facts: Facts,
    *,
    params: Params | None = None,
    as_of: date | None = None,
    customers: pa.Table | None = None,
    costs: pa.Table | None = None,
    payments: pa.Table | None = None,
    engine: Engine | None = None,
    lang: Lang = "he",
    progress: Callable[[str], None] = lambda step: None,
) -> Analysis:
    """Measure every customer and the portfolio as of a day (the last sale's when none is given).

    Takes clean facts: whole minor units, days, customer ids; what is doubtful was left out at the door.
    Raises `tables.FactsError` with a sentence for a shopkeeper when the facts cannot be measured.
    """
    params, engine = params or Params(), engine or DuckEngine()
    lines = tables.check(_bound(engine, facts), tables.SALES, tables.SALES_OPTIONAL)
    as_of = as_of or _last_sale(engine, lines)
    progress("customers")
    measured = measure(
        engine, lines, attributes=customers, costs=costs, payments=payments, params=params, as_of=as_of
    )
    progress("portfolio")
    found = portfolio(engine, measured, params=params, as_of=as_of)
    if churn_verdict(found, params=params, as_of=as_of) == "TOO_SHORT":
        found["remaining_years"] = None  # nine days compared with a year tell of no years to come
    progress("models")
    ahead = outlook(engine, measured, params=params, as_of=as_of)
    engine.drop("days")
    local = engine if isinstance(engine, DuckEngine) else _brought_here(engine, measured)
    found |= finish(local, ahead.columns, found, params=params, as_of=as_of, lang=lang) | ahead.portfolio
    return Analysis(as_of, params, found | {"verdicts": verdicts(found, params=params, as_of=as_of)}, local)


def _brought_here(engine: Engine, measured: Measured) -> DuckEngine:
    here = DuckEngine()
    here.connection.register("customers", engine.fetch(measured.customers))
    return here


def _bound(engine: Engine, facts: Facts) -> ir.Table:
    if isinstance(facts, ir.Table):
        return facts
    if isinstance(facts, (str, Path)):
        return engine.read_parquet(str(facts))
    return engine.offer(facts, "facts")


def _last_sale(engine: Engine, lines: ir.Table) -> date:
    last: date | None = engine.fetch(lines.agg(last=lines.day.max()))["last"][0].as_py()
    if last is None:
        raise tables.FactsError("there is no sale to measure")
    return last
