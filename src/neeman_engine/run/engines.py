"""Where measures are computed: DuckDB inside the process, or Spark."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

import duckdb
import ibis
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa

from neeman_engine.run.duck import connect

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_SQL_TYPES = {
    "int8": "BIGINT",
    "int16": "BIGINT",
    "int32": "BIGINT",
    "int64": "BIGINT",
    "decimal": "BIGINT",
    "float64": "DOUBLE",
    "string": "VARCHAR",
    "date": "DATE",
}

_EXPRESSIONS = 256
"""Several times as many as an analysis has."""


class Engine(Protocol):
    """What the runner needs of a place that computes Ibis expressions."""

    def keep(self, table: ir.Table, name: str) -> ir.Table:
        """Compute once; the answer reads what was computed."""

    def drop(self, name: str) -> None:
        """Free what `keep` holds under the name."""

    def fetch(self, table: ir.Table) -> pa.Table:
        """Compute and bring here, with the types that the expression declares."""

    def offer(self, data: pa.Table | pa.RecordBatchReader, name: str) -> ir.Table:
        """Make rows of ours readable to it."""

    def read_parquet(self, path: str) -> ir.Table:
        """Read a Parquet file or a glob of them."""


class DuckEngine:
    """DuckDB in this process. `connection` is kept open by whoever made it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection | None = None) -> None:
        self.connection = connection or connect()
        self._backend = ibis.duckdb.from_connection(self.connection)

    def keep(self, table: ir.Table, name: str) -> ir.Table:
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {_quoted(name)} AS {self._query(table)}")
        return self.table(name)

    def name(self, table: ir.Table, name: str) -> ir.Table:
        """Give an expression a name for SQL by hand, to be computed when it is read."""
        self.connection.execute(f"CREATE OR REPLACE TEMP VIEW {_quoted(name)} AS {self._query(table)}")
        return self.table(name)

    def _query(self, table: ir.Table) -> str:
        # Casts: DuckDB sums whole numbers into 128 bits, while Ibis believes them to be 64 and drops its own cast.
        columns = ", ".join(
            f"{_quoted(name)}::{_SQL_TYPES[_name(kind)]} AS {_quoted(name)}"
            for name, kind in table.schema().items()
        )
        return f"SELECT {columns} FROM ({_sql_of(self._backend, table.op())})"  # noqa: S608  our own expression

    def table(self, name: str) -> ir.Table:
        """A table or view of the connection as an expression."""
        return self._backend.table(name)

    def drop(self, name: str) -> None:
        self.connection.execute(f"DROP TABLE IF EXISTS {_quoted(name)}")

    def fetch(self, table: ir.Table) -> pa.Table:
        # Not through Ibis, which imports pandas to hand over an Arrow table.
        return self.connection.execute(self._query(table)).to_arrow_table()

    def offer(self, data: pa.Table | pa.RecordBatchReader, name: str) -> ir.Table:
        if isinstance(data, pa.Table):
            self.connection.register(name, data)
            return self.table(name)
        self.connection.register("passing", data)  # a reader can be read once, and lines are read more often
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {_quoted(name)} AS SELECT * FROM passing")  # noqa: S608  our own name
        self.connection.unregister("passing")
        return self.table(name)

    def read_parquet(self, path: str) -> ir.Table:
        return self._backend.read_parquet(path)


class SparkEngine:
    """A Spark session that somebody else started, local or of a cluster."""

    def __init__(self, session: SparkSession) -> None:
        self.session = session
        self._backend = ibis.pyspark.connect(session)

    def keep(self, table: ir.Table, name: str) -> ir.Table:
        # A checkpoint and not a cache, which would leave the whole plan so far to be analysed with every query after it.
        frame = self.session.sql(self._backend.compile(table)).localCheckpoint()
        frame.createOrReplaceTempView(name)
        return self._backend.table(name)

    def drop(self, name: str) -> None:
        if self.session.catalog.tableExists(name):
            self.session.catalog.dropTempView(name)

    def fetch(self, table: ir.Table) -> pa.Table:
        # Not through Ibis, which goes by way of pandas and loses whole numbers beside nulls on it.
        found: pa.Table = self.session.sql(self._backend.compile(table)).toArrow()
        return found.cast(table.schema().to_pyarrow())

    def offer(self, data: pa.Table | pa.RecordBatchReader, name: str) -> ir.Table:
        rows = data.read_all() if isinstance(data, pa.RecordBatchReader) else data
        self.session.createDataFrame(rows).createOrReplaceTempView(name)
        return self._backend.table(name)

    def read_parquet(self, path: str) -> ir.Table:
        return self._backend.read_parquet(path)


def _name(kind: dt.DataType) -> str:
    return str(kind.copy(nullable=True)).removesuffix("(38, 0)")


@lru_cache(_EXPRESSIONS)
def _sql_of(backend: ibis.backends.duckdb.Backend, expression: ops.Node) -> str:
    """Turning expressions into SQL is half of a small analysis, and most of them are the same on another day: they differ
    by name and columns of the tables that they read, which are part of the key."""
    return str(backend.compile(expression.to_expr()))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
