"""The formulas against slower, plainer ways to the same number."""

import itertools
import warnings
from collections.abc import Callable

import numpy as np
import pytest
from scipy.integrate import IntegrationWarning, quad
from scipy.special import betainc, betaln, expit

from neeman_engine.models import beta_geometric, gamma_gamma, pareto_nbd
from neeman_engine.models.active_purchases import while_active
from neeman_engine.models.bgnbd import BgNbd
from neeman_engine.models.mbgnbd import MbgNbd
from neeman_engine.models.newton import Floats, Objective
from neeman_engine.models.pareto_nbd import ParetoNbd
from neeman_engine.models.triples import group
from neeman_engine.models.two_powers import TwoPowers

from .simulation import customers, spend


def integral(function: Callable[[float], float], low: float, high: float) -> float:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", IntegrationWarning)
        return float(quad(function, low, high, epsabs=0, epsrel=1e-11, limit=1000)[0])


def likelihoods() -> dict[str, Objective]:
    columns = customers(300, rate=(0.7, 6.0), chance=(0.8, 2.0), leaves_at_once=True, seed=21)
    x, value = spend(300, 4.0, 3.0, 50.0, seed=21)
    return {
        "bgnbd": beta_geometric.Likelihood(group(*columns), 0),
        "mbgnbd": beta_geometric.Likelihood(group(*columns), 1),
        "pareto_nbd": pareto_nbd.Likelihood(group(*columns)),
        "gamma_gamma": gamma_gamma.Likelihood(x, value, np.ones_like(x)),
    }


@pytest.mark.parametrize("name", ["bgnbd", "mbgnbd", "pareto_nbd", "gamma_gamma"])
@pytest.mark.parametrize("seed", range(4))
def test_gradient_and_hessian_are_those_of_the_value(name: str, seed: int) -> None:
    objective = likelihoods()[name]
    size = 3 if name == "gamma_gamma" else 4
    point = np.random.default_rng(seed).normal(0.5, 0.8, size)
    _, gradient, hessian = objective(point)
    for i in range(size):
        step = np.zeros(size)
        step[i] = 1e-5
        up, down = objective(point + step), objective(point - step)
        assert gradient[i] == pytest.approx((up[0] - down[0]) / 2e-5, rel=1e-5, abs=1e-3)
        np.testing.assert_allclose(hessian[i], (up[1] - down[1]) / 2e-5, rtol=1e-5, atol=1e-3)


def bgnbd_density(m: BgNbd, x: int, t_x: float, age: float) -> float:
    """The likelihood of one customer as the paper writes it, eq. 6."""
    k = m.r + x
    log_gammas = float(np.sum(np.log(m.r + np.arange(x)))) + m.r * np.log(m.alpha)
    stays = np.exp(betaln(m.a, m.b + x) - betaln(m.a, m.b) - k * np.log(m.alpha + age))
    if x == 0:
        return float(log_gammas + np.log(stays))
    leaves = np.exp(betaln(m.a + 1, m.b + x - 1) - betaln(m.a, m.b) - k * np.log(m.alpha + t_x))
    return float(log_gammas + np.log(stays + leaves))


def test_likelihood_is_that_of_the_paper() -> None:
    m = BgNbd(r=0.7, alpha=5.0, a=0.6, b=1.9)
    x, t_x, age = customers(60, rate=(0.7, 5.0), chance=(0.6, 1.9), seed=22)
    likelihood = beta_geometric.Likelihood(group(x, t_x, age), 0)
    plain = sum(bgnbd_density(m, int(row[0]), row[1], row[2]) for row in zip(x, t_x, age, strict=True))
    assert likelihood(np.log([m.r, m.alpha, m.a, m.b]))[0] == pytest.approx(plain, rel=1e-12)


@pytest.mark.parametrize("a", [0.3, 0.999999, 1.0, 1.000001, 2.5])
@pytest.mark.parametrize(("x", "age"), [(0, 0.0), (0, 39.0), (3, 39.0), (80, 60.0)])
@pytest.mark.parametrize("family", [BgNbd, MbgNbd])
def test_expected_purchases_by_integration(family: type[BgNbd], a: float, x: int, age: float) -> None:
    """Also at and beside a = 1, where the published formula divides by zero."""
    m = family(r=0.5, alpha=5.0, a=a, b=2.0)
    k, until, b = m.r + x, m.alpha + age, m.b + x + m.chances_before

    def purchases(root: float) -> float:
        share = root ** (1 / a)  # takes the pole of the Beta density at 0 away
        log_density = (b - 1) * np.log1p(-share) - betaln(a, b) - np.log(a)
        return float(-np.expm1(-k * np.log1p(share * 39.0 / until)) / share * np.exp(log_density))

    plain = integral(purchases, 0, 0.05) + integral(purchases, 0.05, 1)
    expected = m.expected_purchases(39.0, x, age / 2, age) / m.p_alive(x, age / 2, age)
    assert expected[0] == pytest.approx(plain, rel=1e-7)


