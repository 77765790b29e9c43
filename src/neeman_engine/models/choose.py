"""Which purchase model fits this business, and what do the models say together?

All are fitted to all customers; each is also fitted to the customers of an earlier day and judged by what they bought
since. The judgement is the Poisson deviance of each customer's purchases from the forecast, once the forecast's total
is right. Models within one standard error of the best there are equals, and the log-likelihood decides among them
(they have four parameters each, so no penalty is needed). Without a past the log-likelihood decides alone.

Together: purchase models are known to miss the total of a long horizon by a tenth or more, each in its own way. The
joint forecast is the mean of all usable models, each multiplied by what it missed in the past,

    E = mean over m of c_m E_m[Y(h)],   c_m = bought / expected over the past window, kept within 1/2 .. 2

Arrays in and out as in the models; `Past` from `history.look_back`, its times in the unit of the other arrays.

Edge cases: with fewer than 100 purchases in the window the past says nothing (c = 1, `judged_by` is the likelihood);
where no model is usable, the first family's verdict stands and predictions are nan.

>>> from neeman_engine.models.choose import choose
>>> choose([0, 1], [0, 3], [10, 10]).best.model.verdict
<Verdict.TOO_FEW: 'TOO_FEW'>

Source: log score and one-standard-error rule: Hastie, Tibshirani & Friedman, The Elements of Statistical Learning
(2009), 7.10; combination of forecasts: Bates & Granger 1969.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from neeman_engine.models import bgnbd, mbgnbd, pareto_nbd
from neeman_engine.models.beta_geometric import BetaGeometric
from neeman_engine.models.history import Past
from neeman_engine.models.newton import Floats
from neeman_engine.models.pareto_nbd import ParetoNbd
from neeman_engine.models.special import x_log_ratio
from neeman_engine.models.triples import checked

PurchaseModel = BetaGeometric | ParetoNbd

FEWEST_PURCHASES = 100
MOST_CORRECTION = 2.0


class Family(Protocol):
    """A module's `fit`."""

    def __call__(
        self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, weights: ArrayLike | None = None
    ) -> PurchaseModel:
        """The model fitted to these customers."""


FAMILIES: Mapping[str, Family] = MappingProxyType(
    {"BG/NBD": bgnbd.fit, "MBG/NBD": mbgnbd.fit, "Pareto/NBD": pareto_nbd.fit}
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One model: fitted to all, its correction learned from the past, its deviance there (nan without a past).

    `then` is the same family fitted to the customers of the earlier day, for `churn.calibrate`.
    """

    name: str
    model: PurchaseModel
    then: PurchaseModel | None = None
    correction: float = 1.0
    past_deviance: float = np.nan


@dataclass(frozen=True, slots=True)
class Choice:
    """The model chosen, by what ("likelihood" or "holdout"), and all that were considered."""

    best: Candidate
    judged_by: str
    candidates: tuple[Candidate, ...]

    def expected_purchases(
        self, horizon: float, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike
    ) -> Floats:
        """The joint forecast of purchase occasions within `horizon`."""
        columns = checked(frequency, recency, age)
        usable = [c for c in self.candidates if c.model.verdict.usable]
        if not usable:
            return np.full(columns[0].shape, np.nan)
        forecasts = [c.correction * c.model.expected_purchases(horizon, *columns) for c in usable]
        return np.asarray(np.mean(forecasts, axis=0))


def choose(
    frequency: ArrayLike,
    recency: ArrayLike,
    age: ArrayLike,
    past: Past | None = None,
    families: Mapping[str, Family] = FAMILIES,
) -> Choice:
    """Fit every family, judge them by the past where there is one, and name the best."""
    told = past if past is not None and past.bought.sum() >= FEWEST_PURCHASES else None
    judged = [
        _judged(name, family(frequency, recency, age), family, told) for name, family in families.items()
    ]
    candidates = tuple(candidate for candidate, _ in judged)
    usable = [pair for pair in judged if pair[0].model.verdict.usable]
    if not usable:
        return Choice(candidates[0], "likelihood", candidates)
    equals = _equals([pair for pair in usable if np.isfinite(pair[0].past_deviance)])
    best = max(equals or [candidate for candidate, _ in usable], key=lambda c: c.model.log_likelihood)
    return Choice(best, "holdout" if equals else "likelihood", candidates)


def _judged(name: str, model: PurchaseModel, family: Family, past: Past | None) -> tuple[Candidate, Floats]:
    """The candidate, and its deviance from each customer's purchases in the past window."""
    if past is None:
        return Candidate(name, model), np.empty(0)
    customers = past.customers
    then = family(customers.frequency, customers.recency, customers.age)
    if not then.verdict.usable:
        return Candidate(name, model, then), np.empty(0)
    expected = then.expected_purchases(past.window, customers.frequency, customers.recency, customers.age)
    missed = float(past.bought.sum() / expected.sum())
    expected = np.maximum(missed * expected, np.finfo(float).tiny)
    deviance = 2.0 * (x_log_ratio(past.bought, expected) - (past.bought - expected))
    correction = float(np.clip(missed, 1.0 / MOST_CORRECTION, MOST_CORRECTION))
    return Candidate(name, model, then, correction, float(deviance.mean())), deviance


def _equals(judged: list[tuple[Candidate, Floats]]) -> list[Candidate]:
    """The best in the past, and those whose lag behind it is within one standard error."""
    if not judged:
        return []
    first, deviance = min(judged, key=lambda pair: pair[0].past_deviance)
    level = [first]
    for candidate, other in judged:
        lag = other - deviance
        if candidate is not first and lag.mean() <= lag.std() / np.sqrt(len(lag)):
            level.append(candidate)
    return level
