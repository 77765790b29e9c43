"""How far to trust each figure of the portfolio: one word each, never a silent number."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from neeman_engine.params import Params
from neeman_engine.windows import Window

FEWEST_CUSTOMERS = 30
GRACE = timedelta(days=31)
"""A business that sells every month may start this much into a period and still be said to cover it."""


def verdicts(found: dict[str, Any], *, params: Params, as_of: date) -> dict[str, str]:
    """`OK`, `TOO_SHORT` (history does not cover the period), `TOO_FEW` (customers) or `NO_PERIOD`, by figure.

    `window` speaks for grades, ARPA and concentration; `churn` for both churn rates, retention and the simple lifetime value; `clv` and `spend`
    are the models' own words.
    """
    window = Window.ending(as_of, params.window_months)
    return {
        "window": _covers(_first(found, as_of), window.after, int(found["customers"])),
        "churn": churn_verdict(found, params=params, as_of=as_of),
        "clv": found["clv_model"]["verdict"],
        "spend": found["spend_model"]["verdict"],
    }


def churn_verdict(found: dict[str, Any], *, params: Params, as_of: date) -> str:
    """The word for churn and for what is computed from it."""
    before = Window.ending(as_of, params.window_months).preceding_after
    if before is None:
        return "NO_PERIOD"
    return _covers(_first(found, as_of), before, int(found["preceding_customers"]))


def _first(found: dict[str, Any], as_of: date) -> date:
    return date.fromisoformat(found["first_sale"]) if found["first_sale"] else as_of


def _covers(first: date, after: date | None, customers: int) -> str:
    if after is not None and first > after + GRACE:
        return "TOO_SHORT"
    return "OK" if customers >= FEWEST_CUSTOMERS else "TOO_FEW"
