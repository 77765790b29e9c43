"""Values of a file's columns as SQL: identifiers as people write them, money as whole minor units, days.

What DuckDB reads by itself is read there, all rows at once. The rest of a text column, each different value once,
is read by `neeman.lib`, so that the command and the importer of the product read alike.
"""

# ruff: noqa: S608 - names and texts from files pass through sql.quoted and sql.literal

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import duckdb
import pyarrow as pa

from neeman.analyze.sql import literal, quoted
from neeman.lib.columns import percent_of
from neeman.lib.dates import DateError, decide_day_month_order, parse_date
from neeman.lib.money import AmountError, decide_decimal_mark, parse_amount

SCALE_DIGITS = 8
SCALE = 10**SCALE_DIGITS
PERCENT_DIGITS = 4
PERCENT_SCALE_DIGITS = PERCENT_DIGITS + 2
"""A percentage times 10**PERCENT_DIGITS is a share of one times 10**PERCENT_SCALE_DIGITS."""
LARGEST = 9 * 10**10  # in units: what a 64-bit number holds at this scale
SAMPLE = 100_000
EPOCH = date(1970, 1, 1)

_WHOLE = {
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
}
_FLOATS = {"FLOAT", "DOUBLE"}
FILLERS = ("", "nan", "none", "null")
"""What programs write where there is nothing."""
_DATE_HEAD = r"^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}"


@dataclass(frozen=True)
class Column:
    """A column of `raw`: name as in the file and DuckDB type."""

    name: str
    kind: str

    @property
    def sql(self) -> str:
        """The column in a query."""
        return quoted(self.name)

    @property
    def is_text(self) -> bool:
        """Whether values must be read from text."""
        return self.kind == "VARCHAR"

    @property
    def is_whole(self) -> bool:
        """Whether it holds whole numbers by type."""
        return self.kind in _WHOLE

    @property
    def is_number(self) -> bool:
        """Whether it holds numbers by type."""
        return self.is_whole or self.kind in _FLOATS or self.kind.startswith("DECIMAL")

    @property
    def is_time(self) -> bool:
        """Whether it holds dates by type."""
        return self.kind == "DATE" or self.kind.startswith("TIMESTAMP")


@dataclass(frozen=True)
class Reading:
    """An expression over `raw` (as `r`) and the joins that it needs."""

    sql: str
    join: str = ""


