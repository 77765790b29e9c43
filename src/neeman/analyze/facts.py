"""Clean facts from `raw`: a view `lines` with a reason beside each line that cannot be used, and `facts` of the rest."""

# ruff: noqa: S608 - names and texts from files pass through sql.quoted and sql.literal

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from neeman.analyze.cleaning import (
    PERCENT_SCALE_DIGITS,
    SCALE_DIGITS,
    Column,
    Reader,
    Reading,
    minor,
    product,
)
from neeman.analyze.refusal import RefusalError
from neeman.analyze.sources import PLACE, Raw
from neeman.analyze.sql import literal, quoted
from neeman.lib.money import minor_digits

OLDEST = date(1990, 1, 1)
"""Earlier days are fillers (1900-01-01, 0001-01-01) that programs write where they know no date."""

_WORD_ROLES = ("order", "product", "product_category", "segment", "parent", "owner")


@dataclass(frozen=True)
class Cleaned:
    """What the door found: `facts` and `lines` are relations of the connection."""

    roles: dict[str, Column]
    as_of: date
    currency: str
    lines_read: int
    lines_left_out: dict[str, int]


def clean(
    connection: duckdb.DuckDBPyConnection,
    raw: Raw,
    roles: dict[str, Column],
    *,
    currency: str | None,
    as_of: date | None,
    today: date,
    work: Path,
) -> Cleaned:
    """Make `lines` and `facts`. Days after `as_of` (after today, when none is given) are left out as future.

    Refuses when no line is left.
    """
    currency = currency or _currency_of(connection, raw, roles)
    _make_lines(connection, raw, roles, currency=currency, latest=as_of or today, work=work)
    counts = connection.execute("SELECT reason, count(*), max(day) FROM lines GROUP BY reason").fetchall()
    used = [(count, last) for reason, count, last in counts if reason is None]
    if not used:
        reasons = ", ".join(reason for reason, _, _ in sorted(counts, key=lambda row: -row[1])) or "-"
        raise RefusalError("no_line", reasons=reasons)
    left_out = {
        reason: count for reason, count, _ in sorted(counts, key=lambda row: -row[1]) if reason is not None
    }
    _make_facts(connection, all_used=not left_out)
    return Cleaned(roles, as_of or used[0][1], currency, sum(count for _, count, _ in counts), left_out)


def _make_facts(connection: duckdb.DuckDBPyConnection, *, all_used: bool) -> None:
    """The view `facts`; where no line is left out the reason is not computed again with each reading."""
    names = [name for name, _ in _columns_of(connection, "lines") if name != "reason" and name[0] != "_"]
    some = "" if all_used else " WHERE reason IS NULL"
    listed = ", ".join(map(quoted, names))
    connection.execute(f"CREATE OR REPLACE TEMP VIEW facts AS SELECT {listed} FROM lines{some}")


def _columns_of(connection: duckdb.DuckDBPyConnection, relation: str) -> list[tuple[str, str]]:
    return [(name, kind) for name, kind, *_ in connection.execute(f"DESCRIBE {quoted(relation)}").fetchall()]


def _make_lines(
    connection: duckdb.DuckDBPyConnection,
    raw: Raw,
    roles: dict[str, Column],
    *,
    currency: str,
    latest: date,
    work: Path,
) -> None:
    """The view `lines`; over a file that is computed once where reading the text again would cost more."""
    readings = _readings(Reader(connection, raw.name), roles, minor_digits(currency))
    columns = ", ".join(f"{reading.sql} AS {quoted(name)}" for name, reading in readings.items())
    joins = " ".join(reading.join for reading in readings.values() if reading.join)
    place = ", ".join(f"r.{name}" for name in PLACE)
    said = ", ".join(f"r.{roles[role].sql} AS _said_{role}" for role in said_roles(roles))
    read = f"SELECT {place}, {columns}, {said} FROM {quoted(raw.name)} AS r {joins}"
    kept = ", ".join(
        [
            *PLACE,
            *(quoted(name) for name in readings if name != "currency"),
            *(f"_said_{role}" for role in said_roles(roles)),
        ]
    )
    query = f"SELECT {kept}, {_reason(roles, currency=currency, latest=latest)} AS reason FROM ({read})"
    if any(reading.join for reading in readings.values()):
        target = work / "lines.parquet"
        connection.execute(f"COPY ({query}) TO {literal(str(target))} (FORMAT parquet)")
        query = f"SELECT * FROM read_parquet({literal(str(target))})"
    connection.execute(f"CREATE OR REPLACE TEMP VIEW lines AS {query}")


