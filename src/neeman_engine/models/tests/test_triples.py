"""Grouping changes the cost of a fit, never its customers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neeman_engine.models.triples import each_once, grid_step, group

ROWS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 60), st.integers(0, 60), st.integers(0, 3)), min_size=1
)


@given(ROWS, st.sampled_from([1.0, 1 / 7, 12 / 365.25, 0.01]))
def test_every_customer_is_counted_once(rows: list[tuple[int, int, int, int]], step: float) -> None:
    x = np.array([row[0] for row in rows], dtype=np.float64)
    t_x = np.array([min(row[1], row[2]) for row in rows]) * step
    age = np.array([row[2] for row in rows]) * step
    weights = np.array([row[3] for row in rows], dtype=np.float64)
    for weight in (None, weights):
        t = group(x, t_x, age, weight)
        one_each = np.ones_like(x) if weight is None else weight
        assert t.customers == one_each.sum()
        for column, grouped in ((x, t.frequency), (t_x, t.recency), (age, t.age)):
            assert t.weight @ grouped == pytest.approx(one_each @ column, abs=1e-9)


def test_a_sparse_grid_is_sorted_instead() -> None:
    x, t_x, age = np.array([9000.0, 3, 3]), np.array([7000.0, 5, 5]), np.array([9999.0, 8, 8])
    t = group(x, t_x, age)
    assert t.frequency.tolist() == [3, 9000]
    assert t.weight.tolist() == [2, 1]
    assert group(x, t_x, age, [5, 2, 1]).weight.tolist() == [3, 5]
    assert each_once(lambda f, r, a: f + r + a, x, t_x, age) == pytest.approx([25_999, 16, 16])


def test_times_on_no_grid_stay_as_they_are() -> None:
    age = np.random.default_rng(1).uniform(0, 50, 300)
    assert grid_step(age) is None
    assert len(group(np.zeros(300), np.zeros(300), age).weight) == 300
    assert each_once(lambda f, r, a: a * 2, np.zeros(300), np.zeros(300), age) == pytest.approx(age * 2)


def test_equal_triples_become_one() -> None:
    x = np.tile([0.0, 1.0, 2.0], 1000)
    t = group(x, x * 3 / 7, np.full(3000, 52 / 7))
    assert t.weight.tolist() == [1000, 1000, 1000]
