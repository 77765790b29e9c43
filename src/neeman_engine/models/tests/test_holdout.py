"""What the models are for: the 39 weeks they have not seen. Bars from the literature and from plain rankings."""

import numpy as np
import pytest
from scipy.stats import rankdata

from neeman_engine.models import bgnbd, churn, gamma_gamma, history, mbgnbd, pareto_nbd
from neeman_engine.models.choose import Choice, choose
from neeman_engine.models.history import Customers, Past
from neeman_engine.models.newton import Floats

from .conftest import CALIBRATION_END, HOLDOUT_DAYS, Log

pytestmark = pytest.mark.shared_data


def area_under_curve(score: Floats, happened: Floats) -> float:
    yes = happened > 0
    hits, misses = int(yes.sum()), int((~yes).sum())
    return float((rankdata(score)[yes].sum() - hits * (hits + 1) / 2) / (hits * misses))


def best_tenth(score: Floats, revenue: Floats) -> float:
    best = np.argsort(-score, kind="stable")[: len(score) // 10]
    return float(revenue[best].sum() / revenue.sum())


def known(log: Log) -> tuple[Customers, Past, Choice]:
    """All that may be known on the last day of the calibration."""
    now = log.calibration()
    window = int(history.learning_window(HOLDOUT_DAYS, float(now.age.max())))
    past = history.look_back(log.customer, log.day, log.amount, as_of=CALIBRATION_END, window=window)
    return now, past, choose(now.frequency, now.recency, now.age, past)


def test_totals_of_each_model(sample: Log) -> None:
    now = sample.calibration()
    bought, _ = sample.holdout(now)
    assert bought.sum() == 1882
    for module, total in ((bgnbd, 1653), (mbgnbd, 1577), (pareto_nbd, 1666)):
        m = module.fit(now.frequency, now.recency, now.age)
        expected = m.expected_purchases(HOLDOUT_DAYS, now.frequency, now.recency, now.age)
        assert expected.sum() == pytest.approx(total, abs=1)


@pytest.mark.parametrize(("which", "worst_error"), [("sample", 0.04), ("master", 0.10)])
def test_joint_forecast_beats_every_single_model(
    which: str, worst_error: float, request: pytest.FixtureRequest
) -> None:
    log: Log = request.getfixturevalue(which)
    now, _, choice = known(log)
    bought, _ = log.holdout(now)
    columns = now.frequency, now.recency, now.age

    def error(total: float) -> float:
        return abs(total / float(bought.sum()) - 1)

    joint = error(choice.expected_purchases(HOLDOUT_DAYS, *columns).sum())
    single = [error(c.model.expected_purchases(HOLDOUT_DAYS, *columns).sum()) for c in choice.candidates]
    assert joint < min(single)
    assert joint < worst_error


@pytest.mark.parametrize(("which", "least"), [("sample", 0.778), ("master", 0.771)])
def test_churn_score(which: str, least: float, request: pytest.FixtureRequest) -> None:
    log: Log = request.getfixturevalue(which)
    now, past, choice = known(log)
    bought, _ = log.holdout(now)
    candidate = next(c for c in choice.candidates if c.name == "Pareto/NBD")
    assert candidate.then is not None
    calibration = churn.calibrate(candidate.then, past)
    columns = now.frequency, now.recency, now.age
    score = calibration.p_purchase(candidate.model, HOLDOUT_DAYS, *columns, now.spend)
    assert area_under_curve(score, bought) >= least
    assert area_under_curve(score, bought) > area_under_curve(now.recency - now.age, bought)
    assert round(float(np.mean((score - (bought > 0)) ** 2)), 3) <= 0.158


def test_p_alive_of_bgnbd_is_no_churn_score(sample: Log) -> None:
    now = sample.calibration()
    bought, _ = sample.holdout(now)
    m = bgnbd.fit(now.frequency, now.recency, now.age)
    assert area_under_curve(m.p_alive(now.frequency, now.recency, now.age), bought) < 0.5


@pytest.mark.parametrize(("which", "least"), [("sample", 0.502), ("master", 0.516)])
def test_best_tenth_by_revenue(which: str, least: float, request: pytest.FixtureRequest) -> None:
    log: Log = request.getfixturevalue(which)
    now, _, choice = known(log)
    _, revenue = log.holdout(now)
    values = gamma_gamma.fit(now.frequency, now.repeat_value)
    worth = choice.expected_purchases(
        HOLDOUT_DAYS, now.frequency, now.recency, now.age
    ) * values.expected_value(now.frequency, now.repeat_value)
    assert best_tenth(worth, revenue) >= least
    assert best_tenth(worth, revenue) > best_tenth(now.spend, revenue)
