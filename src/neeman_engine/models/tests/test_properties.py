"""What must hold for any customers and any parameters."""

from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neeman_engine.models import bgnbd, gamma_gamma, mbgnbd, pareto_nbd
from neeman_engine.models.bgnbd import BgNbd
from neeman_engine.models.choose import PurchaseModel
from neeman_engine.models.mbgnbd import MbgNbd
from neeman_engine.models.pareto_nbd import ParetoNbd
from neeman_engine.models.settle import Fitted

from .simulation import Columns, customers, spend

SHAPES = st.floats(0.05, 8.0)
TIMES = st.floats(0.1, 200.0)
FAMILIES = [bgnbd, mbgnbd, pareto_nbd]
CUSTOMERS = customers(400, rate=(0.6, 6.0), chance=(0.8, 2.0), leaves_at_once=True, seed=11)


@st.composite
def models(draw: st.DrawFn) -> PurchaseModel:
    r, alpha = draw(SHAPES), draw(TIMES)
    name = draw(st.sampled_from(["BG/NBD", "MBG/NBD", "Pareto/NBD"]))
    if name == "Pareto/NBD":
        return ParetoNbd(r=r, alpha=alpha, s=draw(SHAPES), beta=draw(TIMES))
    family = BgNbd if name == "BG/NBD" else MbgNbd
    return family(r=r, alpha=alpha, a=draw(SHAPES), b=draw(SHAPES))


@st.composite
def histories(draw: st.DrawFn) -> tuple[int, float, float]:
    age = draw(st.floats(0.0, 300.0))
    x = draw(st.integers(0, 400)) if age > 0 else 0
    return x, draw(st.floats(0.0, 1.0)) * age if x else 0.0, age


@given(models(), histories())
def test_probabilities_are_probabilities(model: PurchaseModel, history: tuple[int, float, float]) -> None:
    alive, buys = model.p_alive(*history)[0], model.p_purchase(30.0, *history)[0]
    assert 0.0 <= alive <= 1.0
    assert 0.0 <= buys <= alive + 1e-12


@given(models(), histories(), st.floats(0.5, 50.0), st.floats(0.5, 50.0))
def test_a_longer_horizon_brings_more(
    model: PurchaseModel, history: tuple[int, float, float], first: float, more: float
) -> None:
    short, long = (model.expected_purchases(h, *history)[0] for h in (first, first + more))
    assert 0.0 <= short <= long * (1 + 1e-9)
    assert model.p_purchase(first, *history)[0] <= model.p_purchase(first + more, *history)[0] + 1e-9
    assert model.p_purchase(first, *history)[0] <= short * (1 + 1e-9) + 1e-15


@given(models(), st.integers(1, 40), st.floats(1.0, 100.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_longer_silence_is_a_worse_sign(
    model: PurchaseModel, x: int, age: float, one: float, other: float
) -> None:
    earlier, later = sorted((one * age, other * age))
    assert model.p_alive(x, earlier, age)[0] <= model.p_alive(x, later, age)[0] + 1e-9


def parameters(model: Fitted) -> list[float]:
    return [getattr(model, name) for name in model.standard_errors]


def assert_same(one: Fitted, other: Fitted) -> None:
    assert parameters(one) == pytest.approx(parameters(other), rel=1e-5)
    assert one.log_likelihood == pytest.approx(other.log_likelihood, abs=1e-6)
    assert one.verdict is other.verdict


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_order_of_rows_does_not_matter(family: ModuleType, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(CUSTOMERS[0]))
    shuffled: Columns = (CUSTOMERS[0][order], CUSTOMERS[1][order], CUSTOMERS[2][order])
    assert_same(family.fit(*CUSTOMERS), family.fit(*shuffled))


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=5, deadline=None)
@given(scale=st.floats(1e-3, 1e3))
def test_the_unit_of_time_moves_only_times(family: ModuleType, scale: float) -> None:
    x, t_x, age = CUSTOMERS
    one, other = family.fit(x, t_x, age), family.fit(x, t_x * scale, age * scale)
    times = {"alpha", "beta"}
    for name in one.standard_errors:
        factor = scale if name in times else 1.0
        assert getattr(other, name) == pytest.approx(factor * getattr(one, name), rel=1e-5)
    np.testing.assert_allclose(
        one.expected_purchases(10, x, t_x, age),
        other.expected_purchases(10 * scale, x, t_x * scale, age * scale),
        rtol=1e-5,
    )


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_weights_are_repeated_rows(family: ModuleType, seed: int) -> None:
    times = np.random.default_rng(seed).integers(0, 4, len(CUSTOMERS[0]))
    repeated: Columns = (
        np.repeat(CUSTOMERS[0], times),
        np.repeat(CUSTOMERS[1], times),
        np.repeat(CUSTOMERS[2], times),
    )
    assert_same(family.fit(*CUSTOMERS, weights=times), family.fit(*repeated))


@given(
    p=st.floats(0.3, 20),
    q=st.floats(1.05, 20),
    x=st.integers(1, 50),
    m=st.floats(0.01, 1e6),
    n=st.integers(1, 50),
)
def test_expected_value_lies_between_own_mean_and_that_of_all(
    p: float, q: float, x: int, m: float, n: int
) -> None:
    g = gamma_gamma.GammaGamma(p=p, q=q, gamma=100.0)
    less, more = sorted((g.mean, m))
    few, many = g.expected_value([x, x + n], m)
    assert less * (1 - 1e-9) <= few <= more * (1 + 1e-9)
    assert abs(many - m) <= abs(few - m) * (1 + 1e-9) + 1e-9


@settings(max_examples=10, deadline=None)
@given(scale=st.floats(1e-2, 1e4))
def test_the_unit_of_money_moves_only_gamma(scale: float) -> None:
    x, value = spend(500, 4.0, 3.0, 50.0, seed=12)
    one, other = gamma_gamma.fit(x, value), gamma_gamma.fit(x, value * scale)
    assert (other.p, other.q) == pytest.approx((one.p, one.q), rel=1e-4)
    assert other.gamma == pytest.approx(scale * one.gamma, rel=1e-4)
