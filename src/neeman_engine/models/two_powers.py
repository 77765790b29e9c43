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
CLOSE_ENOUGH = 0.5
"""A reach that leaves this much more of the fall than needed costs no digit."""


class TwoPowers:
    """One integral a row, all arguments being columns of equal length; A is the smaller base in every row or in none.

    Attributes are rows by nodes. log_a, log_b: log(A+u), log(B+u) at each node; per_a, per_b: their reciprocals;
    log_integral: one value a row, -inf where the length is nothing.
    """

    def __init__(self, powers: tuple[Floats, Floats], bases: tuple[Floats, Floats], length: Floats) -> None:
        """Place the nodes of every row and weigh them."""
        (p, q), (small, large) = ((c[:, None] for c in pair) for pair in (powers, bases))
        a_is_small = not len(small) or bool(small[0, 0] <= large[0, 0])
        if not a_is_small:
            (p, q), (small, large) = (q, p), (large, small)
        reach = _reach(p, q, small / large, np.log1p(length[:, None] / small))
        points, masses = _nodes()
        y = reach * (0.5 * (points + 1.0))
        beside_small = small * np.exp(y)
        beside_large = beside_small + (large - small)
        log_small, log_large = np.log(small), np.log(large)
        at_small, at_large = y + log_small, np.log(beside_large)
        self._heights = np.exp((1.0 - p) * y - q * (at_large - log_large)) * (0.5 * masses)
        self._total = self._heights.sum(axis=1, keepdims=True)
        with np.errstate(divide="ignore"):
            outside = (1.0 - p) * log_small - q * log_large
            self.log_integral: Floats = (outside + np.log(reach * self._total))[:, 0]
        logs, bases_there = (at_small, at_large), (beside_small, beside_large)
        self.log_a: Floats
        self.log_b: Floats
        self.log_a, self.log_b = logs if a_is_small else logs[::-1]
        self._beside_a, self._beside_b = bases_there if a_is_small else bases_there[::-1]

    @property
    def shares(self) -> Floats:
        """The part of the integral at each node."""
        shares: Floats = self._heights / self._total
        return shares

    @property
    def per_a(self) -> Floats:
        """1 / (A+u) at each node."""
        return 1.0 / self._beside_a

    @property
    def per_b(self) -> Floats:
        """1 / (B+u) at each node."""
        return 1.0 / self._beside_b


@cache
def _nodes() -> tuple[Floats, Floats]:
    """Gauss-Legendre points and weights on -1..1: found by eigenvalues, so once."""
    points, masses = np.polynomial.legendre.leggauss(NODES)
    return points, masses


def _reach(p: Floats, q: Floats, share: Floats, whole: Floats) -> Floats:
    """How far in y to integrate: to the end, or to where the integrand has fallen to nothing.

    p: power of the smaller base; share: the smaller base in the larger. The fall is convex in y, so Newton's method
    from the right never leaves the right.
    """
    beyond = (NEGLIGIBLE - q * np.log(share)) / (p + q - 1.0)
    y = np.minimum(whole, beyond)
    for _ in range(APPROACHES):
        part = share * np.exp(y)
        at_large = part + (1.0 - share)
        excess = (p - 1.0) * y + q * np.log(at_large) - NEGLIGIBLE
        if excess.max(initial=0.0) < CLOSE_ENOUGH:
            break
        slope = p - 1.0 + q * part / at_large
        y = y - np.where(excess > 0.0, excess / np.where(excess > 0.0, slope, 1.0), 0.0)
    return y
