"""Value: the forecast, from purchases and spend."""

import numpy as np

from neeman_engine.models import bgnbd, clv

MODEL = bgnbd.BgNbd(r=0.6, alpha=40.0, a=0.8, b=2.4)
CUSTOMERS = ([0, 3, 12], [0.0, 200.0, 350.0], [100.0, 300.0, 360.0])


def test_without_discount_it_is_purchases_times_value() -> None:
    value = clv.forecast(MODEL, *CUSTOMERS, [5_000, 6_000, 7_000], margin_share=0.3)
    purchases = MODEL.expected_purchases(12 * clv.DAYS_IN_MONTH, *CUSTOMERS)
    np.testing.assert_allclose(value, 0.3 * purchases * [5_000, 6_000, 7_000])


def test_discount_month_by_month() -> None:
    value = clv.forecast(MODEL, *CUSTOMERS, 1.0, months=3, month=30.0, discount_rate=0.2)
    so_far = [MODEL.expected_purchases(30.0 * i, *CUSTOMERS) for i in range(4)]
    plain = sum((so_far[i] - so_far[i - 1]) / 1.2 ** (i / 12) for i in range(1, 4))
    np.testing.assert_allclose(value, plain)


def test_weeks_and_days_agree() -> None:
    x, t_x, age = CUSTOMERS
    weekly = bgnbd.BgNbd(r=0.6, alpha=40.0 / 7, a=0.8, b=2.4)
    in_weeks = clv.forecast(
        weekly, x, np.array(t_x) / 7, np.array(age) / 7, 100.0, month=clv.DAYS_IN_MONTH / 7, discount_rate=0.1
    )
    np.testing.assert_allclose(in_weeks, clv.forecast(MODEL, *CUSTOMERS, 100.0, discount_rate=0.1), rtol=1e-9)


def test_no_model_no_number() -> None:
    assert np.isnan(clv.forecast(bgnbd.fit([0], [0], [1]), *CUSTOMERS, 100.0)).all()
