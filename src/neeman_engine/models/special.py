"""The few special functions that the models need, on numpy alone.

SciPy has them all, but takes a third of a second and thirty megabytes to import, and the command is measured in
seconds. Gamma functions are asked only for distinct frequencies, a few hundred numbers, so plainness is enough.

>>> log_gamma(np.array([0.5, 1.0, 5.0])).round(12).tolist()
[0.572364942925, 0.0, 3.178053830348]
>>> float(digamma(np.array([1.0]))[0].round(12)), float(trigamma(np.array([1.0]))[0].round(12))
(-0.577215664902, 1.644934066848)

Source: Abramowitz & Stegun 1964, 6.1.41, 6.3.18 and 6.4.12 (asymptotic series), 6.1.15 (recurrence).
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from neeman_engine.models.newton import Floats

STEPS = np.arange(10.0)
"""The argument is raised by so many steps of the recurrence, to where the series below are exact to the last digits."""
_LOG_GAMMA = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360)
_DIGAMMA = (-1 / 12, 1 / 120, -1 / 252, 1 / 240, -1 / 132, 691 / 32760)
_TRIGAMMA = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730)


def log_gamma(x: ArrayLike) -> Floats:
    """Logarithm of the gamma function, x > 0."""
    raised, steps = _raised(x)
    series = (raised - 0.5) * np.log(raised) - raised + 0.5 * math.log(2.0 * math.pi)
    value: Floats = series + _series(_LOG_GAMMA, raised) / raised - np.log(steps).sum(axis=-1)
    return value


def digamma(x: ArrayLike) -> Floats:
    """First derivative of `log_gamma`."""
    raised, steps = _raised(x)
    series = np.log(raised) - 0.5 / raised + _series(_DIGAMMA, raised) / raised**2
    value: Floats = series - (1.0 / steps).sum(axis=-1)
    return value


def trigamma(x: ArrayLike) -> Floats:
    """Second derivative of `log_gamma`."""
    raised, steps = _raised(x)
    series = 1.0 / raised + 0.5 / raised**2 + _series(_TRIGAMMA, raised) / raised**3
    value: Floats = series + (steps**-2.0).sum(axis=-1)
    return value


def expit(x: ArrayLike) -> Floats:
    """1 / (1 + exp(-x)), of any x.

    >>> expit([-1000.0, 0.0, 1000.0]).tolist()
    [0.0, 0.5, 1.0]
    """
    score = np.asarray(x, dtype=np.float64)
    small = np.exp(-np.abs(score))
    return np.where(score >= 0.0, 1.0, small) / (1.0 + small)


def logit(p: ArrayLike) -> Floats:
    """log(p / (1 - p))."""
    share = np.asarray(p, dtype=np.float64)
    return np.log(share) - np.log1p(-share)


def x_log_ratio(x: Floats, y: Floats) -> Floats:
    """x log(x / y), which is 0 at x = 0; y > 0."""
    positive = np.where(x > 0.0, x, 1.0)
    return np.where(x > 0.0, x * np.log(positive / y), 0.0)


def exprel(x: Floats) -> Floats:
    """(exp(x) - 1) / x, which is 1 at x = 0."""
    beside = np.where(x == 0.0, 1.0, x)
    return np.where(x == 0.0, 1.0, np.expm1(beside) / beside)


def _raised(x: ArrayLike) -> tuple[Floats, Floats]:
    steps = np.asarray(x, dtype=np.float64)[..., None] + STEPS
    return steps[..., -1] + 1.0, steps


def _series(coefficients: tuple[float, ...], x: Floats) -> Floats:
    """Sum of c_i / x^(2 i)."""
    per = 1.0 / (x * x)
    total = np.zeros_like(per)
    for coefficient in reversed(coefficients):
        total = total * per + coefficient
    return total
