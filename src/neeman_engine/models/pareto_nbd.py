"""The same question as BG/NBD, where a customer may leave at any moment, not only after a purchase (Pareto/NBD).

While active, a customer buys at a rate of his own, Gamma(r, alpha) over customers; his lifetime is exponential with a
rate of his own, Gamma(s, beta) over customers. With k = r + x:

    L(x, t_x, T) = G(r+x)/G(r) alpha^r beta^s [ (alpha+T)^-k (beta+T)^-s
                     + s integral over u in (t_x, T) of (alpha+u)^-k (beta+u)^-(s+1) ]
    P(alive) = the share of the bracket's first term
    E[Y(h)] = P(alive) k (beta+T) / ((alpha+T)(s-1)) (1 - ((beta+T)/(beta+T+h))^(s-1))
    P(purchase within h) = P(alive) k (alpha+T)^k (beta+T)^s integral over u in (0, h) of (alpha+T+u)^-(k+1) (beta+T+u)^-s

The papers write the integrals with 2F1; `two_powers` sums them directly, in logs. E[Y] takes its limit at s = 1.

Arrays in and out as in `bgnbd`; beta is a time, in the unit of the arrays.

Edge cases as in `bgnbd`, except that one-time buyers fade like everybody else, which makes `p_purchase` a usable churn
score. A beta of many times the longest age means that hardly anybody has left yet: REGULARISED.

>>> cdnow = ParetoNbd(r=0.5533, alpha=10.578, s=0.6062, beta=11.669)  # in weeks
>>> cdnow.p_alive([0, 26], [0, 30.86], 38.86).round(3).tolist()
[0.295, 0.278]

Source: Schmittlein, Morrison & Colombo 1987, Counting Your Customers, Management Science 33(1); Fader & Hardie 2005, A
Note on Deriving the Pareto/NBD Model.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from neeman_engine.models.newton import Evaluation, Floats, Prior
from neeman_engine.models.settle import Fitted, settle, too_few
from neeman_engine.models.special import digamma, expit, exprel, log_gamma, trigamma
from neeman_engine.models.triples import Triples, blocks, checked, each_once, group
from neeman_engine.models.two_powers import TwoPowers
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
ROWS_AT_ONCE = 512


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
        for rows in blocks(len(x), ROWS_AT_ONCE):
            k, until = self.r + x[rows], age_[rows]
            log_left = (
                np.log(self.s) + _departure(k, t_x[rows], until, self.alpha, self.s, self.beta).log_integral
            )
            log_active = -k * np.log(self.alpha + until) - self.s * np.log(self.beta + until)
            result[rows] = expit(log_active - log_left)
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

        def if_active(x: Floats, _: Floats, until: Floats) -> Floats:
            return self._p_purchase_if_active(horizon, x, until)

        return self.p_alive(x, t_x, age_) * each_once(if_active, x, np.zeros_like(age_), age_)

    def _p_purchase_if_active(self, horizon: float, x: Floats, age: Floats) -> Floats:
        result = np.empty_like(x)
        for rows in blocks(len(x), ROWS_AT_ONCE):
            k, until = self.r + x[rows], age[rows]
            bases = (self.alpha + until, self.beta + until)
            first = TwoPowers((k + 1.0, np.full_like(k, self.s)), bases, np.full_like(k, horizon))
            result[rows] = np.exp(
                np.log(k) + k * np.log(bases[0]) + self.s * np.log(bases[1]) + first.log_integral
            )
        return result


class Likelihood:
    """The log-likelihood of grouped customers with gradient and Hessian in log r, log alpha, log s, log beta."""

    def __init__(self, triples: Triples) -> None:
        """Count the customers of each frequency once."""
        self.triples = triples
        self.frequencies, self.counts = triples.by_frequency()

    def __call__(self, point: Floats) -> Evaluation:
        """Sum over blocks of rows, carried over from the parameters to their logarithms."""
        with np.errstate(all="ignore"):
            parameters = np.exp(point)
            parts = [self._shapes(parameters)]
            parts += [
                self._bracket(parameters, rows) for rows in blocks(len(self.triples.weight), ROWS_AT_ONCE)
            ]
            value = sum(part[0] for part in parts)
            gradient = sum((part[1] for part in parts), np.zeros(4)) * parameters
            curvature = sum((part[2] for part in parts), np.zeros((4, 4)))
            hessian = curvature * np.outer(parameters, parameters) + np.diag(gradient)
        return value, gradient, hessian

    def _shapes(self, parameters: Floats) -> Evaluation:
        """Gamma functions on distinct x, and the constants of the two mixing distributions."""
        r, alpha, s, beta = parameters
        n, k, everyone = self.counts, r + self.frequencies, float(self.counts.sum())
        value = n @ log_gamma(k) + everyone * (r * np.log(alpha) - log_gamma(r) + s * np.log(beta))
        gradient = np.array(
            [
                n @ digamma(k) + everyone * (np.log(alpha) - digamma(r)),
                everyone * r / alpha,
                everyone * np.log(beta),
                everyone * s / beta,
            ]
        )
        hessian = np.zeros((4, 4))
        hessian[0, 0] = n @ trigamma(k) - everyone * trigamma(r)
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
        left = _departure(k, t.recency[rows], age, alpha, s, beta)
        log_left = np.log(s) + left.log_integral
        log_active = -k * np.log(alpha + age) - s * np.log(beta + age)
        p_left = expit(log_left - log_active)
        value = float(n @ np.logaddexp(log_active, log_left))
        n_left, n_active = n * p_left, n * (1.0 - p_left)

        falls_active = np.stack(
            [np.log(alpha + age), k / (alpha + age), np.log(beta + age), s / (beta + age)]
        )
        per_a, per_b, shares = left.per_a, left.per_b, left.shares
        falls = np.empty((4, *shares.shape))
        falls[0], falls[2] = left.log_a, left.log_b - 1.0 / s
        np.multiply(k[:, None], per_a, out=falls[1])
        np.multiply(s + 1.0, per_b, out=falls[3])
        falls_left = np.einsum("inq,nq->in", falls, shares)
        gradient = -(falls_active @ n_active + falls_left @ n_left)

        weights = n_left[:, None] * shares
        flat = falls.reshape(4, -1)
        apart = falls_left - falls_active
        hessian: Floats = (
            (flat * weights.ravel()) @ flat.T
            - (falls_left * n_left) @ falls_left.T
            + (apart * (n_left * (1.0 - p_left))) @ apart.T
        )
        hessian += _bends(n_active, k, 1.0 / (alpha + age), 1.0 / (beta + age), s)
        hessian += _bends(weights, k[:, None], per_a, per_b, s + 1.0)
        hessian[2, 2] -= n_left.sum() / s**2
        return value, gradient, hessian


def fit(
    frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, weights: ArrayLike | None = None
) -> ParetoNbd:
    """The maximum-likelihood Pareto/NBD of these customers, with standard errors and a verdict."""
    triples = group(frequency, recency, age, weights)
    reason = enough(triples.customers, triples.repeat_buyers)
    if reason is not Reason.ENOUGH:
        return ParetoNbd.of(too_few(len(NAMES), reason), NAMES, triples.customers)
    start = START * np.array([1.0, triples.typical_gap, 1.0, triples.typical_gap])
    belief = Prior(np.log(start), BELIEF_SPREAD)
    return ParetoNbd.of(settle(Likelihood(triples), start, belief, REASONS), NAMES, triples.customers)


def _bends(n: Floats, k: Floats, per_rate_time: Floats, per_stay_time: Floats, power: float) -> Floats:
    """Second derivatives of -k log(alpha + t) - power log(beta + t), summed with weights."""
    rates, stays = n * per_rate_time, n * per_stay_time
    hessian = np.zeros((4, 4))
    hessian[0, 1] = hessian[1, 0] = -rates.sum()
    hessian[1, 1] = np.vdot(rates, k * per_rate_time)
    hessian[2, 3] = hessian[3, 2] = -stays.sum()
    hessian[3, 3] = power * np.vdot(stays, per_stay_time)
    return hessian


def _departure(k: Floats, recency: Floats, age: Floats, alpha: float, s: float, beta: float) -> TwoPowers:
    """The moments between last purchase and now at which the customer may have left, weighed."""
    return TwoPowers((k, np.full_like(k, s + 1.0)), (alpha + recency, beta + recency), age - recency)
