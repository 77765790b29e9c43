"""The integral of (A+u)^-p (B+u)^-q over u in (0, length), with its nodes, in logs.

Pareto/NBD needs it twice, and the papers write it as a difference of two 2F1, which loses all digits for heavy
buyers. In y = log(1 + u/min(A, B)) the integrand is smooth and its nearest singularity lies pi away, so that
Gauss-Legendre on the part that matters converges at once.
"""

from functools import cache

import numpy as np

from neeman_engine.models.newton import Floats

NODES = 16
NEGLIGIBLE = 34.0
"""Fall of the log-integrand behind which the rest (e^-34) is left out."""
APPROACHES = 6


class TwoPowers:
    """One integral a row, all arguments being columns of equal length; attributes are rows by nodes.

    shares: the part of the integral at each node; log_a, log_b: log(A+u), log(B+u) there; per_a, per_b: their
    reciprocals; log_integral: one value a row, -inf where the length is nothing.
    """

    def __init__(self, powers: tuple[Floats, Floats], bases: tuple[Floats, Floats], length: Floats) -> None:
        """Place the nodes of every row and weigh them."""
        (p, q), (a, b) = ((c[:, None] for c in pair) for pair in (powers, bases))
        smaller = np.minimum(a, b)
        share_a, share_b = smaller / a, smaller / b
        reach = _reach(p, q, share_a, share_b, np.log1p(length[:, None] / smaller))
        points, masses = _nodes()
        y = reach * (0.5 * (points + 1.0))
        grown = np.expm1(y)
        self.per_a, self.per_b = 1.0 / (a + smaller * grown), 1.0 / (b + smaller * grown)
        rise_a, rise_b = -np.log(a * self.per_a), -np.log(b * self.per_b)
        self.log_a, self.log_b = np.log(a) + rise_a, np.log(b) + rise_b
        heights = np.exp(y - p * rise_a - q * rise_b) * (0.5 * masses)
        total = heights.sum(axis=1, keepdims=True)
        self.shares = heights / total
        with np.errstate(divide="ignore"):
            outside = np.log(smaller) - p * np.log(a) - q * np.log(b)
            self.log_integral: Floats = (outside + np.log(reach * total))[:, 0]


@cache
def _nodes() -> tuple[Floats, Floats]:
    """Gauss-Legendre points and weights on -1..1: found by eigenvalues, so once."""
    points, masses = np.polynomial.legendre.leggauss(NODES)
    return points, masses


def _reach(p: Floats, q: Floats, share_a: Floats, share_b: Floats, whole: Floats) -> Floats:
    """How far in y to integrate: to the end, or to where the integrand has fallen to nothing.

    The fall is convex in y, so Newton's method from the right never leaves the right.
    """
    beyond = (NEGLIGIBLE - p * np.log(share_a) - q * np.log(share_b)) / (p + q - 1.0)
    y = np.minimum(whole, beyond)
    for _ in range(APPROACHES):
        growth = np.exp(y)
        at_a, at_b = 1.0 + share_a * (growth - 1.0), 1.0 + share_b * (growth - 1.0)
        excess = p * np.log(at_a) + q * np.log(at_b) - y - NEGLIGIBLE
        slope = growth * (p * share_a / at_a + q * share_b / at_b) - 1.0
        y = y - np.where(excess > 0.0, excess / np.where(excess > 0.0, slope, 1.0), 0.0)
    return y
