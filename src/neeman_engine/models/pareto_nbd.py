"""doc"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import exprel, expit, gammaln, polygamma, psi

from neeman_engine.models.newton import Evaluation, Floats, Prior
from neeman_engine.models.settle import Fitted, settle, too_few
from neeman_engine.models.triples import Triples, checked, group
from neeman_engine.models.verdict import Reason, enough

NAMES = ("r", "alpha", "s", "beta")
START = np.array([0.5, 0.5, 0.6, 0.6])
"""Middling parameters to start from, alpha and beta in typical gaps between purchases."""
BELIEF_SPREAD = np.array([2.0, np.inf, 1.5, 2.0])
REASONS = (
    Reason.NO_RATE_HETEROGENEITY,
    Reason.NO_RATE_HETEROGENEITY,
    Reason.NO_DROPOUT_HETEROGENEITY,
    Reason.NO_DROPOUT_HETEROGENEITY,
)
NODES = 24
ROWS_AT_ONCE = 8192


@dataclass(frozen=True)
class ParetoNbd(Fitted):
    """Parameters, fitted or given. r, s: without unit; alpha, beta: in the unit of time of the arrays."""

    r: float
    alpha: float
    s: float
    beta: float

    def p_alive(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Floats:
        """Probability that each customer is still active at `age`; nan where the model is not usable."""
        x, t_x, age_ = checked(frequency, recency, age)
        result = np.empty_like(x)
        for rows in _chunks(len(x)):
            left = Departure(self.r + x[rows], t_x[rows], age_[rows], (self.alpha, self.s, self.beta))
            active = -(self.r + x[rows]) * np.log(self.alpha + age_[rows]) - self.s * np.log(
                self.beta + age_[rows]
            )
            result[rows] = expit(active - left.log_density)
        return self.shown(result)

    def expected_purchases(
        self, horizon: float, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike
    ) -> Floats:
        """Expected number of purchase occasions of each customer within `horizon` from now."""
        x, t_x, age_ = checked(frequency, recency, age)
        until = self.beta + age_
        growth = np.log1p(horizon / until)
        time_active = until * growth * exprel(-(self.s - 1.0) * growth)
        return self.p_alive(x, t_x, age_) * (self.r + x) / (self.alpha + age_) * time_active

    def p_purchase(self, horizon: float, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Floats:
        """Probability of at least one purchase within `horizon` from now."""
        x, t_x, age_ = checked(frequency, recency, age)
        k, rate_base, stay_base = (
            (self.r + x)[:, None],
            (self.alpha + age_)[:, None],
            (self.beta + age_)[:, None],
        )
        points, masses = _unit_nodes()
        whole = -np.expm1(-(k + self.s) * np.log1p(horizon / rate_base))
        later = np.exp(-np.log1p(-whole * points) / (k + self.s))
        ratio = later * stay_base / (rate_base * (later - 1.0) + stay_base)
        first = (ratio**self.s @ masses) * (whole * k / (k + self.s))[:, 0]
        return self.p_alive(x, t_x, age_) * first


class Departure:
    """The density of having left between the last purchase and now, integrated over the moment of leaving.

    s * integral over tau in (t_x, T) of (alpha+tau)^-k (beta+tau)^-(s+1), the part for which the papers write two
    2F1. With z = ((alpha+t_x)/(alpha+tau))^(k+s) the integrand is the gentle ((alpha+tau)/(beta+tau))^(s+1), so a
    short Gauss-Legendre sum does, in logs and with exact derivatives. Arrays are rows by nodes.
    """

    def __init__(
        self, k: Floats, recency: Floats, age: Floats, parameters: tuple[float, float, float]
    ) -> None:
        """Place the nodes of every row and weigh them."""
        alpha, s, beta = parameters
        points, masses = _unit_nodes()
        power = k + s
        log_base = np.log(alpha + recency)
        whole = -np.expm1(power * (log_base - np.log(alpha + age)))
        self.log_rate_time = log_base[:, None] - np.log1p(-np.outer(whole, points)) / power[:, None]
        rate_time = np.exp(self.log_rate_time)
        stay_time = rate_time + (beta - alpha)
        self.log_stay_time = np.log(stay_time)
        self.per_rate_time, self.per_stay_time = 1.0 / rate_time, 1.0 / stay_time
        heights = np.exp((s + 1.0) * (self.log_rate_time - self.log_stay_time)) * masses
        total = heights.sum(axis=1)
        self.shares = heights / total[:, None]
        with np.errstate(divide="ignore"):
            self.log_density = np.log(s / power) - power * log_base + np.log(whole * total)


class Likelihood:
    """The log-likelihood of grouped customers with gradient and Hessian in log r, log alpha, log s, log beta."""

    def __init__(self, triples: Triples) -> None:
        self.triples = triples
        self.frequencies, self.counts = triples.by_frequency()

    def __call__(self, point: Floats) -> Evaluation:
        """Sum over blocks of rows, carried over from the parameters to their logarithms."""
        with np.errstate(all="ignore"):
            parameters = np.exp(point)
            parts = [self._shapes(parameters)]
            parts += [self._bracket(parameters, rows) for rows in _chunks(len(self.triples.weight))]
            value = sum(part[0] for part in parts)
            gradient = sum((part[1] for part in parts), np.zeros(4)) * parameters
            curvature = sum((part[2] for part in parts), np.zeros((4, 4)))
            hessian = curvature * np.outer(parameters, parameters) + np.diag(gradient)
        return value, gradient, hessian

    def _shapes(self, parameters: Floats) -> Evaluation:
        """Gamma functions on distinct x, and the constants of the two mixing distributions."""
        r, alpha, s, beta = parameters
        n, k, everyone = self.counts, r + self.frequencies, float(self.counts.sum())
        value = n @ gammaln(k) + everyone * (r * np.log(alpha) - gammaln(r) + s * np.log(beta))
        gradient = np.array(
            [
                n @ psi(k) + everyone * (np.log(alpha) - psi(r)),
                everyone * r / alpha,
                everyone * np.log(beta),
                everyone * s / beta,
            ]
        )
        hessian = np.zeros((4, 4))
        hessian[0, 0] = n @ polygamma(1, k) - everyone * polygamma(1, r)
        hessian[0, 1] = hessian[1, 0] = everyone / alpha
        hessian[1, 1] = -everyone * r / alpha**2
        hessian[2, 3] = hessian[3, 2] = everyone / beta
        hessian[3, 3] = -everyone * s / beta**2
        return float(value), gradient, hessian

    def _bracket(self, parameters: Floats, rows: slice) -> Evaluation:
        """log of "still active" plus "left at some moment since the last purchase"."""
        r, alpha, s, beta = parameters
        t = self.triples
        n, k, age = t.weight[rows], r + t.frequency[rows], t.age[rows]
        left = Departure(k, t.recency[rows], age, (alpha, s, beta))
        active = -k * np.log(alpha + age) - s * np.log(beta + age)
        p_left = expit(left.log_density - active)
        value = float(n @ np.logaddexp(active, left.log_density))
        n_left, n_active = n * p_left, n * (1.0 - p_left)

        slopes_active = np.stack(
            [-np.log(alpha + age), -k / (alpha + age), -np.log(beta + age), -s / (beta + age)]
        )
        slopes = np.stack(
            [
                -left.log_rate_time,
                -k[:, None] * left.per_rate_time,
                1.0 / s - left.log_stay_time,
                -(s + 1.0) * left.per_stay_time,
            ]
        )
        slopes_left = np.einsum("inq,nq->in", slopes, left.shares)
        gradient = slopes_active @ n_active + slopes_left @ n_left

        weights = n_left[:, None] * left.shares
        flat = slopes.reshape(4, -1)
        apart = slopes_left - slopes_active
        hessian: Floats = (
            (flat * weights.ravel()) @ flat.T
            - (slopes_left * n_left) @ slopes_left.T
            + (apart * (n_left * (1.0 - p_left))) @ apart.T
        )
        hessian += _bends(n_active, k, 1.0 / (alpha + age), 1.0 / (beta + age), s)
        hessian += _bends(weights, k[:, None], left.per_rate_time, left.per_stay_time, s + 1.0)
        hessian[2, 2] -= n_left.sum() / s**2
        return value, gradient, hessian


def fit(
    frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, weights: ArrayLike | None = None
) -> ParetoNbd:
    """fit"""
    triples = group(frequency, recency, age, weights)
    reason = enough(triples.customers, triples.repeat_buyers)
    if reason is not Reason.ENOUGH:
        return ParetoNbd.of(too_few(len(NAMES), reason), NAMES, triples.customers)
    start = START * np.array([1.0, triples.typical_gap, 1.0, triples.typical_gap])
    belief = Prior(np.log(start), BELIEF_SPREAD)
    return ParetoNbd.of(settle(Likelihood(triples), start, belief, REASONS), NAMES, triples.customers)


def _bends(n: Floats, k: Floats, per_rate_time: Floats, per_stay_time: Floats, power: float) -> Floats:
    """Second derivatives of -k log(alpha + t) - power log(beta + t), summed with weights."""
    hessian = np.zeros((4, 4))
    hessian[0, 1] = hessian[1, 0] = -np.sum(n * per_rate_time)
    hessian[1, 1] = np.sum(n * k * per_rate_time**2)
    hessian[2, 3] = hessian[3, 2] = -np.sum(n * per_stay_time)
    hessian[3, 3] = power * np.sum(n * per_stay_time**2)
    return hessian


def _unit_nodes() -> tuple[Floats, Floats]:
    points, masses = np.polynomial.legendre.leggauss(NODES)
    return 0.5 * (points + 1.0), 0.5 * masses


def _chunks(rows: int) -> list[slice]:
    return [slice(start, start + ROWS_AT_ONCE) for start in range(0, rows, ROWS_AT_ONCE)]