class Reader:
    """Builds the readings of one `raw` relation; keeps the maps of odd texts as small tables."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, raw: str) -> None:
        self._connection = connection
        self._name = raw
        self._raw = quoted(raw)
        self._maps = 0

    def word(self, column: Column) -> Reading:
        """Text as a person would write it: 17850.0 is 17850; nothing is null."""
        if column.is_whole:
            return Reading(f"r.{column.sql}::VARCHAR")
        if column.is_number:
            value = f"r.{column.sql}"
            return Reading(
                f"CASE WHEN {value} = floor({value}) AND abs({value}) < 1e15 THEN {value}::BIGINT::VARCHAR ELSE {value}::VARCHAR END"
            )
        return self._word_text(column)

    def _word_text(self, column: Column) -> Reading:
        """The column as it is where every cell is clean, since most files are and cleaning costs as much as reading."""
        value, name = f"r.{column.sql}::VARCHAR", f"{column.sql}::VARCHAR"
        fillers = ", ".join(literal(word) for word in FILLERS)
        unclean = (
            f"SELECT 1 FROM {self._raw} WHERE {name} LIKE '%.0' OR {name} LIKE ' %' OR {name} LIKE '% ' "
            f"OR length({name}) < 5 AND lower({name}) IN ({fillers}) LIMIT 1"
        )
        if self._connection.execute(unclean).fetchone() is None:
            return Reading(value)
        text = f"trim({value})"
        bare = (
            f"CASE WHEN {text} LIKE '%.0' THEN regexp_replace({text}, '^(\\d+)\\.0$', '\\1') ELSE {text} END"
        )
        return Reading(f"CASE WHEN lower({text}) IN ({fillers}) THEN NULL ELSE {bare} END")

    def scaled(self, column: Column) -> Reading:
        """A number times 10**8 as BIGINT; null where there is none or it cannot be read."""
        value = f"r.{column.sql}"
        if column.is_text:
            return self._scaled_text(column)
        if not column.is_number:
            return Reading("NULL::BIGINT")
        return Reading(
            f"CASE WHEN abs({value}) < {LARGEST} THEN round({value} * {SCALE}.0::DOUBLE)::BIGINT END"
        )

    def percentage(self, column: Column, *, share: bool) -> Reading:
        """A percentage ("15%", 15, or 0.15 as a `share`) times 10**4, as the importer reads it; null where there is none."""
        if column.is_text:
            values = f"SELECT DISTINCT {column.sql} FROM {self._raw} WHERE trim({column.sql}) <> ''"
            mark = decide_decimal_mark(self._sample(values))

            def read(text: str) -> int | None:
                try:
                    return percent_of(text, PERCENT_DIGITS, share=share, decimal_mark=mark)
                except AmountError:
                    return None

            known = self._map(values, read)
            return Reading(f"{known}.meant", f"LEFT JOIN {known} ON {known}.said = r.{column.sql}")
        scaled = self.scaled(column)
        spare = SCALE_DIGITS - PERCENT_DIGITS - (2 if share else 0)
        return Reading(minor(scaled.sql, spare, 0), scaled.join)

    def _scaled_text(self, column: Column) -> Reading:
        plain = f"TRY_CAST(trim(r.{column.sql}) AS DOUBLE)"
        odd = f"SELECT DISTINCT {column.sql} FROM {self._raw} AS r WHERE trim({column.sql}) <> '' AND NOT coalesce(isfinite({plain}), false)"
        mark = decide_decimal_mark(
            self._sample(f"SELECT DISTINCT {column.sql} FROM {self._raw} USING SAMPLE {SAMPLE}")
        )
        if mark == ",":
            odd = f"SELECT DISTINCT {column.sql} FROM {self._raw} WHERE trim({column.sql}) <> ''"

        def read(text: str) -> int | None:
            try:
                value = parse_amount(text, SCALE_DIGITS, decimal_mark=mark)
            except AmountError:
                return None
            return value if abs(value) < LARGEST * SCALE else None

        known = self._map(odd, read)
        join = f"LEFT JOIN {known} ON {known}.said = r.{column.sql}"
        own = f"CASE WHEN abs({plain}) < {LARGEST} THEN round({plain} * {SCALE}.0::DOUBLE)::BIGINT END"
        return Reading(f"{known}.meant" if mark == "," else f"coalesce({known}.meant, {own})", join)

    def day(self, column: Column) -> Reading:
        """A day; null where there is none or it cannot be read."""
        value = f"r.{column.sql}"
        if column.kind == "DATE":
            return Reading(value)
        if column.is_time:
            return Reading(f"{value}::DATE")
        return self._day_text(column)

    def _day_text(self, column: Column) -> Reading:
        text = f"trim(r.{column.sql}::VARCHAR)"
        head = f"CASE WHEN regexp_matches({text}, '{_DATE_HEAD}([ T,]|$)') THEN regexp_extract({text}, '{_DATE_HEAD}') ELSE {text} END"
        values = f"SELECT DISTINCT {head} FROM {self._raw} AS r WHERE {text} <> ''"
        decision = decide_day_month_order(self._sample(values))

        def read(said: str) -> int | None:
            try:
                return (parse_date(said, decision.order) - EPOCH).days
            except DateError:
                return None

        known = self._map(values, read)
        return Reading(
            f"(DATE '{EPOCH}' + {known}.meant::INTEGER)", f"LEFT JOIN {known} ON {known}.said = {head}"
        )

    def _sample(self, query: str) -> list[str]:
        return [text for (text,) in self._connection.execute(query).fetchall() if text is not None]

    def _map(self, query: str, read: Callable[[str], int | None]) -> str:
        """A table of what each different text means: `said`, `meant`; texts that mean nothing are not in it."""
        said = self._sample(query)
        meant = [read(text) for text in said]
        pairs = [(text, value) for text, value in zip(said, meant, strict=True) if value is not None]
        self._maps += 1
        name = f"_meaning_{self._maps}_{self._name}"
        texts, values = pa.array([text for text, _ in pairs], pa.string()), [value for _, value in pairs]
        self._connection.register(name, pa.table({"said": texts, "meant": pa.array(values, pa.int64())}))
        return quoted(name)


def minor(scaled: str, factor_digits: int, minor_digits: int) -> str:
    """SQL: a scaled whole number (10**`factor_digits`) as minor units, halves away from zero."""
    divisor = 10 ** (factor_digits - minor_digits)
    half = divisor // 2
    return f"(({scaled}) + CASE WHEN ({scaled}) < 0 THEN -{half} ELSE {half} END) // {divisor}"


def product(quantity: Reading, price: Reading, minor_digits: int) -> Reading:
    """Quantity times price as minor units; beyond what 64 bits hold in between, by way of 128, which is ten times slower."""
    both = f"({quantity.sql})::DOUBLE / {SCALE} * ({price.sql})::DOUBLE / {SCALE}"
    whole = f"({quantity.sql}) % {SCALE} = 0"
    short = minor(f"(({quantity.sql}) // {SCALE}) * ({price.sql})", SCALE_DIGITS, minor_digits)
    long = minor(f"({quantity.sql})::HUGEINT * ({price.sql})", 2 * SCALE_DIGITS, minor_digits)
    sql = f"CASE WHEN {whole} AND abs({both}) < {LARGEST} THEN {short} ELSE TRY_CAST({long} AS BIGINT) END"
    return Reading(sql, f"{quantity.join} {price.join}".strip())
