"""What is each customer worth? Two answers, side by side: the forecast and the simple one.

Forecast, over the months ahead, with the purchase model and the spend model:

    CLV = margin x E[value of a purchase] x sum over months i of (E[Y(i)] - E[Y(i-1)]) / (1 + d)^(i/12)

Simple, always to be had: current = contribution of the last 12 months, future = current x expected *remaining* years
(their annuity where a yearly discount rate is given), lifetime value = current + future. Nothing is counted twice: the
last year is in `current` only.

Arrays: frequency, recency, age as in the models; expected_value = expected value of one purchase, in any unit of
money; contribution in minor units (whole numbers), out again in minor units, rounded once, half to even.
`month` is the length of a month in the time unit of the arrays. The forecast's unit is that of `expected_value`: an
expectation, to be rounded by whoever writes it as money.

Edge cases: a model that is not usable gives nan; a customer whose contribution is negative has a negative value (he
goes on costing).

>>> value = simple([120_000], remaining_years=[2.5])
>>> value.current.tolist(), value.future.tolist(), value.lifetime.tolist()
([120000], [300000], [420000])
>>> simple([120_000], remaining_years=[2.0], discount_rate=0.1).future.tolist()
[208264]

Source: Fader, Hardie & Lee 2005 "RFM and CLV", eq. 1-3, discounted monthly; the simple one is the founding document's
current + future value.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from neeman_engine.models.triples import Floats, Ints, each_once

DAYS_IN_MONTH = 365.25 / 12


class Forecasting(Protocol):
    """Any fitted purchase model."""

    def expected_purchases(
        self, horizon: float, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike
    ) -> Floats:
        """Expected purchase occasions within `horizon`."""


@dataclass(frozen=True, slots=True)
class SimpleValue:
    """Minor units, one row a customer."""

    current: Ints
    future: Ints
    lifetime: Ints


def forecast(
    model: Forecasting,
    frequency: ArrayLike,
    recency: ArrayLike,
    age: ArrayLike,
    expected_value: ArrayLike,
    *,
    months: int = 12,
    month: float = DAYS_IN_MONTH,
    margin_share: float = 1.0,
    discount_rate: float = 0.0,
) -> Floats:
    """Discounted value of the purchases expected in the `months` ahead; `discount_rate` is yearly."""

    def purchases(x: Floats, t_x: Floats, until: Floats) -> Floats:
        if discount_rate == 0.0:
            return model.expected_purchases(months * month, x, t_x, until)
        total, before = np.zeros_like(x), np.zeros_like(x)
        for passed in range(1, months + 1):
            so_far = model.expected_purchases(passed * month, x, t_x, until)
            total += (so_far - before) / (1.0 + discount_rate) ** (passed / 12.0)
            before = so_far
        return total

    expected = each_once(purchases, frequency, recency, age)
    return margin_share * np.asarray(expected_value, dtype=np.float64) * expected


def simple(contribution: ArrayLike, remaining_years: ArrayLike, discount_rate: float = 0.0) -> SimpleValue:
    """Current, future and lifetime value from the last 12 months' contribution."""
    current = np.asarray(contribution, dtype=np.int64)
    years = np.asarray(remaining_years, dtype=np.float64)
    if discount_rate != 0.0:
        years = -np.expm1(-years * np.log1p(discount_rate)) / discount_rate
    future = np.rint(current * years).astype(np.int64)
    return SimpleValue(current, future, current + future)
