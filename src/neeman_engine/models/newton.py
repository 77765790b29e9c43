"""Damped Newton ascent on a log-likelihood whose gradient and Hessian are known exactly.

Parameters are positive, so the search runs on their logarithms: no bounds, and the unit of time or money only
shifts the starting point. Away from the summit the Hessian need not be negative definite; its eigenvalues are
then turned downhill, the step is kept within a factor `e**MAX_STEP` and halved until the likelihood rises.
Source: Nocedal & Wright, Numerical Optimization (2006), sections 3.3-3.4.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Evaluation = tuple[float, Floats, Floats]
Objective = Callable[[Floats], Evaluation]
"""From log-parameters to value, gradient and Hessian, all in the log-parameters."""

MAX_STEP = 2.0
MAX_STEPS = 60
MAX_HALVINGS = 30
GAIN_TOLERANCE = 1e-9
LITTLE_GAIN = 0.01
"""What is left to climb, in units of log-likelihood, when the search may say that it is on a ridge without summit."""


@dataclass(frozen=True, slots=True)
class Optimum:
    """Where the search ended: log-parameters, value and Hessian there, and whether it is a summit."""

    point: Floats
    value: float
    hessian: Floats
    steps: int
    converged: bool

    @property
    def deviations(self) -> Floats:
        """Standard errors of the log-parameters; infinite where the likelihood is flat."""
        values, vectors = np.linalg.eigh(-self.hessian)
        if values[0] <= 0.0:
            return np.full(len(self.point), np.inf)
        spread: Floats = np.sqrt(np.sum(vectors**2 / values, axis=1))
        return spread


@dataclass(frozen=True, slots=True)
class Prior:
    """A normal belief about each log-parameter; an infinite spread is no belief."""

    centre: Floats
    spread: Floats

    def held(self, objective: Objective) -> Objective:
        """The objective plus the log-density of the belief."""
        weight = 1.0 / self.spread**2

        def evaluate(point: Floats) -> Evaluation:
            value, gradient, hessian = objective(point)
            away = point - self.centre
            return (
                value - 0.5 * float(weight @ away**2),
                gradient - weight * away,
                hessian - np.diag(weight),
            )

        return evaluate


def maximise(objective: Objective, start: Floats, *, loosest: float = np.inf) -> Optimum:
    """The summit reached from `start`, by Newton steps; never raises on a hopeless surface, says so instead.

    The search ends, not converged, where hardly anything is left to gain and yet a log-parameter is less sure than
    `loosest`: the rest of the way is a ridge that grows flatter for ever.

    >>> def parabola(point):
    ...     return -float(np.sum((point - 3) ** 2)), -2 * (point - 3), -2 * np.eye(2)
    >>> top = maximise(parabola, np.zeros(2))
    >>> top.point.round(6).tolist(), top.converged
    ([3.0, 3.0], True)
    """
    point = start
    value, gradient, hessian = objective(point)
    for step in range(1, MAX_STEPS + 1):
        direction, is_summit_near = _ascent(gradient, hessian)
        gain = 0.5 * float(gradient @ direction)
        if is_summit_near and gain <= GAIN_TOLERANCE * max(1.0, abs(value) * 1e-6):
            return Optimum(point + direction, value + gain, hessian, step, converged=True)
        here = Optimum(point, value, hessian, step, converged=False)
        if gain <= LITTLE_GAIN and here.deviations.max() > loosest:
            return here
        moved = _climb(objective, point, value, direction)
        if moved is None:
            return here
        point, (value, gradient, hessian) = moved
    return Optimum(point, value, hessian, MAX_STEPS, converged=False)


def _ascent(gradient: Floats, hessian: Floats) -> tuple[Floats, bool]:
    """The Newton direction, every eigenvalue turned downhill, and whether none had to be."""
    values, vectors = np.linalg.eigh(-hessian)
    floor = 1e-12 * max(float(np.abs(values).max()), 1.0)
    direction = vectors @ ((vectors.T @ gradient) / np.maximum(np.abs(values), floor))
    longest = float(np.abs(direction).max())
    if longest > MAX_STEP:
        return direction * (MAX_STEP / longest), False
    return direction, bool(values[0] > floor)


def _climb(
    objective: Objective, point: Floats, value: float, direction: Floats
) -> tuple[Floats, Evaluation] | None:
    """The first of ever shorter steps that raises the value, or None when none does."""
    for halving in range(MAX_HALVINGS):
        target = point + direction * 0.5**halving
        reached = objective(target)
        if np.isfinite(reached[0]) and reached[0] >= value and np.all(np.isfinite(reached[2])):
            return target, reached
    return None
