"""The few expressions that DuckDB and Spark spell the same but Ibis translates badly or not at all."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

BITS = 60  # of a 64-bit month mask: a multiple of three, so that a quarter never falls between two masks


@ibis.udf.agg.builtin  # type: ignore[untyped-decorator]  # Ibis ships it untyped
def min_by(value: int, key: date) -> int:  # type: ignore[empty-body]  # the engine has the body
    """The value at the smallest key; Ibis' own argmin becomes a slow ordered aggregate on DuckDB."""


@ibis.udf.agg.builtin  # type: ignore[untyped-decorator]  # Ibis ships it untyped
def max_by(value: str, key: date) -> str:  # type: ignore[empty-body]  # the engine has the body
    """The value at the largest key."""


@ibis.udf.agg.builtin  # type: ignore[untyped-decorator]  # Ibis ships it untyped
def bit_or(value: int) -> int:  # type: ignore[empty-body]  # the engine has the body
    """The bits that are set in any of the values; Ibis asks for a Python function on Spark."""


def bit(position: ir.IntegerValue) -> ir.IntegerValue:
    """A number with one bit set, at 0 to `BITS` - 1. A power, since a shifted literal wraps at 32 bits on Spark."""
    return (ibis.literal(2.0) ** position).cast("int64")


def month_of(day: ir.DateValue) -> ir.IntegerValue:
    """`windows.month_number` as an expression."""
    return (day.year() * 12 + day.month() - 1).cast("int64")


def days_between(earlier: ir.DateValue, later: ir.DateValue) -> ir.IntegerValue:
    """Whole days from the earlier day to the later one."""
    return later.delta(earlier, unit="day").cast("int64")


def share(part: ir.NumericValue, whole: ir.NumericValue) -> ir.FloatingValue:
    """Part of a whole as a fraction; null where the whole is not above zero, for then a share means nothing."""
    return (whole > 0).ifelse(part.cast("float64") / whole.nullif(0).cast("float64"), ibis.null("float64"))


def rounded(part: ir.IntegerValue, whole: ir.IntegerValue) -> ir.IntegerValue:
    """`part` / `whole` to the nearest whole number, halves up; null where `whole` is not above zero.

    Built on the remainder: Ibis turns `//` into a division of floats.
    """
    divisor = (whole > 0).ifelse(whole, ibis.null("int64")) * 2
    doubled = part * 2 + (part >= 0).ifelse(whole, -whole)
    return ((doubled - doubled % divisor) / divisor).cast("int64")


def active_in(table: ir.Table, first_month: int, months: int) -> ir.BooleanValue:
    """Did the customer buy in any of these months (counted from `since`)? They lie within one mask."""
    bits = (2**months - 1) << (first_month % BITS)
    return (table[f"active_{first_month // BITS}"] & ibis.literal(bits, "int64")) > 0
