"""When a model must not be trusted, and says so."""

from types import ModuleType

import numpy as np
import pytest

from neeman_engine.models import bgnbd, gamma_gamma, mbgnbd, pareto_nbd
from neeman_engine.models.newton import Floats, maximise
from neeman_engine.models.verdict import Reason, Verdict

from .simulation import customers, spend

FAMILIES = [bgnbd, mbgnbd, pareto_nbd]


@pytest.mark.parametrize("family", FAMILIES)
def test_few_customers_give_no_number(family: ModuleType) -> None:
    m = family.fit([0, 1, 4], [0, 10, 30], [39, 39, 39])
    assert m.verdict is Verdict.TOO_FEW
    assert m.reason is Reason.FEW_CUSTOMERS
    assert not m.converged
    assert np.isnan(m.log_likelihood)
    assert np.isnan(m.r)
    for numbers in (
        m.p_alive([0, 1], [0, 3], 9),
        m.expected_purchases(9, [0, 1], [0, 3], 9),
        m.p_purchase(9, [0, 1], [0, 3], 9),
    ):
        assert numbers.shape == (2,)
        assert np.isnan(numbers).all()


@pytest.mark.parametrize("family", FAMILIES)
def test_nobody_came_back(family: ModuleType) -> None:
    m = family.fit(np.zeros(500), np.zeros(500), np.linspace(1, 50, 500))
    assert m.verdict is Verdict.TOO_FEW
    assert m.reason is Reason.FEW_REPEAT_BUYERS


def test_no_customers_at_all() -> None:
    assert bgnbd.fit([], [], []).verdict is Verdict.TOO_FEW
    assert gamma_gamma.fit([], []).verdict is Verdict.TOO_FEW


@pytest.mark.parametrize("family", FAMILIES)
def test_nobody_leaves(family: ModuleType) -> None:
    """A flat ridge: the prior holds the parameters, the forecast stays right, the verdict tells."""
    x, t_x, age = customers(4_000, rate=(0.9, 8.0), seed=31)
    m = family.fit(x, t_x, age)
    assert m.verdict is Verdict.REGULARISED
    assert m.reason is Reason.NO_DROPOUT_HETEROGENEITY
    assert m.verdict.usable
    assert m.converged
    assert max(m.standard_errors[name] for name in m.standard_errors) < 1e4
    assert m.p_alive(x, t_x, age).mean() > 0.97
    assert m.expected_purchases(10, x, t_x, age).sum() == pytest.approx(
        10 * x.sum() / age.sum() * 4_000, rel=0.05
    )


def test_all_leave_with_the_same_probability() -> None:
    """Dropout without heterogeneity (a = 79, b = 954 and the like without a prior)."""
    m = bgnbd.fit(*customers(4_000, rate=(1.2, 4.0), chance=(790.0, 9540.0), seed=32))
    assert m.verdict is Verdict.REGULARISED
    assert m.reason is Reason.NO_DROPOUT_HETEROGENEITY
    assert m.a + m.b < 300
    assert m.a / (m.a + m.b) == pytest.approx(0.0765, rel=0.25)


def test_all_spend_alike() -> None:
    g = gamma_gamma.fit(np.full(100, 3.0), np.full(100, 50.0))
    assert g.verdict is Verdict.REGULARISED
    assert g.reason is Reason.NO_SPEND_HETEROGENEITY
    assert g.expected_value(3, 50.0)[0] == pytest.approx(50.0, rel=0.02)


def test_spend_without_a_mean() -> None:
    g = gamma_gamma.fit(*spend(5_000, 4.0, 0.7, 10.0, seed=33))
    assert g.reason is Reason.NO_MEAN_SPEND
    assert np.isnan(g.mean)
    assert np.isnan(g.expected_value(0, 0.0)[0])
    assert np.isfinite(g.expected_value(3, 40.0)[0])


def test_spend_leaves_out_what_is_no_purchase() -> None:
    x, value = spend(200, 4.0, 3.0, 50.0, seed=34)
    more = gamma_gamma.fit(np.append(x, [0, 2]), np.append(value, [9.0, 0.0]))
    assert more == gamma_gamma.fit(x, value)


@pytest.mark.parametrize(
    ("frequency", "recency", "age", "words"),
    [
        ([-1], [0], [1], "frequency"),
        ([1.5], [1], [2], "frequency"),
        ([np.nan], [1], [2], "frequency"),
        ([1], [3], [2], "recency and age"),
        ([1], [-1], [2], "recency and age"),
        ([1], [np.nan], [2], "recency and age"),
        ([1], [1], [np.inf], "recency and age"),
    ],
)
def test_impossible_customers_are_refused(
    frequency: Floats, recency: Floats, age: Floats, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        bgnbd.fit(frequency, recency, age)


def test_weights_below_zero_are_refused() -> None:
    with pytest.raises(ValueError, match="weights"):
        bgnbd.fit([1, 0], [1, 0], [2, 2], weights=[1, -1])


def test_a_surface_without_summit_is_not_converged() -> None:
    def slope(point: Floats) -> tuple[float, Floats, Floats]:
        return float(point.sum()), np.ones(2), np.zeros((2, 2))

    assert not maximise(slope, np.zeros(2)).converged


def test_words_go_into_json() -> None:
    assert f"{Verdict.TOO_FEW}" == "TOO_FEW" == Verdict.TOO_FEW