def active_purchases(
    horizon: float, age: float, rate: tuple[float, float], chance: tuple[float, float]
) -> float:
    """The integral over the chance to leave, adaptively and piece by piece in the logarithm of its odds."""
    (k, alpha), (a, b) = rate, chance
    reach, middle, width = horizon / (alpha + age), np.log(a / b), np.sqrt(1 / a + 1 / b)

    def inside(y: float) -> float:
        log_p, log_rest = -np.logaddexp(0.0, -y), -np.logaddexp(0.0, y)
        bought = -np.expm1(-k * np.log1p(reach * np.exp(log_p)))
        return float(bought * np.exp((a - 1.0) * log_p + b * log_rest - betaln(a, b)))

    turn = -np.log(k * reach)
    edges = np.clip(
        np.concatenate([middle + width * np.linspace(-40, 40, 41), turn + np.arange(-40, 41, 8)]), -600, 600
    )
    beyond = k * reach * betainc(a, b, np.exp(edges.min())) - np.expm1(-k * np.log1p(reach)) * betainc(
        b, a, expit(-edges.max())
    )
    return float(beyond) + sum(
        integral(inside, low, high) for low, high in itertools.pairwise(np.unique(edges))
    )


@pytest.mark.parametrize("a", [1e-6, 0.05, 1.0, 79.0, 1e4])
@pytest.mark.parametrize("b", [1e-3, 2.4, 1e4])
@pytest.mark.parametrize("x", [0.0, 10.0, 5000.0])
@pytest.mark.parametrize(("horizon", "age"), [(39.0, 38.86), (1e-6, 10.0), (5200.0, 1.0)])
def test_expected_purchases_at_the_extremes(a: float, b: float, x: float, horizon: float, age: float) -> None:
    got = while_active(horizon, np.array([x]), np.array([age]), rate=(0.24, 4.4), chance=(a, b))
    assert got[0] == pytest.approx(active_purchases(horizon, age, (0.24 + x, 4.4), (a, b + x)), rel=1e-7)


def test_expected_purchases_of_one_who_is_sure_to_leave_soon() -> None:
    """Without end in sight they are E[1/p] = (a + b - 1) / (a - 1), however alike the chances to leave are."""
    for a, b in ((3.0, 2.0), (1e4, 3.0), (1e6, 1e6)):
        got = while_active(1e5, np.array([5000.0]), np.array([0.5]), rate=(0.001, 0.1), chance=(a, b))
        assert got[0] == pytest.approx((a + b + 5000.0 - 1.0) / (a - 1.0), rel=1e-7)


@pytest.mark.parametrize("x", [1000, 5000, 20_000])
def test_heavy_buyers_do_not_overflow(x: int) -> None:
    models = (
        BgNbd(0.24, 4.4, 0.8, 2.4),
        MbgNbd(0.5, 6.0, 0.9, 1.6),
        ParetoNbd(r=0.55, alpha=10.6, s=0.6, beta=11.7),
    )
    for m in models:
        expected = m.expected_purchases(52.0, x, 299.9, 300.0)[0]
        assert 0.5 * x * 52 / 300 < expected < 1.05 * x * 52 / 300
        assert m.p_alive(x, 299.9, 300.0)[0] > 0.9
        assert m.p_alive(x, 100.0, 300.0)[0] < 1e-100
        assert m.p_purchase(52.0, x, 299.9, 300.0)[0] > 0.9


@pytest.mark.parametrize("power", [0.15, 1.2, 40.0, 900.0])
@pytest.mark.parametrize("other", [1.1, 3.0])
@pytest.mark.parametrize(("a", "b"), [(10.0, 12.0), (0.3, 30.0), (300.0, 2.0), (5.0, 5.0)])
@pytest.mark.parametrize("length", [0.1, 39.0, 2000.0])
def test_integral_of_two_powers(power: float, other: float, a: float, b: float, length: float) -> None:
    ones = np.ones(1)
    got = TwoPowers((power * ones, other * ones), (a * ones, b * ones), length * ones).log_integral[0]

    def relative(u: float) -> float:
        return float(np.exp(-power * np.log1p(u / a) - other * np.log1p(u / b)))

    scale = min(length, 60.0 / (power / a + other / b))
    edges: Floats = np.unique(np.minimum([0.0, scale / 30, scale / 3, scale, 10 * scale, length], length))
    plain = sum(integral(relative, low, high) for low, high in itertools.pairwise(edges))
    assert got == pytest.approx(np.log(plain) - power * np.log(a) - other * np.log(b), abs=1e-6)


def test_pareto_by_integration() -> None:
    """P(alive) and P(purchase) of one customer, from the definition."""
    m = ParetoNbd(r=0.55, alpha=10.6, s=0.6, beta=11.7)
    x, t_x, age, h = 3, 20.0, 39.0, 26.0
    k = m.r + x
    stays = (m.alpha + age) ** -k * (m.beta + age) ** -m.s
    leaves = m.s * integral(lambda u: (m.alpha + u) ** -k * (m.beta + u) ** -(m.s + 1), t_x, age)
    alive = stays / (stays + leaves)
    assert m.p_alive(x, t_x, age)[0] == pytest.approx(alive, rel=1e-10)
    first = integral(lambda u: k * (m.alpha + age + u) ** -(k + 1) * (m.beta + age + u) ** -m.s, 0, h)
    constant = (m.alpha + age) ** k * (m.beta + age) ** m.s
    assert m.p_purchase(h, x, t_x, age)[0] == pytest.approx(alive * constant * first, rel=1e-10)


def test_pareto_expected_purchases_at_s_of_one() -> None:
    near, at = (ParetoNbd(r=0.5, alpha=10.0, s=s, beta=12.0) for s in (1 + 1e-9, 1.0))
    assert at.expected_purchases(39, 2, 30, 39)[0] == pytest.approx(
        near.expected_purchases(39, 2, 30, 39)[0], rel=1e-7
    )
