"""Where measures are computed: DuckDB inside the process, or Spark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import duckdb
import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pyarrow as pa

from neeman_engine.run.duck import connect

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_SQL_TYPES = {"int64": "BIGINT", "float64": "DOUBLE", "string": "VARCHAR", "date": "DATE", "boolean": "BOOLEAN"}


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
        # Casts: DuckDB sums whole numbers into 128 bits, while Ibis believes them to be 64 and drops its own cast.
        columns = ", ".join(f'{_quoted(column)}::{_sql_type(kind)} AS {_quoted(column)}' for column, kind in table.schema().items())
        query = self._backend.compile(table)
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {_quoted(name)} AS SELECT {columns} FROM ({query})")  # noqa: S608  our own SQL
        return self.table(name)

    def table(self, name: str) -> ir.Table:
        """A table or view of the connection as an expression."""
        return self._backend.table(name)

    def drop(self, name: str) -> None:
        self.connection.execute(f"DROP TABLE IF EXISTS {_quoted(name)}")

    def fetch(self, table: ir.Table) -> pa.Table:
        return self._backend.to_pyarrow(table)

    def offer(self, data: pa.Table | pa.RecordBatchReader, name: str) -> ir.Table:
        self.connection.register(name, data)
        return self.table(name)

    def read_parquet(self, path: str) -> ir.Table:
        return self._backend.read_parquet(path)


class SparkEngine:
    """A Spark session that somebody else started, local or of a cluster."""

    def __init__(self, session: SparkSession) -> None:
        self.session = session
        self._backend = ibis.pyspark.connect(session)

    def keep(self, table: ir.Table, name: str) -> ir.Table:
        frame = self.session.sql(self._backend.compile(table)).persist()
        frame.createOrReplaceTempView(name)
        return self._backend.table(name)

    def drop(self, name: str) -> None:
        self.session.table(name).unpersist()
        self.session.catalog.dropTempView(name)

    def fetch(self, table: ir.Table) -> pa.Table:
        return self._backend.to_pyarrow(table)

    def offer(self, data: pa.Table | pa.RecordBatchReader, name: str) -> ir.Table:
        rows = data.read_all() if isinstance(data, pa.RecordBatchReader) else data
        self.session.createDataFrame(rows).createOrReplaceTempView(name)
        return self._backend.table(name)

    def read_parquet(self, path: str) -> ir.Table:
        return self._backend.read_parquet(path)


def _sql_type(kind: dt.DataType) -> str:
    return _SQL_TYPES[str(kind.copy(nullable=True))] if str(kind.copy(nullable=True)) in _SQL_TYPES else "BIGINT"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
