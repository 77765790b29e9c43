"""Whether a column of discounts holds sums, percentages (15) or shares (0.15): told by its title and its values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from neeman.lib.cells import Cell
from neeman.lib.money import AmountError, currency_of, parse_amount

DiscountRole = Literal["discount", "discount_percent", "discount_share"]
DISCOUNT_ROLES: tuple[DiscountRole, ...] = ("discount", "discount_percent", "discount_share")

_DIGITS = 6
_ONE = 10**_DIGITS
_FEW = 25
"""Different percentages that a business gives at most; sums are as many as lines."""


def decide_discount(title: str, values: Iterable[Cell]) -> tuple[DiscountRole, str]:
    """The role of a column of discounts and the code of the reason: `discount_sign` (% in a cell or the title),
    `discount_shares` (nothing above 1), `discount_above_100`, `discount_currency`, `discount_round` (a few round
    numbers up to 100), `discount_odd` (many or odd ones).

    `values` are the column's different values.
    """
    texts = [value for value in values if isinstance(value, str)]
    numbers = [number for value in values if (number := _number(value))]
    if any("%" in text for text in texts):
        return "discount_percent", "discount_sign"
    if any(currency_of(text) for text in texts):
        return "discount", "discount_currency"
    if (
        numbers
        and all(abs(number) <= _ONE for number in numbers)
        and any(number % _ONE for number in numbers)
    ):
        return "discount_share", "discount_shares"
    if "%" in title:
        return "discount_percent", "discount_sign"
    if any(abs(number) > 100 * _ONE for number in numbers):
        return "discount", "discount_above_100"
    if numbers and len(numbers) <= _FEW and all(number % (_ONE // 2) == 0 for number in numbers):
        return "discount_percent", "discount_round"
    return "discount", "discount_odd"


def percent_of(cell: Cell, digits: int, *, share: bool = False, decimal_mark: str | None = None) -> int:
    """A discount as a whole number of percent times ten to the power of `digits`: "15%", 15, or 0.15 as a `share`.

    A cell with the sign is a percentage in whatever column it stands. Raises `AmountError`.
    """
    signed = isinstance(cell, str) and cell.rstrip().endswith("%")
    value = cell.rstrip().removesuffix("%") if isinstance(cell, str) else cell
    return parse_amount(value, digits + (2 if share and not signed else 0), decimal_mark=decimal_mark)


def _number(value: Cell) -> int | None:
    """The value in millionths; None for nothing, zero, and what is no number."""
    try:
        return parse_amount(value, _DIGITS) or None
    except AmountError:
        return None
