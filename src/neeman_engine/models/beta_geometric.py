"""What BG/NBD and MBG/NBD share: a customer may leave only after a purchase, with a probability of his own.

Both mix a Gamma(r, alpha) purchase rate with a Beta(a, b) chance of leaving. They differ in one count: how many
chances to leave a customer with x repeat purchases has let pass while still active, `c = x` (BG: none at the
first purchase) or `c = x + 1` (MBG: one there too). With k = r + x,

    L = G(r+x)/G(r) alpha^r B(a,b+c)/B(a,b) [ (alpha+T)^-k + (c>0) a/(b+c-1) (alpha+t_x)^-k ]

The bracket's first term is "still active", so P(alive) is its share of the bracket.
"""

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike

from neeman_engine.models.active_purchases import while_active
from neeman_engine.models.newton import Evaluation, Floats, Prior
from neeman_engine.models.settle import Fitted, settle, too_few
from neeman_engine.models.special import digamma, expit, log_gamma, trigamma
from neeman_engine.models.triples import Triples, blocks, checked, each_once
from neeman_engine.models.verdict import Reason, enough

ROWS_AT_ONCE = 8192
"""A block and its intermediate columns stay in the cache of the processor."""
START = np.array([0.5, 0.5, 0.8, 2.5])
"""Middling parameters to start from, alpha in typical gaps between purchases; also the centre of the weak belief."""
BELIEF = Prior(centre=np.log(START), spread=np.array([2.0, np.inf, 1.5, 1.5]))
REASONS = (
    Reason.NO_RATE_HETEROGENEITY,
    Reason.NO_RATE_HETEROGENEITY,
    Reason.NO_DROPOUT_HETEROGENEITY,
    Reason.NO_DROPOUT_HETEROGENEITY,
)


NAMES = ("r", "alpha", "a", "b")


