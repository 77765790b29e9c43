"""Every measure gives on a real Spark what it gives on DuckDB: the same rows, money to the last minor unit."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from neeman_engine.measures.tests.everything import AS_OF, every_measure, seeded, unbound
from neeman_engine.run import DuckEngine, Engine, SparkEngine, analyse

pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

Rows = list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkEngine]:
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed")
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = sql.SparkSession.builder.master("local[1]").appName("neeman tests")
    for name, value in {
        "ui.enabled": "false",
        "driver.host": "127.0.0.1",
        "sql.shuffle.partitions": "2",
        "driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    }.items():
        builder = builder.config(f"spark.{name}", value)
    session = builder.getOrCreate()
    yield SparkEngine(session)
    session.stop()


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("facts") / "facts.parquet"
    pq.write_table(seeded(), path)
    return path


def rows(table: pa.Table) -> Rows:
    """All rows, sorted by everything but floats, which may differ in the last digit."""
    found = [tuple(row.values()) for row in table.to_pylist()]
    return sorted(found, key=lambda row: [str(value) for value in row if not isinstance(value, float)])


def computed(engine: Engine, facts: Path) -> dict[str, pa.Table]:
    made = every_measure(engine.read_parquet(str(facts)), engine.keep)
    return {name: engine.fetch(table) for name, table in made.items()}


@pytest.fixture(scope="module")
def both(spark: SparkEngine, facts: Path) -> tuple[dict[str, pa.Table], dict[str, pa.Table]]:
    return computed(DuckEngine(), facts), computed(spark, facts)


def equal(one: Rows, other: Rows) -> bool:
    def same(a: object, b: object) -> bool:
        if isinstance(a, float) and isinstance(b, float):
            return math.isclose(a, b, rel_tol=1e-12, abs_tol=1e-12)
        return type(a) is type(b) and a == b

    return len(one) == len(other) and all(
        len(a) == len(b) and all(map(same, a, b)) for a, b in zip(one, other, strict=True)
    )


@pytest.mark.parametrize("name", sorted(every_measure(unbound())))
def test_the_rows_are_equal(name: str, both: tuple[dict[str, pa.Table], dict[str, pa.Table]]) -> None:
    duck, spark = both[0][name], both[1][name]
    assert duck.column_names == spark.column_names
    assert duck.num_rows > 0
    assert equal(rows(duck), rows(spark))


def test_a_planted_difference_is_seen() -> None:
    assert not equal([("a", 1)], [("a", 2)])
    assert not equal([("a", 1)], [("a", 1.0)])
    assert not equal([("a", 1.0)], [("a", 1.0 + 1e-9)])


def test_a_whole_analysis_is_equal(spark: SparkEngine, facts: Path) -> None:
    here, there = analyse(facts, as_of=AS_OF), analyse(facts, as_of=AS_OF, engine=spark)
    assert equal(
        rows(here.customers.drop(["explanation_parts"])), rows(there.customers.drop(["explanation_parts"]))
    )
    assert here.portfolio["cohorts"] == there.portfolio["cohorts"]
    assert here.portfolio["months"] == there.portfolio["months"]
