"""A quote adds up: by hand, and for whatever lines there are."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neeman.sales.sums import Discount, Item, add_up, net_of_lines, price_for, shared_out

DISCOUNTS = st.one_of(
    st.builds(Discount, bp=st.integers(0, 10_000)), st.builds(Discount, minor=st.integers(0, 10**9))
)
ITEMS = st.builds(
    Item,
    quantity_milli=st.integers(1, 10**7),
    unit_price_minor=st.integers(-(10**6), 10**8),
    discount=DISCOUNTS,
    unit_cost_minor=st.none() | st.integers(0, 10**8),
)
QUOTES = st.lists(ITEMS, max_size=12)
RATES = st.sampled_from([0, 1_700, 1_800])

DRAWN = [
    Item(12_000, 245_000, Discount(bp=800)),
    Item(24_000, 118_000, Discount(bp=1_200)),
    Item(1_000, 3_890_000, Discount(bp=500)),
    Item(14_000, 189_000, Discount(bp=800)),
    Item(120_000, 9_600),
]


def test_a_business_by_hand() -> None:
    sums = add_up(DRAWN, discount=Discount(bp=200), vat_bp=1_800)
    assert [item.amount_minor for item in DRAWN] == [2_704_800, 2_492_160, 3_695_500, 2_434_320, 1_152_000]
    assert (sums.subtotal_minor, sums.discount_minor) == (12_478_780, 249_576)
    assert (sums.net_minor, sums.vat_minor, sums.total_minor) == (12_229_204, 2_201_257, 14_430_461)


def test_a_consumer_by_hand() -> None:
    sums = add_up([Item(1_000, 11_800)], vat_bp=1_800, consumer=True)
    assert (sums.net_minor, sums.vat_minor, sums.total_minor) == (10_000, 1_800, 11_800)


def test_parts_of_a_unit_are_rounded_once() -> None:
    assert Item(1_500, 333).gross_minor == 500  # 499.5
    assert Item(333, 100).gross_minor == 33


def test_margin_is_said_only_where_every_cost_is_known() -> None:
    known = add_up([Item(2_000, 10_000, unit_cost_minor=6_000)], vat_bp=1_800)
    assert (known.margin_minor, known.margin_bp) == (8_000, 4_000)
    unknown = add_up([Item(1_000, 10_000), Item(1_000, 1, unit_cost_minor=1)])
    assert (unknown.margin_minor, unknown.margin_bp, unknown.uncosted) == (None, None, 1)


@given(QUOTES, DISCOUNTS, RATES, st.booleans())
def test_it_adds_up(items: list[Item], discount: Discount, vat_bp: int, consumer: bool) -> None:
    sums = add_up(items, discount=discount, vat_bp=vat_bp, consumer=consumer)
    assert sums.subtotal_minor == sum(item.amount_minor for item in items)
    left = sums.subtotal_minor - sums.discount_minor
    assert left == (sums.total_minor if consumer else sums.net_minor)
    assert sum(net_of_lines(items, sums)) == (sums.net_minor if items else 0)


@given(QUOTES, DISCOUNTS, RATES, st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_nothing(
    items: list[Item], discount: Discount, vat_bp: int, consumer: bool, by: random.Random
) -> None:
    mixed = list(items)
    by.shuffle(mixed)
    given_so = {"discount": discount, "vat_bp": vat_bp, "consumer": consumer}
    assert add_up(mixed, **given_so) == add_up(items, **given_so)


@given(ITEMS)
def test_a_discount_never_takes_more_than_there_is(item: Item) -> None:
    assert 0 <= item.discount_minor <= max(item.gross_minor, 0)


@given(st.integers(-(10**10), 10**10), st.lists(st.integers(0, 10**8), min_size=1, max_size=20))
def test_shares_add_up_and_stay_near(total: int, weights: list[int]) -> None:
    parts = shared_out(total, weights)
    assert sum(parts) == total
    if sum(weights):
        assert all(
            abs(part * sum(weights) - total * weight) < sum(weights)
            for part, weight in zip(parts, weights, strict=True)
        )


def test_shares_of_nothing() -> None:
    assert shared_out(5, []) == []
    assert shared_out(5, [0, 0]) == [5, 0]


def test_a_margin_of_the_whole_has_no_price() -> None:
    with pytest.raises(ValueError):
        price_for(cost_minor=1, minutes=0, hour_minor=0, margin_bp=10_000)
