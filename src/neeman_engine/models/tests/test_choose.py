"""The product picks a model, and says which and why."""

import numpy as np
import pytest

from neeman_engine.models.choose import choose
from neeman_engine.models.history import Customers, Past
from neeman_engine.models.newton import Floats
from neeman_engine.models.verdict import Verdict

from .simulation import Columns, customers


def then_and_since(longest: float = 60.0, window: float = 20.0) -> tuple[Columns, Past]:
    """The same customers as of the end and as of `window` earlier, from a model in which life just ends."""
    rng = np.random.default_rng(51)
    size = 6_000
    rate, born = rng.gamma(0.8, 1 / 6.0, size), rng.uniform(0, longest - window - 1, size)
    life = rng.exponential(1 / rng.gamma(0.8, 1 / 12.0, size))
    rows = [
        born[i] + np.append(0.0, np.sort(rng.uniform(0, life[i], rng.poisson(rate[i] * min(life[i], 1e3)))))
        for i in range(size)
    ]
    now = columns_of(rows, longest)
    cut = longest - window
    x, t_x, age = columns_of(rows, cut)
    bought = np.array([np.sum((row > cut) & (row <= longest)) for row in rows], dtype=np.float64)
    nothing = np.zeros(size)
    return now, Past(Customers(np.arange(size), x, t_x, age, nothing, nothing), bought, window)


def columns_of(rows: list[Floats], until: float) -> Columns:
    known = [row[row <= until] for row in rows]
    return (
        np.array([len(row) - 1.0 for row in known]),
        np.array([row[-1] - row[0] for row in known]),
        np.array([until - row[0] for row in known]),
    )


def test_likelihood_alone_finds_the_right_family() -> None:
    at_once = customers(8_000, rate=(0.8, 6.0), chance=(0.9, 1.6), leaves_at_once=True, seed=52)
    choice = choose(*at_once)
    assert choice.best.name == "MBG/NBD"
    assert choice.judged_by == "likelihood"
    assert [c.correction for c in choice.candidates] == [1.0, 1.0, 1.0]


def test_the_past_judges_where_there_is_one() -> None:
    now, past = then_and_since()
    choice = choose(*now, past)
    assert choice.judged_by == "holdout"
    best = min(c.past_deviance for c in choice.candidates)
    assert choice.best.past_deviance == pytest.approx(best, rel=0.02)


def test_joint_forecast_is_the_mean_of_the_corrected() -> None:
    now, past = then_and_since()
    choice = choose(*now, past)
    mean = np.mean([c.correction * c.model.expected_purchases(9.0, *now) for c in choice.candidates], axis=0)
    np.testing.assert_allclose(choice.expected_purchases(9.0, *now), mean)


def test_a_past_without_purchases_says_nothing() -> None:
    now, past = then_and_since()
    silent = Past(past.customers, np.zeros_like(past.bought), past.window)
    assert choose(*now, silent).judged_by == "likelihood"


def test_too_few_for_every_family() -> None:
    choice = choose([0, 1], [0, 3], [10, 10])
    assert {c.model.verdict for c in choice.candidates} == {Verdict.TOO_FEW}
    assert np.isnan(choice.expected_purchases(9.0, [0, 1], [0, 3], [10, 10])).all()
