"""Numbers in forms: what people write, and whole numbers inside."""

from __future__ import annotations

import pytest
from django import forms

from neeman.ui.fields import A_BILLION, MoneyField, PercentField, in_currency

pytestmark = pytest.mark.one_database


class Priced(forms.Form):
    price = MoneyField(required=False)
    margin = PercentField(required=False, most=9_900)


@pytest.mark.parametrize(
    ("written", "minor"),
    [("12,500", 1_250_000), (" ₪ 99.90 ", 9_990), ("0", 0), ("", None), ("-5", None)],
)
def test_money(written: str, minor: int | None) -> None:
    form = Priced({"price": written})
    assert form.is_valid() == (minor is not None or not written)
    assert form.cleaned_data.get("price") == minor


@pytest.mark.parametrize("written", ["אלף", "9" * 400, str(A_BILLION), "1.2.3", "<b>"])
def test_what_is_no_amount_is_said_and_kept_as_it_was_written(written: str) -> None:
    form = Priced({"price": written})
    assert "price" in form.errors
    assert form["price"].value() == written


def test_a_share_with_its_sign_or_without() -> None:
    assert Priced({"margin": "12.5%"}).is_valid()
    form = Priced({"margin": "12.5"})
    assert form.is_valid()
    assert form.cleaned_data["margin"] == 1_250
    assert "margin" in Priced({"margin": "99.5"}).errors


def test_a_currency_has_its_own_decimals() -> None:
    form = Priced({"price": "1,500"}, initial={"price": 1_500, "margin": 1_250})
    in_currency(form, "JPY")
    assert form.is_valid()
    assert form.cleaned_data["price"] == 1_500
    shown = Priced(initial={"price": 245_050, "margin": 3_000})
    assert [shown["price"].value(), shown["margin"].value()] == ["2,450.50", "30"]
