"""Fields of forms that this room needs: a customer by name, a date, a field that the business added."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from neeman.customers.models import Customer, CustomField
from neeman.customers.queries.visible import live, visible
from neeman.lib.hebrew import company_key
from neeman.orgs.access import Access

_WITH_NUMBER = re.compile(r"#(\d{1,18})\s*$")
CUSTOM = "custom."
LTR = {"dir": "ltr", "class": "ltr"}


def day_field(label: Any = "", *, required: bool = False) -> forms.DateField:
    """A day, picked or typed."""
    return forms.DateField(label=label, required=required, widget=day_widget())


def day_widget() -> forms.DateInput:
    """The browser's own picker, which takes and gives ISO dates whatever the language."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class CustomerField(forms.CharField):
    """Another customer, named as "Name" or, where several are called so, "Name #12". Cleans to a Customer or None."""

    access: Access

    def ask(self, access: Access, name: str) -> None:
        """Bind to whoever fills the form in: they may name only customers whom they see."""
        self.access = access
        self.widget.attrs.update(
            {
                "list": f"names-{name}",
                "autocomplete": "off",
                "dir": "auto",
                "hx-get": reverse("customer_names", kwargs={"org": access.organization.slug}),
                "hx-trigger": "input changed delay:200ms",
                "hx-target": f"#names-{name}",
                "hx-swap": "innerHTML",
            }
        )

    def prepare_value(self, value: Any) -> Any:
        """A key is shown as the name that leads back to it."""
        if not isinstance(value, int):
            return value
        customer = visible(self.access).filter(pk=value).first()
        return named(customer) if customer else ""

    def clean(self, value: Any) -> Any:
        """The one customer who is meant, or a sentence that says why it cannot be told."""
        text = super().clean(value)
        if not text:
            return None
        found = _WITH_NUMBER.search(text)
        if found:
            customer = visible(self.access).filter(pk=int(found.group(1)), merged_into=None).first()
            if customer is not None:
                return customer
        return self._by_name(text)

    def _by_name(self, text: str) -> Customer:
        same = list(live(self.access).filter(name_key=company_key(text))[:4])
        if len(same) == 1:
            return same[0]
        if not same:
            raise forms.ValidationError(_("There is no customer of this name."))
        choices = ", ".join(named(customer) for customer in same)
        raise forms.ValidationError(
            _("Several customers are called so; write which one: %(choices)s") % {"choices": choices}
        )


def named(customer: Customer) -> str:
    """The name with the number that tells it from others of the same name."""
    return f"{customer.name} #{customer.pk}"


def custom_form_field(field: CustomField) -> forms.Field:
    """The form field of a field that the business added."""
    kind = CustomField.Type
    if field.type == kind.DATE:
        return day_field(field.label)
    if field.type == kind.NUMBER:
        attrs = {"inputmode": "decimal", **LTR}
        return forms.DecimalField(
            label=field.label, required=False, localize=False, widget=forms.TextInput(attrs=attrs)
        )
    if field.type == kind.YES_NO:
        answers = [("", "—"), ("yes", _("Yes")), ("no", _("No"))]
        return forms.ChoiceField(label=field.label, required=False, choices=answers)
    if field.type == kind.CHOICE:
        choices = [("", "—"), *((choice, choice) for choice in field.choices)]
        return forms.ChoiceField(label=field.label, required=False, choices=choices)
    return forms.CharField(
        label=field.label, required=False, max_length=500, widget=forms.TextInput(attrs={"dir": "auto"})
    )


def to_custom(field: CustomField, cleaned: Any) -> Any:
    """What is kept of a cleaned answer: text, ISO day, exact digits, true or false; None for no answer."""
    if cleaned in (None, ""):
        return None
    if field.type == CustomField.Type.YES_NO:
        return cleaned == "yes"
    if field.type == CustomField.Type.DATE:
        return cleaned.isoformat()
    return format(cleaned, "f") if isinstance(cleaned, Decimal) else str(cleaned)


def from_custom(field: CustomField, kept: Any) -> Any:
    """What the form shows of a kept answer."""
    if field.type == CustomField.Type.YES_NO and isinstance(kept, bool):
        return "yes" if kept else "no"
    return kept
