"""Customers drawn from a model give its parameters back, within the standard errors it states."""

import numpy as np
import pytest

from neeman_engine.models import bgnbd, gamma_gamma, mbgnbd, pareto_nbd
from neeman_engine.models.settle import Fitted
from neeman_engine.models.verdict import Verdict

from .simulation import customers, spend


def assert_recovered(fitted: Fitted, **truth: float) -> None:
    assert fitted.verdict is Verdict.OK
    assert fitted.converged
    assert fitted.steps <= 12
    for name, value in truth.items():
        assert abs(getattr(fitted, name) - value) < 3.5 * fitted.standard_errors[name], name


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("truth", [(0.25, 4.5, 0.8, 2.4), (0.8, 6.0, 1.0, 3.0), (1.5, 3.0, 0.6, 1.2)])
def test_bgnbd(truth: tuple[float, float, float, float], seed: int) -> None:
    r, alpha, a, b = truth
    x, t_x, age = customers(20_000, rate=(r, alpha), chance=(a, b), seed=seed)
    assert_recovered(bgnbd.fit(x, t_x, age), r=r, a=a, b=b)


def test_mbgnbd() -> None:
    columns = customers(20_000, rate=(0.8, 6.0), chance=(0.9, 1.6), leaves_at_once=True, seed=3)
    assert_recovered(mbgnbd.fit(*columns), r=0.8, a=0.9, b=1.6)


def test_pareto_nbd() -> None:
    columns = customers(20_000, rate=(0.6, 10.0), life=(0.7, 11.0), seed=4)
    assert_recovered(pareto_nbd.fit(*columns), r=0.6, s=0.7, beta=11.0)


@pytest.mark.parametrize("truth", [(6.0, 4.0, 15.0), (1.2, 2.5, 3000.0)])
def test_gamma_gamma(truth: tuple[float, float, float]) -> None:
    p, q, gamma = truth
    assert_recovered(gamma_gamma.fit(*spend(20_000, p, q, gamma, seed=5)), p=p, q=q, gamma=gamma)


def test_standard_errors_halve_with_four_times_the_customers() -> None:
    columns = customers(5_000, rate=(0.5, 5.0), chance=(0.8, 2.0), seed=6)
    once, four_times = bgnbd.fit(*columns), bgnbd.fit(*columns, weights=np.full(5_000, 4.0))
    for name, error in once.standard_errors.items():
        assert four_times.standard_errors[name] == pytest.approx(error / 2, rel=1e-6)
