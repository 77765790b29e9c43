"""What will each customer bring in the months ahead? By the purchase model and the spend model:

    CLV = margin x E[value of a purchase] x sum over months i of (E[Y(i)] - E[Y(i-1)]) / (1 + d)^(i/12)

The value that is counted, without a model, is `measures.lifetime`.

Arrays: frequency, recency, age as in the models; expected_value = expected value of one purchase, in any unit of
money. `month` is the length of a month in the time unit of the arrays. The forecast's unit is that of
`expected_value`: an expectation, to be rounded by whoever writes it as money.

Edge cases: a model that is not usable gives nan.

>>> from neeman_engine.models.bgnbd import BgNbd
>>> cdnow = BgNbd(r=0.243, alpha=4.414, a=0.793, b=2.426)  # in weeks
>>> forecast(cdnow, 2, 30.43, 38.86, expected_value=40.0, month=DAYS_IN_MONTH / 7).round(2).tolist()
[62.52]

Source: Fader, Hardie & Lee 2005 "RFM and CLV", eq. 1-3, discounted monthly.
"""

from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from neeman_engine.models.triples import Floats, each_once

DAYS_IN_MONTH = 365.25 / 12


class Forecasting(Protocol):
    """Any fitted purchase model."""

    def expected_purchases(
        self, horizon: float, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike
    ) -> Floats:
        """Expected purchase occasions within `horizon`."""


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
