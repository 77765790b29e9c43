"""How long `neeman analyze` and its measures take, and how much memory: medians of several runs, each a new process.

Lines are drawn as a real shop's: customers come over three years, buy at rates of their own, and most stop one day;
an order has about 2.5 lines, one line in fifty is a return. The same seed gives the same lines.

    PYTHONPATH=src python bench/analyze.py [--runs 3] [--lines 1000000,10000000] [--data ../shared/data]
    PYTHONPATH=src python bench/analyze.py --work measures --lines 50000000 --memory 8GB,1GB
"""

import argparse
import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from ibis.expr.types import Table

from neeman_engine import tables
from neeman_engine.measures import cohorts, concentration, grades, purchases, rfm
from neeman_engine.params import Params
from neeman_engine.run import DuckEngine, connect
from neeman_engine.run.customers import Measured
from neeman_engine.run.outlook import outlook

AS_OF, SINCE, DAYS = date(2025, 12, 31), date(2023, 1, 1), 1096
BATCH = 1_000_000
LINES_A_CUSTOMER = 10
THREADS = 2
WORKS = "measures,value,whole"
AS_INSTALLED = """
import importlib.abc, sys
class Absent(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "pandas":
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Absent())
from neeman.analyze.command import app
app()
"""
"""The tests' pandas is no part of an installation, and Arrow imports it wherever it finds it."""


def write_lines(lines: int, path: Path, seed: int = 11) -> None:
    """Sales lines as Parquet: customer, date, order, amount (a number with two decimals)."""
    rng = np.random.default_rng(seed)
    customers = lines // LINES_A_CUSTOMER
    joined = rng.integers(0, DAYS, customers)
    stays = np.minimum(rng.exponential(500, customers), DAYS - 1 - joined)
    weight = np.cumsum(rng.gamma(0.7, 1.0, customers) * np.maximum(stays, 1.0) + 1e-3)
    schema = pa.schema(
        {"customer": pa.string(), "date": pa.date32(), "order": pa.string(), "amount": pa.float64()}
    )
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for start in range(0, lines, BATCH):
            size = min(BATCH, lines - start)
            orders = int(size / 2.5)
            who = np.searchsorted(weight, rng.random(orders) * weight[-1])
            day = (joined[who] + rng.random(orders) * stays[who]).astype("int32") + (
                SINCE - date(1970, 1, 1)
            ).days
            line = np.sort(rng.integers(0, orders, size))
            amount = np.round(np.exp(rng.normal(4.0, 1.1, size)), 2) * np.where(
                rng.random(size) < 0.02, -1, 1
            )
            columns = [
                pa.array(who[line]).cast(pa.string()),
                pa.array(day[line].astype("int32")).cast(pa.date32()),
                pa.array(start + line).cast(pa.string()),
                pa.array(amount),
            ]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema), row_group_size=250_000)


SAID: dict[str, Any] = {"params": Params(), "as_of": AS_OF}


def summarise(source: str, memory: str) -> tuple[DuckEngine, Table, Table]:
    """The days and the customers' summary of a file of lines."""
    engine = DuckEngine(connect(threads=THREADS, memory_limit=memory))
    engine.connection.execute(
        "CREATE VIEW facts AS SELECT customer AS customer_id, date AS day, round(amount * 100)::BIGINT AS amount_minor "
        f"FROM '{source}'"
    )
    lines = tables.check(engine.table("facts"), tables.SALES)
    days = engine.keep(purchases.purchase_days(lines, **SAID), "days")
    return engine, days, engine.keep(purchases.customers(days, **SAID, since=SINCE), "summary")


def value(source: str, out: str, memory: str) -> None:
    """P(alive), chance of a purchase, expected purchases and their value, and CLV, of every customer, as Parquet."""
    engine, days, summary = summarise(source, memory)
    customers = engine.keep(grades.pareto(summary, **SAID), "customers")
    measured = Measured(days, customers, SINCE, has_profit=False)
    pq.write_table(outlook(engine, measured, **SAID).columns, f"{out}/value.parquet")


def measure(source: str, out: str, memory: str) -> None:
    """RFM, grades, concentration, segments and monthly cohorts, and the customers as Parquet."""
    engine, _, summary = summarise(source, memory)
    customers = engine.keep(rfm.rfm(grades.pareto(summary, **SAID), **SAID), "customers")
    grouped = concentration.groups(customers, **SAID)
    for table in (
        concentration.concentration(grouped, **SAID),
        rfm.segments(customers, **SAID),
        grades.totals(customers, **SAID),
        cohorts.monthly(customers, **SAID, since=SINCE),
    ):
        engine.fetch(table)
    engine.connection.execute(f"COPY customers TO '{out}/customers.parquet' (FORMAT parquet)")


def timed(command: list[str]) -> tuple[float, float]:
    """Seconds and peak memory in MB of one process."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=None if "--only" in command else subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    taken = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"failed: {' '.join(command)}")
    return taken, used.ru_maxrss / 1024


def show(name: str, command: list[str], runs: int) -> None:
    """One line of the table."""
    found = [timed(command) for _ in range(runs)]
    seconds = [taken for taken, _ in found]
    print(
        f"{name:<34}{statistics.median(seconds):>8.2f} s  best {min(seconds):>6.2f} s  {max(mb for _, mb in found):>6.0f} MB",
        flush=True,
    )


def main() -> None:
    """Print one line a case."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--lines", default="1000000,10000000")
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data")
    parser.add_argument(
        "--memory", default="700MB", help="DuckDB's limits for measures and value, with commas"
    )
    parser.add_argument("--work", default=WORKS, help="which of them to measure, with commas")
    parser.add_argument("--only", nargs=3, metavar=("WORK", "LINES", "FOLDER"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.only:
        name, source, folder = asked.only
        gc.freeze()  # as the command does
        start = time.perf_counter()
        {"measures": measure, "value": value}[name](source, folder, asked.memory)
        print(f"    without starting Python: {time.perf_counter() - start:.2f} s", flush=True)
        return
    analyze, works = [sys.executable, "-c", AS_INSTALLED], set(asked.work.split(","))
    with tempfile.TemporaryDirectory() as folder:
        real = asked.data / "online_retail" / "online_retail.parquet"
        if "whole" in works and real.exists():
            text = f"{folder}/online_retail.csv"
            duckdb.execute(f"COPY (FROM '{real}') TO '{text}' (FORMAT csv, HEADER)")
            show("Online Retail, parquet, whole", [*analyze, str(real), "--out", folder], asked.runs)
            show("Online Retail, csv, whole", [*analyze, text, "--out", folder], asked.runs)
        for lines in map(int, asked.lines.split(",")):
            source = Path(folder) / f"{lines}.parquet"
            write_lines(lines, source)
            for name, memory in product(sorted(works - {"whole"}), asked.memory.split(",")):
                command = [sys.executable, __file__, "--memory", memory, "--only", name, str(source), folder]
                show(f"{lines:,} lines, {name}, {memory}", command, asked.runs)
            if "whole" in works:
                show(f"{lines:,} lines, whole", [*analyze, str(source), "--out", folder], asked.runs)


if __name__ == "__main__":
    main()
