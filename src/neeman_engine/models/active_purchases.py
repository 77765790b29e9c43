"""Expected purchases of a customer who is active now, when the chance to leave is his own (Beta) and constant.

With rate ~ Gamma(k, A) and chance ~ Beta(a, c) known so far, a horizon h brings

    E = E_p[ f(p) ],   f(p) = (1 - (A / (A + p h))^k) / p,   p ~ Beta(a, c)

which is the bracket of the published 2F1 formula divided by a - 1, without its cancellation, its pole at a = 1 and
its overflow at large x. In y = log(p / (1 - p)) the integrand is smooth and falls off on both sides, where the
trapezoidal rule is exact to nearly all digits (Trefethen & Weideman 2014); its points depend on x alone. Beyond the
outermost points the masses are a geometric series, all of it at p = 0 and p = 1.
"""

import math

import numpy as np

from neeman_engine.models.triples import Floats

STEP = 0.3
"""Distance of points, which leaves an error of about e^(-pi^2 / STEP); half a standard deviation where that is less."""
NEGLIGIBLE = 40.0
APPROACHES = 6


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
        if not rows.size:
            break
        x, reach = frequency[rows[0]], horizon / until[rows]
        k = rate[0] + x
        points, masses = beta_nodes(chance[0], chance[1] + x)
        inside = -np.expm1(-k * np.log1p(np.outer(reach, points[1:-1]))) @ (masses[1:-1] / points[1:-1])
        stays, leaves = k * reach, -np.expm1(-k * np.log1p(reach))
        result[rows] = inside + masses[0] * stays + masses[-1] * leaves
    return result


def beta_nodes(a: float, b: float) -> tuple[Floats, Floats]:
    """Points from 0 to 1, and the masses that stand for Beta(a, b) there.

    >>> p, mass = beta_nodes(2.0, 6.0)
    >>> round(float(mass @ p), 12), round(float(mass @ p**2), 12)
    (0.25, 0.083333333333)
    """
    deviation = math.sqrt((a + b + 2.0) / ((a + 1.0) * (b + 1.0)))
    low, high = _span(a + 1.0, b + 1.0)
    nodes = math.ceil((high - low) / (STEP * min(1.0, 2.0 * deviation))) + 1
    y, step = np.linspace(low, high, nodes, retstep=True)
    log_p, log_rest = -np.log1p(np.exp(-y)), -np.log1p(np.exp(y))
    height = a * log_p + b * log_rest
    heights = np.exp(height - height.max())
    masses = np.concatenate([[heights[0] * _series(a * step)], heights, [heights[-1] * _series(b * step)]])
    return np.concatenate([[0.0], np.exp(log_p), [1.0]]), masses / masses.sum()


def _series(fall: float) -> float:
    """e^-fall + e^(-2 fall) + ... without end."""
    return math.exp(-fall) / -math.expm1(-fall)


def _span(a: float, b: float) -> tuple[float, float]:
    """Where p^a (1-p)^b has fallen to nothing on either side of its summit; p = 1 / (1 + e^-y).

    Its logarithm is concave in y and lies below the lines a y and -b y, so Newton's method starts on them and stays
    outside.
    """
    floor = a * math.log(a / (a + b)) + b * math.log(b / (a + b)) - NEGLIGIBLE
    low, high = floor / a, -floor / b
    for _ in range(APPROACHES):
        low -= _above(a, b, low, floor)
        high += _above(b, a, -high, floor)
    return low, high


def _above(a: float, b: float, y: float, floor: float) -> float:
    """Newton's step towards where a log p + b log(1-p) meets the floor, from the left."""
    log_p, log_rest = -math.log1p(math.exp(-y)), -math.log1p(math.exp(y))
    return (a * log_p + b * log_rest - floor) / (a - (a + b) * math.exp(log_p))
