"""The forms of the catalogue, of the price calculator and of what quotes have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from neeman.lib.money import AmountError, parse_amount
from neeman.orgs.changes import Values
from neeman.sales.models import Product, QuoteSettings
from neeman.sales.services.quote_settings import OF_SELLING, ON_PAPER
from neeman.ui.fields import MoneyField, PercentField, in_currency

LTR = {"dir": "ltr", "autocomplete": "off"}
MOST_MARGIN = 9_900
"""Hundredths of a percent: of a whole price nothing would be left to pay with."""


class ProductForm(forms.Form):
    """A product or a service."""

    name = forms.CharField(
        label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Product.Kind.choices, initial=Product.Kind.PRODUCT)
    price = MoneyField(label=_("Price before VAT"))
    cost = MoneyField(
        label=_("What it costs us"),
        required=False,
        help_text=_("Seen by ourselves only; without it no margin is known."),
    )
    code = forms.CharField(
        label=_("Catalogue number"), max_length=60, required=False, widget=forms.TextInput(attrs=LTR)
    )
    unit = forms.CharField(
        label=_("Unit"), max_length=20, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    category = forms.CharField(
        label=_("Category"), max_length=80, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    description = forms.CharField(
        label=_("Description for the customer"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    is_favourite = forms.BooleanField(label=_("Picked often: a chip in every quote"), required=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, product: Product | None = None, currency: str
    ) -> None:
        super().__init__(data)
        in_currency(self, currency)
        if product is not None:
            self.initial.update(initial_of(product))

    @property
    def wanted(self) -> Values:
        """The cleaned columns."""
        values = dict(self.cleaned_data)
        price, cost = values.pop("price"), values.pop("cost")
        return {**values, "price_minor": price, "cost_minor": cost}


def initial_of(product: Product) -> Values:
    """A product's columns as the form shows them."""
    names = ("name", "kind", "code", "unit", "category", "description", "is_favourite")
    shown: Values = {name: getattr(product, name) for name in names}
    return {**shown, "price": product.price_minor, "cost": product.cost_minor}


class PriceForm(forms.Form):
    """The price calculator: materials, work, and what should be left (R98)."""

    materials = MoneyField(label=_("Materials and direct costs"), required=False)
    hours = forms.CharField(
        label=_("Hours of work"),
        max_length=10,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", **LTR}),
    )
    hour = MoneyField(label=_("Cost of an hour"), required=False)
    margin = PercentField(label=_("Margin of the price, %"), required=False, most=MOST_MARGIN)

    def __init__(self, data: Mapping[str, Any] | None = None, *, currency: str, **given: Any) -> None:
        super().__init__(data, **given)
        in_currency(self, currency)

    def clean_hours(self) -> int:
        """Minutes."""
        text = self.cleaned_data["hours"]
        if not text:
            return 0
        try:
            minutes = parse_amount(text, 3) * 60 // 1_000
        except AmountError:
            raise forms.ValidationError(_("This is no number of hours.")) from None
        if not 0 <= minutes <= 60 * 100_000:
            raise forms.ValidationError(_("This is no number of hours."))
        return minutes


class QuoteSettingsForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    """Who the business is on its quotes, with what a new one begins, and what its own people sell by."""

    class Meta:
        model = QuoteSettings
        fields = (*ON_PAPER, *OF_SELLING)
        help_texts = {
            "value_proofs": _(
                "One a line: what customers gain, with a figure or a name. It stands beside every open deal."
            )
        }
        widgets = {
            "business_name": forms.TextInput(attrs={"dir": "auto"}),
            "business_number": forms.TextInput(attrs=LTR),
            "phone": forms.TextInput(attrs={"inputmode": "tel", **LTR}),
            "email": forms.EmailInput(attrs=LTR),
            "address": forms.TextInput(attrs={"dir": "auto"}),
            "valid_days": forms.TextInput(attrs={"inputmode": "numeric", **LTR}),
            "terms": forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
            "value_proofs": forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        }

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, instance: QuoteSettings, currency: str
    ) -> None:
        super().__init__(data, instance=instance)
        said = _(
            "With all that comes with wages: by it the report tells what a win cost, and the calculator a price."
        )
        self.fields["hour_minor"] = MoneyField(
            label=_("Cost of an hour of work"), required=False, help_text=said
        )
        self.initial["hour_minor"] = instance.hour_minor or None
        in_currency(self, currency)

    @property
    def on_paper(self) -> list[BoundField]:
        """The fields of what customers read."""
        return [self[name] for name in ON_PAPER]

    @property
    def of_selling(self) -> list[BoundField]:
        """The fields of what stays inside."""
        return [self[name] for name in OF_SELLING]

    @property
    def wanted(self) -> Values:
        """The cleaned columns."""
        return {**self.cleaned_data, "hour_minor": self.cleaned_data["hour_minor"] or 0}
