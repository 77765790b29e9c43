"""Numbers in forms: money and shares as people write them, whole numbers inside."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from neeman.lib.money import SYMBOLS, AmountError, format_amount, minor_digits, parse_amount

WIDEST = 30
A_BILLION = 10**14
"""Of any currency, in its minor units: sums over many rows still fit the columns that hold them."""


class AmountField(forms.Field):
    """A number as people write it, "12,500" or "2450.50", cleaned to whole parts of `digits` decimals: 245050.

    None where nothing is written. Raises ValidationError for what is no number, below zero or above `most`.
    """

    wrong = _("This is no number.")
    digits = 2
    unit = ""
    """What a page may write beside the field."""

    def __init__(self, *, most: int = A_BILLION, **given: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "dir": "ltr", "maxlength": str(WIDEST)}
        super().__init__(widget=forms.TextInput(attrs=attrs), **given)
        self.most = most

    def to_python(self, value: Any) -> int | None:
        """The whole number that was written."""
        text = self.bare(str(value or ""))
        if not text:
            return None
        try:
            number = parse_amount(text, self.digits)
        except AmountError:
            raise forms.ValidationError(self.wrong) from None
        if number < 0:
            raise forms.ValidationError(_("This must not be below zero."))
        if number > self.most:
            raise forms.ValidationError(
                _("At most %(most)s."), params={"most": format_amount(self.most, self.digits, whole=True)}
            )
        return number

    def bare(self, text: str) -> str:
        """What was written without what may stand beside it."""
        return text.strip()

    def prepare_value(self, value: Any) -> Any:
        """A whole number as people write it; what was typed as it was typed."""
        if not isinstance(value, int):
            return value
        return format_amount(value, self.digits).removesuffix("." + "0" * self.digits)


class MoneyField(AmountField):
    """An amount of money, in minor units."""

    wrong = _("This is no amount of money. Write figures, as in 12,500.")


class PercentField(AmountField):
    """A share in percent, in hundredths of one."""

    unit = "%"

    def bare(self, text: str) -> str:
        """The sign may stand beside it or not."""
        return text.replace("%", "").strip()


def in_currency(form: forms.BaseForm, currency: str) -> None:
    """Let the money of this form have as many decimals as its currency has, and its sign."""
    for field in form.fields.values():
        if isinstance(field, MoneyField):
            field.digits = minor_digits(currency)
            field.unit = SYMBOLS.get(currency, currency)
