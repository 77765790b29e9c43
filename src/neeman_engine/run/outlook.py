"""What each customer will probably do: the models, fitted on the customers and on their own past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from neeman_engine.arrays import known_only, numbers, whole, whole_known_only
from neeman_engine.measures import purchases
from neeman_engine.models import churn, gamma_gamma
from neeman_engine.models.choose import Candidate, Choice, choose
from neeman_engine.models.gamma_gamma import GammaGamma
from neeman_engine.models.history import Customers, Past, learning_window
from neeman_engine.models.newton import Floats
from neeman_engine.models.settle import Fitted
from neeman_engine.models.triples import placed
from neeman_engine.params import Params
from neeman_engine.run.customers import Measured
from neeman_engine.run.engines import Engine

WEEK = 7
HORIZON_DAYS = 365.25
REPORTED = "BG/NBD"
MOST_FITTED = 25_000
"""More customers than this are fitted on every k-th of them by revenue: the parameters move by less than their errors."""
SHORTEST_PAST_DAYS = 28
_PARAMETERS = ("r", "alpha", "a", "b", "s", "beta")


@dataclass(frozen=True)
class Outlook:
    """Predictions beside `revenue_rank`, a row for each customer who ever bought, and what to say of the models."""

    columns: pa.Table
    portfolio: dict[str, Any]


@dataclass(frozen=True)
class _Buyers:
    """Arrays of equal length; times in weeks, money in minor units."""

    rank: np.ndarray[tuple[int], np.dtype[np.int64]]
    frequency: Floats
    recency: Floats
    age: Floats
    spend: Floats
    repeat_value: Floats
    purchases_window: np.ndarray[tuple[int], np.dtype[np.int64]]

    def some(self, every: int) -> _Buyers:
        return _Buyers(*(getattr(self, name)[::every] for name in self.__dataclass_fields__))


def outlook(engine: Engine, measured: Measured, *, params: Params, as_of: date) -> Outlook:
    """Columns `p_alive`, `p_purchase_12m`, `expected_purchases_12m`, `expected_value_minor`, `clv_12m_minor`.

    Null where the data do not carry a model (its verdict says why). `p_alive` is BG/NBD's own, as reported in
    `clv_model`; purchases are the joint forecast of the families that the business's past confirms; CLV is discounted
    from the middle of the year.
    """
    buyers = _buyers(engine, measured)
    every = len(buyers.rank) // MOST_FITTED + 1
    fitted = buyers.some(every)
    past = _past(engine, measured, every, params=params, as_of=as_of)
    choice = choose(fitted.frequency, fitted.recency, fitted.age, past)
    repeat = fitted.frequency > 0
    spend = gamma_gamma.fit(fitted.frequency[repeat], fitted.repeat_value[repeat])
    reported = next(candidate for candidate in choice.candidates if candidate.name == REPORTED)
    columns = _predictions(buyers, choice, reported, spend, past, params)
    found = {
        "clv_12m_mean_minor": _mean_of_active(columns["clv_12m_minor"], buyers),
        "clv_model": _said(reported) | {"time_unit_days": WEEK},
        "spend_model": _parameters(spend, ("p", "q", "gamma")),
        "forecast": {
            "best": choice.best.name,
            "judged_by": choice.judged_by,
            "learned_from_days": None if past is None else round(past.window * WEEK),
            "models": [
                _said(candidate) | {"correction": candidate.correction} for candidate in choice.candidates
            ],
        },
    }
    return Outlook(columns, found)


def _buyers(engine: Engine, measured: Measured) -> _Buyers:
    customers = measured.customers.filter(measured.customers.purchase_days > 0)
    rows = engine.fetch(
        customers.select(
            "revenue_rank",
            "repeat_purchases",
            "recency_days",
            "age_days",
            "bought_minor",
            "repeat_value_minor",
            "purchases_window",
        ).order_by("revenue_rank")
    )
    rank, x, recency, age, bought, repeat, lately = (numbers(column) for column in rows.columns)
    frequency = x.astype(np.float64)
    return _Buyers(
        rank,
        frequency,
        recency / WEEK,
        age / WEEK,
        bought.astype(np.float64),
        repeat / np.maximum(frequency, 1.0),
        lately,
    )


def _past(engine: Engine, measured: Measured, every: int, *, params: Params, as_of: date) -> Past | None:
    """The same customers on an earlier day, and what they did since; None where history is too short to look back."""
    window = int(learning_window(HORIZON_DAYS, float((as_of - measured.since).days)))
    if window < SHORTEST_PAST_DAYS:
        return None
    days = measured.days
    if every > 1:
        chosen = measured.customers.filter(measured.customers.revenue_rank % every == 1).select("customer_id")
        days = days.semi_join(chosen, "customer_id")
    then = as_of - timedelta(days=window)
    known = purchases.looking_back(days, params=params, as_of=as_of, then=then)
    rows = engine.fetch(
        known.order_by("customer_id").drop("customer_id")
    )  # in one order, so that sums of floats are the same each time
    if rows.num_rows == 0:
        return None
    x, recency, age, spend, bought = (numbers(column) for column in rows.columns)
    frequency = x.astype(np.float64)
    then_known = Customers(
        np.arange(len(x)),
        frequency,
        recency / WEEK,
        age / WEEK,
        spend.astype(np.float64),
        np.zeros_like(frequency),
    )
    return Past(then_known, bought.astype(np.float64), window / WEEK)


def _predictions(
    buyers: _Buyers, choice: Choice, reported: Candidate, spend: GammaGamma, past: Past | None, params: Params
) -> pa.Table:
    triple, horizon = (buyers.frequency, buyers.recency, buyers.age), HORIZON_DAYS / WEEK
    alike, place = placed(*triple)
    best = choice.best
    p_purchase = best.model.p_purchase(horizon, *alike)[place]
    if past is not None and best.then is not None:
        p_purchase = churn.calibrate(best.then, past).corrected(p_purchase, *triple, buyers.spend)
    expected = choice.expected_purchases(horizon, *alike)[place]
    value = spend.expected_value(buyers.frequency, buyers.repeat_value)
    share = params.clv_margin_percent / 100 / (1 + params.clv_discount_percent / 100) ** 0.5
    worth = share * value * expected
    return pa.table(
        {
            "revenue_rank": whole(buyers.rank),
            "p_alive": known_only(reported.model.p_alive(*alike)[place]),
            "p_purchase_12m": known_only(p_purchase),
            "expected_purchases_12m": known_only(expected),
            "expected_value_minor": whole_known_only(value),
            "clv_12m_minor": whole_known_only(worth),
        }
    )


def _mean_of_active(minor: pa.ChunkedArray, buyers: _Buyers) -> int | None:
    """Over who bought in the window, to the nearest minor unit; None where nobody's value is known."""
    found = pc.mean(minor.filter(pc.greater(whole(buyers.purchases_window), 0))).as_py()
    return None if found is None else round(found)


def _said(candidate: Candidate) -> dict[str, Any]:
    names = [name for name in _PARAMETERS if hasattr(candidate.model, name)]
    return {"name": candidate.name} | _parameters(candidate.model, names)


def _parameters(model: Fitted, names: Any) -> dict[str, Any]:
    said = {name: _finite(getattr(model, name)) for name in names}
    errors = {name: _finite(error) for name, error in model.standard_errors.items()}
    return said | {
        "log_likelihood": _finite(model.log_likelihood),
        "customers": int(model.customers) if np.isfinite(model.customers) else None,
        "verdict": str(model.verdict),
        "reason": str(model.reason),
        "standard_errors": errors,
    }


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
