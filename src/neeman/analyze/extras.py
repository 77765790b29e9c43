"""The files beside the sales: who the customers are, what it costs to serve them, what they have paid."""

# ruff: noqa: S608 - names and texts from files pass through sql.quoted

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from neeman.analyze.cleaning import SCALE_DIGITS, Reader, Reading, minor
from neeman.analyze.roles import find_roles
from neeman.analyze.sources import open_raw
from neeman.analyze.sql import quoted
from neeman.lib.money import minor_digits


@dataclass(frozen=True)
class Extras:
    """Tables of the engine's contract, None for a file that was not given."""

    customers: pa.Table | None = None
    costs: pa.Table | None = None
    payments: pa.Table | None = None


@dataclass(frozen=True)
class Given:
    """The files as the user named them."""

    customers: str | None
    costs: str | None
    payments: str | None


def read_extras(
    connection: duckdb.DuckDBPyConnection, given: Given, *, currency: str, as_of: date, work: Path
) -> Extras:
    """Read what was given. Refuses a file in which the needed columns are not found."""
    digits = minor_digits(currency)
    return Extras(
        customers=_customers(connection, given.customers, work) if given.customers else None,
        costs=_costs(connection, given.costs, digits, work) if given.costs else None,
        payments=_payments(connection, given.payments, digits, as_of, work) if given.payments else None,
    )


def _customers(connection: duckdb.DuckDBPyConnection, pattern: str, work: Path) -> pa.Table:
    raw = open_raw(connection, [pattern], work, name="raw_customers", target="customers")
    needed = (("key",), ("name",), ("company",))
    roles = find_roles(connection, raw, {}, "customers", needed)
    reader = Reader(connection, raw.name)
    name = roles.get("name") or roles.get("company")
    key = roles.get("key") or name
    assert key is not None, "find_roles refuses a file without either"
    readings = {"customer_id": reader.word(key)}
    if name is not None:
        readings["name"] = reader.word(name)
    readings |= {role: reader.word(roles[role]) for role in ("segment", "parent", "owner") if role in roles}
    return _fetched(connection, raw.name, readings, once=True)


def _costs(connection: duckdb.DuckDBPyConnection, pattern: str, digits: int, work: Path) -> pa.Table:
    raw = open_raw(connection, [pattern], work, name="raw_costs")
    needed = (("customer", "amount"), ("customer", "direct_cost"))
    roles = find_roles(connection, raw, {}, "sales", needed)
    reader = Reader(connection, raw.name)
    scaled = reader.scaled(roles.get("amount") or roles["direct_cost"])
    cost = Reading(minor(scaled.sql, SCALE_DIGITS, digits), scaled.join)
    return _fetched(connection, raw.name, {"customer_id": reader.word(roles["customer"]), "cost_minor": cost})


def _payments(
    connection: duckdb.DuckDBPyConnection, pattern: str, digits: int, as_of: date, work: Path
) -> pa.Table:
    raw = open_raw(connection, [pattern], work, name="raw_payments", target="payments")
    roles = find_roles(connection, raw, {}, "payments")
    reader = Reader(connection, raw.name)
    scaled = reader.scaled(roles["amount"])
    paid = Reading(minor(scaled.sql, SCALE_DIGITS, digits), scaled.join)
    table = _fetched(
        connection,
        raw.name,
        {
            "customer_id": reader.word(roles["customer"]),
            "day": reader.day(roles["date"]),
            "amount_minor": paid,
        },
    )
    connection.register("paid", table)
    return connection.execute(f"SELECT * FROM paid WHERE day <= DATE '{as_of}'").to_arrow_table()


def _fetched(
    connection: duckdb.DuckDBPyConnection, raw: str, readings: dict[str, Reading], *, once: bool = False
) -> pa.Table:
    """Rows with every first column; `once` keeps one row for each value of it, the last in the file."""
    columns = ", ".join(f"{reading.sql} AS {quoted(name)}" for name, reading in readings.items())
    joins = " ".join(reading.join for reading in readings.values())
    query = f"SELECT {columns}, r._row AS _row FROM {quoted(raw)} AS r {joins}"
    names = ", ".join(quoted(name) for name in readings)
    last = "QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY _row DESC) = 1" if once else ""
    kept = f"SELECT {names} FROM ({query}) WHERE customer_id IS NOT NULL {last}"
    return connection.execute(kept).to_arrow_table()
