"""How much does each customer spend on a purchase? (Gamma-Gamma)

The values of a customer's purchases vary around a mean of his own: value ~ Gamma(p, v), v ~ Gamma(q, gamma) over
customers. Given x purchases with mean m:

    log L = log G(px+q) - log G(px) - log G(q) + q log gamma + (px-1) log m + px log x - (px+q) log(gamma + m x)
    E[value | x, m] = p (gamma + x m) / (p x + q - 1)

a weighted mean of his own mean and that of all, p gamma / (q - 1): the more he has bought, the more his own counts.

Arrays in, one row a repeat buyer: frequency x = repeat purchase occasions, mean_value m = their mean value in any one
unit of money; weights = how many customers the row stands for. Out: expected value of one purchase in that unit (an
expectation: the caller rounds it to minor units). `expected_value` also takes x = 0: the mean of all.

Edge cases: rows without a repeat purchase or without a positive value are left out of the fit; fewer than 20 that remain
is TOO_FEW and every number nan. Where spend hardly differs, the parameters are held by a weak prior: REGULARISED; where there is one
price for all, they are set to say just that, without standard errors. Spend so
uneven that q <= 1 has no mean of all: reason `no_mean_spend`, and nan for customers with x = 0. The model holds spend and
frequency for unrelated; where they are not, it still orders customers rightly.

>>> cdnow = GammaGamma(p=6.25, q=3.744, gamma=15.44)
>>> cdnow.expected_value([0, 1, 10], [0, 50, 50]).round(2).tolist()
[35.17, 45.47, 49.38]

Source: Fader & Hardie 2013, The Gamma-Gamma Model of Monetary Value, eq. 1a-5.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from neeman_engine.models.newton import Evaluation, Floats, Prior
from neeman_engine.models.settle import Fitted, settle, too_few
from neeman_engine.models.special import digamma, log_gamma, trigamma
from neeman_engine.models.verdict import Reason, Verdict, enough

NAMES = ("p", "q", "gamma")
START = np.array([5.0, 4.0, 0.6])
"""Middling parameters to start from, gamma in mean values."""
BELIEF_SPREAD = np.array([1.5, 1.5, np.inf])
ALIKE_SHARE = 1e-3
"""Means that differ by no more than this share of themselves are one price, and the likelihood has no summit."""
PEAKED = 1e4
REASONS = (Reason.NO_SPEND_HETEROGENEITY,) * 3


@dataclass(frozen=True)
class GammaGamma(Fitted):
    """Parameters, fitted or given. p, q: without unit; gamma and mean: in the unit of money of the values."""

    p: float
    q: float
    gamma: float

    @property
    def mean(self) -> float:
        """Mean value of a purchase over all customers; nan where there is none (q <= 1)."""
        return self.p * self.gamma / (self.q - 1.0) if self.q > 1.0 else np.nan

    def expected_value(self, frequency: ArrayLike, mean_value: ArrayLike) -> Floats:
        """Expected value of each customer's next purchase; `mean_value` is not looked at where frequency is 0."""
        x, value = np.broadcast_arrays(
            np.atleast_1d(np.asarray(frequency, dtype=np.float64)), np.asarray(mean_value, dtype=np.float64)
        )
        total = np.where(x > 0, x * value, 0.0)
        share = self.p * x + self.q - 1.0
        return self.shown(self.p * (self.gamma + total) / np.where(share > 0, share, np.nan))


