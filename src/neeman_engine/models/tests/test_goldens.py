"""The published optima on CDNOW, and the same found by other programs."""

import numpy as np
import pytest

from neeman_engine.models import bgnbd, gamma_gamma, mbgnbd, pareto_nbd
from neeman_engine.models.bgnbd import BgNbd
from neeman_engine.models.newton import Floats
from neeman_engine.models.verdict import Verdict

from .conftest import Log

pytestmark = pytest.mark.shared_data


def weeks(log: Log) -> tuple[Floats, Floats, Floats]:
    c = log.calibration()
    return c.frequency, c.recency / 7, c.age / 7


def test_bgnbd_from_the_log(sample: Log) -> None:
    m = bgnbd.fit(*weeks(sample))
    assert (m.r, m.alpha, m.a, m.b) == pytest.approx((0.2426, 4.4136, 0.7929, 2.4259), rel=1e-4)
    assert m.log_likelihood == pytest.approx(-9582.429, abs=0.001)
    assert m.converged
    assert m.verdict is Verdict.OK
    assert m.customers == 2357


def test_bgnbd_from_the_rounded_summary(summary: dict[str, Floats]) -> None:
    m = bgnbd.fit(summary["x"], summary["t_x"], summary["T"])
    assert (m.r, m.alpha, m.a, m.b) == pytest.approx((0.24259, 4.41353, 0.79289, 2.42575), rel=2e-5)
    assert m.log_likelihood == pytest.approx(-9582.42556, abs=1e-5)


def test_pareto_nbd(sample: Log) -> None:
    m = pareto_nbd.fit(*weeks(sample))
    assert (m.r, m.alpha, m.s, m.beta) == pytest.approx((0.553, 10.578, 0.606, 11.669), rel=1e-3)
    assert m.log_likelihood == pytest.approx(-9594.98, abs=0.01)


def test_mbgnbd(sample: Log) -> None:
    m = mbgnbd.fit(*weeks(sample))
    assert (m.r, m.alpha, m.a, m.b) == pytest.approx((0.52484, 6.1831, 0.89136, 1.6140), rel=1e-4)
    assert m.log_likelihood == pytest.approx(-9582.136, abs=0.001)


def test_gamma_gamma_of_the_sample(sample: Log, summary: dict[str, Floats]) -> None:
    c = sample.calibration()
    for frequency, value in ((c.frequency, c.repeat_value / 100), (summary["x"], summary["zbar"])):
        g = gamma_gamma.fit(frequency, value)
        assert (g.p, g.q, g.gamma) == pytest.approx((6.25, 3.744, 15.44), rel=1e-3)
        assert g.log_likelihood == pytest.approx(-4055.92, abs=0.01)
        assert g.customers == 946


def test_master(master: Log) -> None:
    m = bgnbd.fit(*weeks(master))
    assert (m.r, m.alpha, m.a, m.b) == pytest.approx((0.2516, 4.7889, 0.7234, 2.1611), rel=2e-4)
    assert m.log_likelihood == pytest.approx(-95368.44, abs=0.01)
    c = master.calibration()
    g = gamma_gamma.fit(c.frequency, c.repeat_value / 100)
    assert (g.p, g.q, g.gamma) == pytest.approx((6.275, 3.624, 14.984), rel=1e-3)


def test_expected_purchases_of_the_paper() -> None:
    paper = BgNbd(r=0.243, alpha=4.414, a=0.793, b=2.426)
    expected = paper.expected_purchases(39, [2, 0, 26], [30.43, 0, 30.86], 38.86)
    np.testing.assert_allclose(expected, [1.226028, 0.195098, 2.549963], atol=1e-6)


def test_days_or_weeks_are_one_model(sample: Log) -> None:
    c = sample.calibration()
    days, in_weeks = bgnbd.fit(c.frequency, c.recency, c.age), bgnbd.fit(*weeks(sample))
    assert days.alpha == pytest.approx(7 * in_weeks.alpha, rel=1e-6)
    assert (days.r, days.a, days.b) == pytest.approx((in_weeks.r, in_weeks.a, in_weeks.b), rel=1e-6)


def test_collapsing_by_week_is_another_model(sample: Log) -> None:
    """The trap of this data set: purchases are days. Counted by week the optimum is elsewhere."""
    by_week = Log(sample.customer, sample.day - sample.day % 7, sample.amount)
    assert bgnbd.fit(*weeks(by_week)).r != pytest.approx(0.2426, rel=0.02)
