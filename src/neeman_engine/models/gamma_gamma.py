"""doc"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln, polygamma, psi

from neeman_engine.models.newton import Evaluation, Floats, Prior
from neeman_engine.models.settle import Fitted, settle, too_few
from neeman_engine.models.verdict import Reason, enough

NAMES = ("p", "q", "gamma")
START = np.array([5.0, 4.0, 0.6])
"""Middling parameters to start from, gamma in mean values."""
BELIEF_SPREAD = np.array([1.5, 1.5, np.inf])
REASONS = (Reason.NO_SPEND_HETEROGENEITY,) * 3


@dataclass(frozen=True)
class GammaGamma(Fitted):
    """Parameters, fitted or given. p, q: without unit; gamma and mean: in the unit of money of the values."""

    p: float
    q: float
    gamma: float

    @property
    def mean(self):
        return self.p * self.gamma / (self.q - 1.0) if self.q > 1 else np.nan

    def expected_value(self, frequency: ArrayLike, mean_value: ArrayLike) -> Floats:
        x, value = np.broadcast_arrays(
            np.atleast_1d(np.asarray(frequency, float)), np.asarray(mean_value, float)
        )
        total = np.where(x > 0, x * value, 0.0)
        return self.shown(self.p * (self.gamma + total) / (self.p * x + self.q - 1.0))


class Likelihood:
    """The log-likelihood of the mean values with its gradient and Hessian in log p, log q, log gamma."""

    def __init__(self, frequency: Floats, mean_value: Floats, weight: Floats) -> None:
        counts = np.bincount(frequency.astype(np.int64), weights=weight)
        present = np.flatnonzero(counts)
        self.frequencies, self.counts = present.astype(np.float64), counts[present]
        self.total = frequency * mean_value
        self.weights = np.stack([weight, weight * frequency])
        log_value = np.log(mean_value)
        self.log_values = self.weights @ log_value
        n, x = self.counts, self.frequencies
        self.log_totals = float(self.log_values[1] + n @ (x * np.log(x)))

    def __call__(self, point: Floats) -> Evaluation:
        with np.errstate(all="ignore"):
            parameters = np.exp(point)
            value, gradient, curvature = self._evaluate(*parameters)
            gradient = gradient * parameters
            hessian = curvature * np.outer(parameters, parameters) + np.diag(gradient)
        return value, gradient, hessian

    def _evaluate(self, p, q, gamma) -> Evaluation:
        n, x, everyone = self.counts, self.frequencies, float(self.counts.sum())
        until = gamma + self.total
        (logs, x_logs) = self.weights @ np.log(until)
        per = 1.0 / until
        rates, x_rates = self.weights @ per
        np.multiply(per, per, out=per)
        squares, x_squares = self.weights @ per
        k = p * x
        value = (
            n @ (gammaln(k + q) - gammaln(k))
            + everyone * (q * np.log(gamma) - gammaln(q))
            + p * self.log_totals
            - float(self.log_values[0])
            - p * x_logs
            - q * logs
        )
        both, own = psi(k + q), psi(k)
        gradient = np.array(
            [
                (n * x) @ (both - own) + self.log_totals - x_logs,
                n @ both + everyone * (np.log(gamma) - psi(q)) - logs,
                everyone * q / gamma - p * x_rates - q * rates,
            ]
        )
        bend_both, bend_own = polygamma(1, k + q), polygamma(1, k)
        h = np.zeros((3, 3))
        h[0, 0] = (n * x * x) @ (bend_both - bend_own)
        h[0, 1] = h[1, 0] = (n * x) @ bend_both
        h[0, 2] = h[2, 0] = -x_rates
        h[1, 1] = n @ bend_both - everyone * polygamma(1, q)
        h[1, 2] = h[2, 1] = everyone / gamma - rates
        h[2, 2] = -everyone * q / gamma**2 + p * x_squares + q * squares
        return float(value), gradient, h


def fit(frequency: ArrayLike, mean_value: ArrayLike, weights: ArrayLike | None = None) -> GammaGamma:
    x = np.asarray(frequency, float)
    value = np.asarray(mean_value, float)
    weight = np.ones_like(x) if weights is None else np.asarray(weights, float)
    kept = (x > 0) & (value > 0)
    if not kept.all():
        x, value, weight = x[kept], value[kept], weight[kept]
    customers = float(weight.sum())
    reason = enough(np.inf, customers)
    if reason is not Reason.ENOUGH:
        return GammaGamma.of(too_few(3, reason), NAMES, customers)
    start = START * np.array([1.0, 1.0, float(weight @ value) / customers])
    belief = Prior(np.log(start), BELIEF_SPREAD)
    return GammaGamma.of(settle(Likelihood(x, value, weight), start, belief, REASONS), NAMES, customers)