class Likelihood:
    """The log-likelihood of the mean values with its gradient and Hessian in log p, log q, log gamma."""

    def __init__(self, frequency: Floats, mean_value: Floats, weight: Floats) -> None:
        """Add up what does not depend on the parameters."""
        counts = np.bincount(frequency.astype(np.int64), weights=weight)
        present = np.flatnonzero(counts)
        self.frequencies, self.counts = present.astype(np.float64), counts[present]
        self.total = frequency * mean_value
        self.weights = np.stack([weight, weight * frequency])
        self.log_values = self.weights @ np.log(mean_value)
        n, x = self.counts, self.frequencies
        self.log_totals = float(self.log_values[1] + n @ (x * np.log(x)))

    def __call__(self, point: Floats) -> Evaluation:
        """Value, slopes and bends, carried over from the parameters to their logarithms."""
        with np.errstate(all="ignore"):
            parameters = np.exp(point)
            value, gradient, curvature = self._evaluate(*parameters)
            gradient = gradient * parameters
            hessian = curvature * np.outer(parameters, parameters) + np.diag(gradient)
        return value, gradient, hessian

    def _evaluate(self, p: float, q: float, gamma: float) -> Evaluation:
        n, x, everyone = self.counts, self.frequencies, float(self.counts.sum())
        until = gamma + self.total
        (logs, x_logs) = self.weights @ np.log(until)
        per = 1.0 / until
        rates, x_rates = self.weights @ per
        np.multiply(per, per, out=per)
        squares, x_squares = self.weights @ per
        k = p * x
        value = (
            n @ (log_gamma(k + q) - log_gamma(k))
            + everyone * (q * np.log(gamma) - log_gamma(q))
            + p * self.log_totals
            - float(self.log_values[0])
            - p * x_logs
            - q * logs
        )
        both, own = digamma(k + q), digamma(k)
        gradient = np.array(
            [
                (n * x) @ (both - own) + self.log_totals - x_logs,
                n @ both + everyone * (np.log(gamma) - digamma(q)) - logs,
                everyone * q / gamma - p * x_rates - q * rates,
            ]
        )
        bend_both, bend_own = trigamma(k + q), trigamma(k)
        h = np.zeros((3, 3))
        h[0, 0] = (n * x * x) @ (bend_both - bend_own)
        h[0, 1] = h[1, 0] = (n * x) @ bend_both
        h[0, 2] = h[2, 0] = -x_rates
        h[1, 1] = n @ bend_both - everyone * trigamma(q)
        h[1, 2] = h[2, 1] = everyone / gamma - rates
        h[2, 2] = -everyone * q / gamma**2 + p * x_squares + q * squares
        return float(value), gradient, h


def fit(frequency: ArrayLike, mean_value: ArrayLike, weights: ArrayLike | None = None) -> GammaGamma:
    """The maximum-likelihood Gamma-Gamma of these repeat buyers, with standard errors and a verdict."""
    x, value = np.asarray(frequency, dtype=np.float64), np.asarray(mean_value, dtype=np.float64)
    weight = np.ones_like(x) if weights is None else np.asarray(weights, dtype=np.float64)
    if not x.shape == value.shape == weight.shape:
        raise ValueError("frequency, mean_value and weights: of one length")
    kept = (x > 0) & (value > 0) & (weight > 0)
    if not kept.all():
        x, value, weight = x[kept], value[kept], weight[kept]
    customers = float(weight.sum())
    reason = enough(np.inf, customers)
    if reason is not Reason.ENOUGH:
        return GammaGamma.of(too_few(len(NAMES), reason), NAMES, customers)
    mean = float(weight @ value) / customers
    if np.ptp(value) <= ALIKE_SHARE * mean:
        return _one_price(mean, customers)
    start = START * np.array([1.0, 1.0, mean])
    settled = settle(Likelihood(x, value, weight), start, Prior(np.log(start), BELIEF_SPREAD), REASONS)
    fitted = GammaGamma.of(settled, NAMES, customers)
    return fitted if fitted.q > 1.0 else replace(fitted, reason=Reason.NO_MEAN_SPEND)


def _one_price(mean: float, customers: float) -> GammaGamma:
    """Parameters so peaked that every expected value is the one price."""
    return GammaGamma(
        p=PEAKED,
        q=PEAKED,
        gamma=mean * (PEAKED - 1.0) / PEAKED,
        customers=customers,
        verdict=Verdict.REGULARISED,
        reason=Reason.NO_SPEND_HETEROGENEITY,
    )