def _readings(reader: Reader, roles: Mapping[str, Column], digits: int) -> dict[str, Reading]:
    """Column of the contract -> how it is read."""
    readings: dict[str, Reading] = {
        "customer_id": reader.word(roles["customer"]),
        "day": reader.day(roles["date"]),
        "amount_minor": _amount(reader, roles, digits),
    }
    readings |= {role: reader.word(roles[role]) for role in _WORD_ROLES if role in roles}
    if "customer_name" in roles and roles["customer_name"] != roles["customer"]:
        readings["name"] = reader.word(roles["customer_name"])
    if "segment" not in roles and "country" in roles:
        readings["segment"] = reader.word(roles["country"])
    for role, name in (("direct_cost", "direct_cost_minor"), ("profit", "profit_minor")):
        if role in roles:
            readings[name] = _money(reader, roles[role], digits)
    if "currency" in roles:
        readings["currency"] = reader.word(roles["currency"])
    return readings


def said_roles(roles: Mapping[str, Column]) -> tuple[str, ...]:
    """Roles whose cells `lines` keeps as written, in `_said_<role>`: a problem shows the cell."""
    return ("date", *_amount_roles(roles), *(("currency",) if "currency" in roles else ()))


def _amount_roles(roles: Mapping[str, Column]) -> tuple[str, ...]:
    return ("amount",) if "amount" in roles else ("quantity", "unit_price")


def _amount(reader: Reader, roles: Mapping[str, Column], digits: int) -> Reading:
    """The line's amount as minor units; quantity times price where the file has no amount of its own."""
    if "amount" in roles:
        return _money(reader, roles["amount"], digits)
    gross = product(reader.scaled(roles["quantity"]), reader.scaled(roles["unit_price"]), digits)
    return _less_discount(reader, gross, roles, digits)


def _less_discount(reader: Reader, gross: Reading, roles: Mapping[str, Column], digits: int) -> Reading:
    """Quantity times price less the discount of the line; the line is rounded first, then its discount."""
    for role, share in (("discount_percent", False), ("discount_share", True)):
        if role in roles:
            less = reader.percentage(roles[role], share=share)
            part = minor(f"({gross.sql})::HUGEINT * ({less.sql})", PERCENT_SCALE_DIGITS, 0)
            sql = f"({gross.sql}) - coalesce(TRY_CAST({part} AS BIGINT), 0)"
            return Reading(sql, f"{gross.join} {less.join}".strip())
    if "discount" in roles:
        less = _money(reader, roles["discount"], digits)
        return Reading(f"({gross.sql}) - coalesce({less.sql}, 0)", f"{gross.join} {less.join}".strip())
    return gross


def _money(reader: Reader, column: Column, digits: int) -> Reading:
    scaled = reader.scaled(column)
    return Reading(minor(scaled.sql, SCALE_DIGITS, digits), scaled.join)


def _reason(roles: Mapping[str, Column], *, currency: str, latest: date) -> str:
    """SQL: why a line cannot be used, null where it can; the first reason that holds."""
    blank = " OR ".join(_is_blank(roles[role], f"_said_{role}") for role in _amount_roles(roles))
    cases = [
        ("customer_id IS NULL", "no_customer"),
        (f"day IS NULL AND {_is_blank(roles['date'], '_said_date')}", "no_date"),
        (f"day IS NULL OR day < DATE '{OLDEST}'", "bad_date"),
        (f"day > DATE '{latest}'", "future_date"),
        (f"amount_minor IS NULL AND ({blank})", "no_amount"),
        ("amount_minor IS NULL", "bad_amount"),
    ]
    if "currency" in roles:
        cases.append((f"upper(currency) <> {literal(currency.upper())}", "other_currency"))
    return "CASE " + " ".join(f"WHEN {test} THEN {literal(code)}" for test, code in cases) + " END"


def _is_blank(column: Column, name: str) -> str:
    """SQL: nothing stands in the cell. Only text can be blank without being null."""
    return f"(coalesce(trim({name}), '') = '')" if column.is_text else f"({name} IS NULL)"


def _currency_of(connection: duckdb.DuckDBPyConnection, raw: Raw, roles: Mapping[str, Column]) -> str:
    """The currency of most lines, shekels where the file names none."""
    if "currency" not in roles:
        return "ILS"
    column = roles["currency"].sql
    row = connection.execute(
        f"SELECT upper(trim({column}::VARCHAR)) FROM {quoted(raw.name)} WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
    ).fetchone()
    return str(row[0]) if row and row[0] else "ILS"
