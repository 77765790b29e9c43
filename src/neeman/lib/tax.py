"""Value added tax: the rate as a dated table, and its share of an amount in whole minor units.

The rate follows the tax day (the day on which the tax falls due), never the day on which a paper is printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from neeman.lib.money import round_half_up

WHOLE_BP = 10_000


class RateUnknown(LookupError):
    """The table begins later than this day."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate in basis points (18 % is 1,800), the first day on which it holds, and where it is written."""

    since: date
    bp: int
    source: str


VAT = (
    Rate(
        date(2015, 10, 1),
        1_700,
        "Value Added Tax Order (rate of tax on a transaction and on import of goods), from 1 October 2015",
    ),
    Rate(
        date(2025, 1, 1),
        1_800,
        "the same order as amended, from 1 January 2025; naye.co.il, January 2025",
    ),
)
"""Israel, oldest first. A new rate is a new line, written once it is law."""


def vat_rate(day: date) -> Rate:
    """The rate that holds on a tax day. Raises RateUnknown before the table begins.

    >>> vat_rate(date(2024, 12, 31)).bp, vat_rate(date(2025, 1, 1)).bp
    (1700, 1800)
    """
    held = [rate for rate in VAT if rate.since <= day]
    if not held:
        raise RateUnknown(f"no rate of VAT is known for {day}")
    return held[-1]


def vat_on(net_minor: int, rate_bp: int) -> int:
    """The tax that is added to an amount without it.

    >>> vat_on(12_229_204, 1_800)
    2201257
    """
    return round_half_up(Fraction(net_minor * rate_bp, WHOLE_BP))


def vat_within(gross_minor: int, rate_bp: int) -> int:
    """The tax that an amount holds already.

    >>> vat_within(11_800, 1_800)
    1800
    """
    return round_half_up(Fraction(gross_minor * rate_bp, WHOLE_BP + rate_bp))
