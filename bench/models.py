"""How long the models take, from plain arrays in memory: medians (and bests) of several runs.

Everything is included: checking the arrays, grouping equal customers, fitting, standard errors. Customers are drawn from
a BG/NBD and a Gamma-Gamma with whole days over one year, so that many share a triple, as in a real shop.

    PYTHONPATH=src python bench/models.py [--runs 7]
"""

import argparse
import statistics
import time
from collections.abc import Callable
from functools import partial

import numpy as np

from neeman_engine.models import bgnbd, clv, gamma_gamma, mbgnbd, pareto_nbd
from neeman_engine.models.newton import Floats
from neeman_engine.models.triples import group

DAYS = 365.0
SIZES = (2_357, 100_000, 1_000_000)


def customers(size: int, seed: int = 7) -> tuple[Floats, Floats, Floats]:
    """Frequency, recency and age in days of customers who came evenly over a year."""
    rng = np.random.default_rng(seed)
    age = rng.integers(1, int(DAYS) + 1, size).astype(np.float64)
    rate = rng.gamma(0.6, 1 / 40.0, size)
    chance = rng.beta(0.8, 2.5, size)
    frequency, recency = np.zeros(size), np.zeros(size)
    clock, active = np.zeros(size), np.arange(size)
    while active.size:
        clock[active] += np.ceil(rng.exponential(1.0, active.size) / np.maximum(rate[active], 1e-9))
        active = active[clock[active] <= age[active]]
        frequency[active] += 1
        recency[active] = clock[active]
        active = active[rng.random(active.size) > chance[active]]
    return frequency, recency, age


def spend(frequency: Floats, seed: int = 8) -> Floats:
    """Mean values of the repeat purchases, in minor units."""
    rng = np.random.default_rng(seed)
    rate = rng.gamma(3.7, 1 / 1500.0, len(frequency))
    return np.maximum(np.rint(rng.gamma(6.2 * frequency) / rate / frequency), 1.0)


def seconds(work: Callable[[], object], runs: int) -> tuple[float, float]:
    """Median and best of `runs`, after one to warm up."""
    work()
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken), min(taken)


def main() -> None:
    """Print one line a model and size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    for size in SIZES:
        x, t_x, age = customers(size)
        rows = len(group(x, t_x, age).weight)
        print(f"{size:>9,} customers, {rows:,} distinct, {int((x > 0).sum()):,} repeat buyers")
        show("group", seconds(partial(group, x, t_x, age), runs))
        for module in (bgnbd, mbgnbd, pareto_nbd):
            name = module.__name__.rsplit(".", 1)[1]
            few = runs if module is not pareto_nbd else min(runs, 3)
            show(f"{name}.fit", seconds(partial(module.fit, x, t_x, age), few))
        model = bgnbd.fit(x, t_x, age)
        show("clv.forecast", seconds(partial(clv.forecast, model, x, t_x, age, 100.0), runs))
        many = np.maximum(x, 1.0)
        value = spend(many)
        show("gamma_gamma.fit, all rows", seconds(partial(gamma_gamma.fit, many, value), runs))


def show(name: str, taken: tuple[float, float]) -> None:
    """One line of the table."""
    print(f"    {name:<28}{taken[0]:>9.4f} s   best {taken[1]:.4f} s")


if __name__ == "__main__":
    main()
