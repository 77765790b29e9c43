"""Expected purchases of a customer who is active now, when the chance to leave is his own (Beta) and constant.

With rate ~ Gamma(k, A) and chance ~ Beta(a, c) known so far, a horizon h brings

    E = E_p[ (1 - (A / (A + p h))^k) / p ],   p ~ Beta(a, c)

which is the bracket of the published 2F1 formula divided by a - 1, without its cancellation, its pole at a = 1 and
its overflow at large x. The expectation is a Gauss-Jacobi sum, whose nodes depend on x alone.
"""

import numpy as np

from neeman_engine.models.triples import Floats

FEWEST_NODES, MOST_NODES = 24, 160
DIGITS = 23.0
"""Twice the logarithm of the accuracy asked of the sum, about 1e-10."""


def while_active(
    horizon: float, frequency: Floats, age: Floats, *, rate: tuple[float, float], chance: tuple[float, float]
) -> Floats:
    """Expected purchases within `horizon` of customers active at `age`, best asked once for each distinct (frequency, age).

    rate: (r, alpha) and chance: (a, b) as they were before the customer's repeat purchases were seen.
    """
    until = rate[1] + age
    result = np.empty_like(frequency)
    order = np.argsort(frequency, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(frequency[order])) + 1):
        x, reach = frequency[rows[0]], horizon / until[rows]
        shares, masses = beta_nodes(chance[0], chance[1] + x, _nodes_for(float(reach.max())))
        silent = -(rate[0] + x) * np.log1p(np.outer(reach, shares))
        result[rows] = -np.expm1(silent) @ (masses / shares)
    return result


def beta_nodes(a: float, b: float, nodes: int) -> tuple[Floats, Floats]:
    """Points in (0, 1) and masses that integrate polynomials against Beta(a, b) exactly up to degree 2 nodes - 1.

    Source: Golub & Welsch 1969; recurrence of the Jacobi polynomials.

    >>> p, mass = beta_nodes(2.0, 6.0, 8)
    >>> round(float(mass @ p), 12), round(float(mass.sum()), 12)
    (0.25, 1.0)
    """
    n = np.arange(1.0, nodes)
    total = 2.0 * n + a + b - 2.0
    middle = np.concatenate([[a / (a + b)], 0.5 + 0.5 * (a - b) * (a + b - 2.0) / (total * (total + 2.0))])
    beside = n * (n + a - 1.0) * (n + b - 1.0) * (n + a + b - 2.0)
    first = a * b / ((a + b) ** 2 * (a + b + 1.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        squares = beside / (total**2 * (total**2 - 1.0))
    squares[0] = first
    beside_middle = np.sqrt(squares)
    points, vectors = np.linalg.eigh(np.diag(middle) + np.diag(beside_middle, -1))
    return np.maximum(points, np.finfo(float).tiny), vectors[0] ** 2


def _nodes_for(odds: float) -> int:
    """More nodes where the horizon is long beside what is known of the customer."""
    if odds <= 0.0:
        return FEWEST_NODES
    wanted = DIGITS / np.log1p(2.0 / odds)
    return int(np.clip(np.ceil(wanted), FEWEST_NODES, MOST_NODES))
