"""The simple lifetime value (decision 6): what a customer brings in a year, now and for the years still expected.

Current = the contribution of the last 12 months, never below zero. Future = current x expected remaining years.
Remaining years follow from the share of customers who leave in a year, c: of those who are here, (1 - c) stay one
more year, (1 - c)^2 two, and so on, together (1 - c) / c; at most `MOST_YEARS`, since nobody knows further.

>>> remaining_years(0.25)
3.0
>>> lifetime_minor(1_000_000, 3.0)
4000000
"""

from __future__ import annotations

MOST_YEARS = 5.0


def remaining_years(churn_rate: float | None) -> float | None:
    """Years that a customer is expected to stay beyond the last 12 months; None while churn is not known."""
    if churn_rate is None:
        return None
    return min(MOST_YEARS, (1 - churn_rate) / churn_rate) if churn_rate > 0 else MOST_YEARS


def lifetime_minor(annual_minor: int, years: float) -> int:
    """Current and future value in minor units."""
    current = max(0, annual_minor)
    return current + round(current * years)