@dataclass(frozen=True)
class BetaGeometric(Fitted):
    """Parameters, fitted or given. r, a, b: without unit; alpha: in the unit of time of the arrays."""

    r: float
    alpha: float
    a: float
    b: float

    chances_before: ClassVar[int]
    """Chances to leave that came with the first purchase: 0 or 1."""

    def p_alive(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Floats:
        """Probability that each customer is still active at `age`; nan where the model is not usable."""
        x, t_x, age_ = checked(frequency, recency, age)
        chances = x + self.chances_before
        survived = np.where(chances > 0, self.b + chances - 1.0, 1.0)
        log_odds_left = np.log(self.a / survived) + (self.r + x) * np.log1p((age_ - t_x) / (self.alpha + t_x))
        return self.shown(expit(-np.where(chances > 0, log_odds_left, -np.inf)))

    def expected_purchases(
        self, horizon: float, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike
    ) -> Floats:
        """Expected number of purchase occasions of each customer within `horizon` from now."""
        columns = checked(frequency, recency, age)
        if not self.verdict.usable:
            return np.full(columns[0].shape, np.nan)
        rate, chance = (self.r, self.alpha), (self.a, self.b + self.chances_before)

        def if_active(x: Floats, _: Floats, until: Floats) -> Floats:
            return while_active(horizon, x, until, rate=rate, chance=chance)

        return self.p_alive(*columns) * each_once(
            if_active, columns[0], np.zeros_like(columns[2]), columns[2]
        )

    def p_purchase(self, horizon: float, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Floats:
        """Probability of at least one purchase within `horizon` from now."""
        x, t_x, age_ = checked(frequency, recency, age)
        silent = -(self.r + x) * np.log1p(horizon / (self.alpha + age_))
        return self.p_alive(x, t_x, age_) * -np.expm1(silent)

    @classmethod
    def fitted(cls, triples: Triples) -> Self:
        """The maximum-likelihood fit to grouped customers, with its verdict."""
        reason = enough(triples.customers, triples.repeat_buyers)
        if reason is not Reason.ENOUGH:
            return cls.of(too_few(len(NAMES), reason), NAMES, triples.customers)
        start = START * np.array([1.0, triples.typical_gap, 1.0, 1.0])
        settled = settle(Likelihood(triples, cls.chances_before), start, BELIEF, REASONS)
        return cls.of(settled, NAMES, triples.customers)


class Likelihood:
    """The log-likelihood of grouped customers with its gradient and Hessian in log r, log alpha, log a, log b."""

    def __init__(self, triples: Triples, chances_before: int) -> None:
        """Set apart those with no chance to leave so far: for them nothing but silence is to be explained."""
        self.frequencies, self.counts = triples.by_frequency()
        self.chances_before = chances_before
        leaving = triples.frequency + chances_before > 0
        self.x = triples.frequency[leaving]
        self.recency = triples.recency[leaving]
        self.age = triples.age[leaving]
        self.weight = triples.weight[leaving]
        self.new_age, cell = np.unique(triples.age[~leaving], return_inverse=True)
        self.new_weight = np.bincount(cell, weights=triples.weight[~leaving], minlength=len(self.new_age))

    def __call__(self, point: Floats) -> Evaluation:
        """Sum of the parts, carried over from the parameters to their logarithms."""
        with np.errstate(over="ignore", invalid="ignore"):
            parameters = np.exp(point)
            parts = [self._shapes(parameters), self._silence(parameters)]
            parts += [self._bracket(parameters, rows) for rows in blocks(len(self.weight), ROWS_AT_ONCE)]
            value = sum(part[0] for part in parts)
            gradient = sum((part[1] for part in parts), np.zeros(4)) * parameters
            curvature = sum((part[2] for part in parts), np.zeros((4, 4)))
            hessian = curvature * np.outer(parameters, parameters) + np.diag(gradient)
        return value, gradient, hessian

    def _shapes(self, parameters: Floats) -> Evaluation:
        """All gamma functions: they depend on x alone, so a few dozen values do for any number of customers."""
        r, alpha, a, b = parameters
        n, k, c = self.counts, r + self.frequencies, self.frequencies + self.chances_before
        everyone = float(n.sum())
        value = n @ (log_gamma(k) + log_gamma(b + c) - log_gamma(a + b + c)) + everyone * (
            r * np.log(alpha) - log_gamma(r) + log_gamma(a + b) - log_gamma(b)
        )
        whole = everyone * digamma(a + b) - n @ digamma(a + b + c)
        gradient = np.array(
            [
                n @ digamma(k) + everyone * (np.log(alpha) - digamma(r)),
                everyone * r / alpha,
                whole,
                whole + n @ digamma(b + c) - everyone * digamma(b),
            ]
        )
        hessian = np.zeros((4, 4))
        hessian[0, 0] = n @ trigamma(k) - everyone * trigamma(r)
        hessian[0, 1] = hessian[1, 0] = everyone / alpha
        hessian[1, 1] = -everyone * r / alpha**2
        hessian[2:, 2:] = everyone * trigamma(a + b) - n @ trigamma(a + b + c)
        hessian[3, 3] += n @ trigamma(b + c) - everyone * trigamma(b)
        return float(value), gradient, hessian

    def _silence(self, parameters: Floats) -> Evaluation:
        """-r log(alpha + T) of those without a chance to leave, on distinct ages."""
        r, alpha = parameters[:2]
        n, until = self.new_weight, alpha + self.new_age
        logs, rates, squares = n @ np.log(until), n @ (1.0 / until), n @ until**-2.0
        gradient = np.array([-logs, -r * rates, 0.0, 0.0])
        hessian = np.zeros((4, 4))
        hessian[0, 1] = hessian[1, 0] = -rates
        hessian[1, 1] = r * squares
        return float(-r * logs), gradient, hessian

    def _bracket(self, parameters: Floats, rows: slice) -> Evaluation:
        """log of "still active" plus "left after the last purchase", on a block of triples."""
        r, alpha, a, b = parameters
        n, k, c = self.weight[rows], r + self.x[rows], b + self.x[rows] + (self.chances_before - 1.0)
        until, last = alpha + self.age[rows], alpha + self.recency[rows]
        log_age, log_recency = np.log(until), np.log(last)
        per_age, per_recency = 1.0 / until, 1.0 / last
        lapse = log_age - log_recency
        log_odds = np.log(a / c) + k * lapse
        rest = np.exp(-np.abs(log_odds))
        left = np.where(log_odds > 0, 1.0, rest) / (1.0 + rest)
        n_left = n * left
        nk, nk_left = n * k, n_left * k
        value = n @ (np.maximum(log_odds, 0.0) + np.log1p(rest)) - nk @ log_age
        per_c = 1.0 / c
        gradient = np.array(
            [
                n_left @ lapse - n @ log_age,
                nk_left @ (per_age - per_recency) - nk @ per_age,
                n_left.sum() / a,
                -(n_left @ per_c),
            ]
        )
        slopes = np.stack([lapse, k * (per_age - per_recency), np.full_like(k, 1.0 / a), -per_c])
        hessian: Floats = (slopes * (n_left * (1.0 - left))) @ slopes.T
        bend = n_left @ (per_age - per_recency) - n @ per_age
        hessian[0, 1] += bend
        hessian[1, 0] += bend
        hessian[1, 1] += nk @ per_age**2 - nk_left @ (per_age**2 - per_recency**2)
        hessian[2, 2] -= n_left.sum() / a**2
        hessian[3, 3] += n_left @ per_c**2
        return float(value), gradient, hessian
