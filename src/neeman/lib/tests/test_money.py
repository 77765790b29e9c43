from __future__ import annotations

from contextlib import suppress
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neeman.lib.money import (
    AmountError,
    Money,
    currency_of,
    decide_decimal_mark,
    format_amount,
    format_money,
    parse_amount,
    parse_money,
    round_half_up,
)

MINOR = st.integers(-(10**15), 10**15)


@pytest.mark.parametrize(
    ("written", "minor"),
    [
        ("1234.5", 123450),
        ("₪ 1,234.50", 123450),
        ("1.234,56", 123456),
        ("1,234.56", 123456),
        ("1,234", 123400),
        ("12,5", 1250),
        ("0,500", 50),
        ("1.234.567", 123456700),
        ("1,234,567", 123456700),
        ("12,34,567.00", 123456700),
        ("1'234.50", 123450),
        ('1,234 ש"ח', 123400),
        ("1,234 ש״ח", 123400),
        ("‏1,234.50 ₪", 123450),
        ("\u20661,234.50\u2069\u00a0₪", 123450),
        ("1\u00a0234,50", 123450),
        ("1\u202f234.50", 123450),
        ("(1,234.50)", -123450),
        ("₪(50)", -5000),
        ("50-", -5000),
        ("-₪50", -5000),
        ("₪ -50", -5000),
        ("50.5- ₪", -5050),
        ("−7", -700),
        ("+7", 700),
        ("$1,234,567", 123456700),
        ("NIS 5", 500),
        ("€9.99", 999),
        ("١٢٣٫٥", 12350),
        ("5.01234567E8", 50123456700),
        (".5", 50),
        ("5.", 500),
        (5.01, 501),
        (0.1 + 0.2, 30),
        (1e22 / 1e22, 100),
        (7, 700),
        (Decimal("1.005"), 101),
        ("1.005", 101),
        ("-1.005", -101),
    ],
)
def test_amounts_are_read_as_people_write_them(written: object, minor: int) -> None:
    assert parse_amount(written) == minor


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "amount_empty"),
        (None, "amount_empty"),
        ("   ", "amount_empty"),
        ("abc", "amount_unreadable"),
        ("5%", "amount_unreadable"),
        ("12 34 x", "amount_unreadable"),
        ("-", "amount_unreadable"),
        (True, "amount_unreadable"),
        (float("nan"), "amount_unreadable"),
        (float("inf"), "amount_unreadable"),
        ("1,2,3", "amount_separators"),
        ("1,23.4,5", "amount_separators"),
        ("1e300", "amount_too_large"),
        ("9" * 30, "amount_too_large"),
    ],
)
def test_what_is_no_amount_gets_a_reason(written: object, code: str) -> None:
    with pytest.raises(AmountError) as caught:
        parse_amount(written)
    assert caught.value.code == code


@given(MINOR)
def test_what_is_formatted_reads_back(minor: int) -> None:
    assert parse_amount(format_amount(minor)) == minor
    assert parse_amount(format_money(Money(minor))) == minor
    european = format_amount(minor).translate(str.maketrans(",.", ".,"))
    assert parse_amount(european) == minor


@given(st.integers(-(10**13), 10**13))
def test_a_float_from_a_spreadsheet_is_the_number_that_was_typed(minor: int) -> None:
    assert parse_amount(minor / 100) == minor


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_a_reason(text: str) -> None:
    with suppress(AmountError):
        assert isinstance(parse_amount(text), int)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_rounding_agrees_with_the_decimal_module(value: Decimal) -> None:
    assert round_half_up(value) == int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def test_a_column_settles_what_one_value_cannot() -> None:
    assert decide_decimal_mark(["1.234", "12,50", "1.234.567"]) == ","
    assert decide_decimal_mark(["1,234", "12.50"]) == "."
    assert decide_decimal_mark(["1.234", "5"]) is None
    assert parse_amount("1.234", decimal_mark=",") == 123400
    assert parse_amount("1.234") == 123


def test_currencies() -> None:
    assert [currency_of(t) for t in ("5", '5 ש"ח', "$5", "5 EUR", 5)] == [None, "ILS", "USD", "EUR", None]
    assert parse_money("$ 5") == Money(500, "USD")
    assert parse_money("5.5", "KWD") == Money(5500, "KWD")


def test_money_adds_only_to_its_own_kind() -> None:
    assert Money(5) + Money(6) - Money(1) == -Money(-10)
    assert Money(10_000).times(Fraction(18, 100)) == Money(1800)
    assert Money(5).times(Decimal("0.5")) == Money(3)
    with pytest.raises(ValueError, match="do not add up"):
        Money(5, "USD") + Money(5, "ILS")
    with pytest.raises(TypeError):
        Money(5.0)  # type: ignore[arg-type]  # the guard is for callers without a type checker


def test_the_minus_stays_with_its_number_in_hebrew_text() -> None:
    assert format_money(Money(-123450)) == "\u2066-1,234.50\u2069\u00a0₪"
    assert format_money(Money(-123450), whole=True) == "\u2066-1,235\u2069\u00a0₪"
    assert format_amount(-5) == "-0.05"
