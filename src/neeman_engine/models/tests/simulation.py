"""Customers drawn from the models themselves, so that the truth is known."""

import numpy as np

from neeman_engine.models.newton import Floats

Columns = tuple[Floats, Floats, Floats]


def customers(
    size: int,
    *,
    rate: tuple[float, float],
    chance: tuple[float, float] | None = None,
    life: tuple[float, float] | None = None,
    leaves_at_once: bool = False,
    longest: float = 52.0,
    seed: int = 0,
) -> Columns:
    """Frequency, recency and age in weeks, whole days; `chance` (a, b) of leaving, or a `life` (s, beta)."""
    rng = np.random.default_rng(seed)
    age = np.ceil(rng.uniform(longest / 3, longest, size) * 7) / 7
    buying = np.maximum(rng.gamma(rate[0], 1 / rate[1], size), 1e-9)
    leaving = np.zeros(size) if chance is None else rng.beta(*chance, size)
    until = (
        age if life is None else np.minimum(age, rng.exponential(1 / rng.gamma(life[0], 1 / life[1], size)))
    )
    frequency, recency, clock = np.zeros(size), np.zeros(size), np.zeros(size)
    active = np.arange(size)
    if leaves_at_once:
        active = active[rng.random(size) > leaving]
    while active.size:
        clock[active] += rng.exponential(1 / buying[active])
        active = active[clock[active] <= until[active]]
        frequency[active] += 1
        recency[active] = clock[active]
        active = active[rng.random(active.size) > leaving[active]]
    return frequency, np.minimum(np.ceil(recency * 7) / 7, age), age


def spend(size: int, p: float, q: float, gamma: float, seed: int = 0) -> tuple[Floats, Floats]:
    """Frequencies from 1 up and mean values of customers of a Gamma-Gamma."""
    rng = np.random.default_rng(seed)
    frequency = rng.geometric(0.35, size).astype(np.float64)
    value = rng.gamma(p * frequency) / rng.gamma(q, 1 / gamma, size) / frequency
    return frequency, value
