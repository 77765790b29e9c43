"""From purchase days to what the models read, as of any day: today, or a day in the past to learn from.

Learning is honest only in time: a model is fitted to what was known on an earlier day and judged, or corrected, by
what came after it. Never by a random part of the same days.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neeman_engine.models.triples import Floats, Ints


@dataclass(frozen=True, slots=True)
class Customers:
    """One row a customer; times in days.

    frequency: repeat purchase days; recency: first to last purchase; age: first purchase to `as_of`;
    spend: positive revenue until `as_of`; repeat_value: mean of it over the repeat days, 0 without any.
    """

    customer: NDArray[np.generic]
    frequency: Floats
    recency: Floats
    age: Floats
    spend: Floats
    repeat_value: Floats


@dataclass(frozen=True, slots=True)
class Past:
    """Customers as of an earlier day, and on how many days each has bought in the `window` days since."""

    customers: Customers
    bought: Floats
    window: float


def summarise(customer: ArrayLike, day: ArrayLike, amount: ArrayLike, *, as_of: int) -> Customers:
    """Customers as of the day `as_of`, in order of their id.

    One row a purchase; `day` counts days from anywhere; several purchases on one day are one occasion. Later rows
    are not looked at.

    >>> c = summarise(["a", "a", "a", "b"], [0, 10, 10, 5], [100, 40, 20, 70], as_of=20)
    >>> c.frequency.tolist(), c.recency.tolist(), c.age.tolist(), c.repeat_value.tolist()
    ([1.0, 0.0], [10.0, 0.0], [20.0, 15.0], [60.0, 0.0])
    """
    who, when, paid = (
        np.asarray(customer),
        np.asarray(day, dtype=np.int64),
        np.asarray(amount, dtype=np.float64),
    )
    known = when <= as_of
    ids, code = np.unique(who[known], return_inverse=True)
    first_day = int(when.min(initial=as_of))
    days = as_of - first_day + 1
    occasions, place = np.unique(code * days + (when[known] - first_day), return_inverse=True)
    value = np.bincount(place, weights=paid[known], minlength=len(occasions))
    owner, at = np.divmod(occasions, days)
    starts = np.searchsorted(owner, np.arange(len(ids)))
    occasions_each = np.bincount(owner, minlength=len(ids))
    first, last = at[starts], at[starts + occasions_each - 1]
    frequency = (occasions_each - 1).astype(np.float64)
    spend = np.bincount(owner, weights=value, minlength=len(ids)).astype(np.float64)
    return Customers(
        customer=ids,
        frequency=frequency,
        recency=(last - first).astype(np.float64),
        age=(days - 1 - first).astype(np.float64),
        spend=spend,
        repeat_value=np.where(frequency > 0, (spend - value[starts]) / np.maximum(frequency, 1.0), 0.0),
    )


def look_back(customer: ArrayLike, day: ArrayLike, amount: ArrayLike, *, as_of: int, window: int) -> Past:
    """Customers as of `window` days before `as_of`, and what they did until `as_of`."""
    who, when = np.asarray(customer), np.asarray(day, dtype=np.int64)
    then = summarise(who, when, amount, as_of=as_of - window)
    since = (when > as_of - window) & (when <= as_of) & np.isin(who, then.customer)
    place: Ints = np.searchsorted(then.customer, who[since]).astype(np.int64)
    occasions = np.unique(place * (window + 1) + (as_of - when[since]))
    bought = np.bincount(occasions // (window + 1), minlength=len(then.customer))
    return Past(then, bought.astype(np.float64), float(window))


def learning_window(horizon: float, longest_age: float) -> float:
    """How far to look back in order to look `horizon` ahead: as far, but at most half of what is known.

    >>> learning_window(365, 1000), learning_window(365, 272)
    (365.0, 136.0)
    """
    return float(min(horizon, longest_age // 2))
