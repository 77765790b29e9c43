"""Sums, percentages and shares are told apart by what a column holds."""

from __future__ import annotations

import pytest

from neeman.lib.cells import Cell
from neeman.lib.columns import guess_columns, percent_of
from neeman.lib.columns.discounts import decide_discount

ODD = [1.2, 3.35, 7.9, 12.15, 0.0]


@pytest.mark.parametrize(
    ("title", "values", "role", "reason"),
    [
        ("הנחה", ["5%", "10%", None], "discount_percent", "discount_sign"),
        ("הנחה %", [5, 12.5], "discount_percent", "discount_sign"),
        ("הנחה", [0, 5, 10, 12.5], "discount_percent", "discount_round"),
        ("הנחה", [0, 0.05, 0.15, 0.2], "discount_share", "discount_shares"),
        ("הנחה %", [0, 0.05, 0.15], "discount_share", "discount_shares"),
        ("הנחה", ["5 ₪", "10 ₪"], "discount", "discount_currency"),
        ("הנחה", [5, 10, 250], "discount", "discount_above_100"),
        ("הנחה", ODD, "discount", "discount_odd"),
        ("הנחה", list(range(1, 60)), "discount", "discount_odd"),
        ("הנחה", [0, None, "אין"], "discount", "discount_odd"),
    ],
)
def test_each_kind(title: str, values: list[Cell], role: str, reason: str) -> None:
    assert decide_discount(title, values) == (role, reason)


def test_the_mapping_shows_which_kind_it_is_and_why() -> None:
    header = ["לקוח", "תאריך", "כמות", "מחיר ליחידה", "אחוז הנחה"]
    columns = [["17", "18"], ["01/02/2025", "13/02/2025"], [1, 2], [10.5, 20], [7.25, 33.3]]
    assert guess_columns(header, columns).columns[4].role == "discount_percent"
    header[4] = "הנחה"
    guess = guess_columns(header, columns).columns[4]
    assert (guess.role, guess.why[0].code) == ("discount", "discount_odd")


@pytest.mark.parametrize(
    ("cell", "share", "percent"),
    [("15%", False, 150_000), ("15%", True, 150_000), (15, False, 150_000), (0.15, True, 150_000), ("12,5 %", False, 125_000)],
)  # fmt: skip
def test_percentages_are_exact(cell: Cell, share: bool, percent: int) -> None:
    assert percent_of(cell, 4, share=share) == percent
