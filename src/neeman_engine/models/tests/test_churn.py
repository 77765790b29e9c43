"""The churn score learns from the business's own past, and from nothing later."""

import numpy as np
import pytest

from neeman_engine.models import bgnbd, churn
from neeman_engine.models.history import Customers, Past
from neeman_engine.models.newton import Floats
from neeman_engine.models.verdict import Verdict

from .simulation import customers


def past_of(x: Floats, t_x: Floats, age: Floats, bought: Floats, spend: Floats | None = None) -> Past:
    paid = np.ones_like(x) if spend is None else spend
    return Past(Customers(np.arange(len(x)), x, t_x, age, paid, np.zeros_like(x)), bought, 10.0)


def drawn(model: bgnbd.BgNbd, seed: int, lift: float = 0.0) -> tuple[Past, Floats]:
    """A past in which each customer buys as the model says, its log-odds lifted."""
    x, t_x, age = customers(20_000, rate=(0.6, 6.0), chance=(0.8, 2.4), seed=seed)
    p = model.p_purchase(10.0, x, t_x, age)
    odds = p / (1 - p) * np.exp(lift)
    truth = odds / (1 + odds)
    return past_of(x, t_x, age, (np.random.default_rng(seed + 1).random(len(x)) < truth).astype(float)), truth


MODEL = bgnbd.BgNbd(r=0.6, alpha=6.0, a=0.8, b=2.4)


@pytest.mark.parametrize("lift", [0.0, 0.7, -0.7])
def test_a_model_that_is_off_is_put_right(lift: float) -> None:
    past, truth = drawn(MODEL, 41, lift)
    calibration = churn.calibrate(MODEL, past)
    c = past.customers
    p = calibration.p_purchase(MODEL, 10.0, c.frequency, c.recency, c.age, c.spend)
    assert calibration.verdict is Verdict.OK
    assert p.mean() == pytest.approx(truth.mean(), abs=0.01)
    assert np.abs(p - truth).mean() < 0.02


def test_too_thin_a_past_leaves_the_model_alone() -> None:
    x, t_x, age = customers(500, rate=(0.6, 6.0), chance=(0.8, 2.4), seed=42)
    bought = np.zeros(500)
    bought[:20] = 1
    calibration = churn.calibrate(MODEL, past_of(x, t_x, age, bought))
    assert calibration.verdict is Verdict.TOO_FEW
    p = calibration.p_purchase(MODEL, 10.0, x, t_x, age, np.ones(500))
    assert p.tolist() == MODEL.p_purchase(10.0, x, t_x, age).tolist()


def test_a_model_without_numbers_cannot_be_calibrated() -> None:
    nothing = bgnbd.fit([0], [0], [1])
    past, _ = drawn(MODEL, 43)
    assert churn.calibrate(nothing, past).verdict is Verdict.TOO_FEW


def test_the_unit_of_money_does_not_matter() -> None:
    past, _ = drawn(MODEL, 44)
    c = past.customers
    paid = np.random.default_rng(44).gamma(2.0, 50.0, len(c.frequency))
    scores = []
    for unit in (1.0, 100.0):
        calibration = churn.calibrate(MODEL, past_of(c.frequency, c.recency, c.age, past.bought, paid * unit))
        scores.append(calibration.p_purchase(MODEL, 10.0, c.frequency, c.recency, c.age, paid * unit))
    np.testing.assert_allclose(scores[0], scores[1], rtol=1e-6)


def test_gap_ratio() -> None:
    assert churn.gap_ratio([0, 4], [0, 20], [20, 30]).tolist() == pytest.approx([0.8, 2.0])
