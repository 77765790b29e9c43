"""The form of a customer, whole or one section of it, and the one line of the quick add."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from neeman.customers.forms.fields import (
    CUSTOM,
    LTR,
    CustomerField,
    custom_form_field,
    day_widget,
    from_custom,
    to_custom,
)
from neeman.customers.models import Customer
from neeman.customers.queries.card import custom_fields
from neeman.orgs.access import Access
from neeman.orgs.changes import Values
from neeman.orgs.queries import members

SECTIONS: dict[str, tuple[Promise, tuple[str, ...]]] = {
    "identity": (
        _("Who"),
        ("name", "kind", "gender", "status", "company_name", "company_number", "industry"),
    ),
    "reach": (
        _("How to reach"),
        ("phone", "phone2", "email", "website", "street", "city", "postal_code", "country"),
    ),
    "ties": (_("Ties"), ("owner", "parent", "source", "referrer")),
    "terms": (_("Dates and terms"), ("customer_since", "birthday", "anniversary", "payment_terms")),
    "remarks": (_("Remarks"), ("remarks",)),
    "own": (_("Fields of our own"), ("custom",)),
}
"""The sections of a card's details: title and columns. "custom" stands for all fields that the business added."""

ALL_FIELDS = tuple(name for _title, names in SECTIONS.values() for name in names)
FOREIGN = ("owner", "parent", "referrer")


class CustomerForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    """Columns of a customer. `wanted` is what the services take; the row given is never touched."""

    parent = CustomerField(label=_("parent company"), required=False)
    referrer = CustomerField(label=_("referred by"), required=False)

    class Meta:
        model = Customer
        fields = [name for name in ALL_FIELDS if name != "custom"]
        widgets = {
            "name": forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
            "phone": forms.TextInput(attrs={"inputmode": "tel", **LTR}),
            "phone2": forms.TextInput(attrs={"inputmode": "tel", **LTR}),
            "email": forms.TextInput(attrs={"inputmode": "email", **LTR}),
            "website": forms.TextInput(attrs={"inputmode": "url", **LTR}),
            "company_number": forms.TextInput(attrs={"inputmode": "numeric", **LTR}),
            "postal_code": forms.TextInput(attrs={"inputmode": "numeric", **LTR}),
            "birthday": day_widget(),
            "anniversary": day_widget(),
            "customer_since": day_widget(),
            "remarks": forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        }

    def __init__(
        self,
        access: Access,
        data: Mapping[str, Any] | None = None,
        *,
        customer: Customer | None = None,
        only: Sequence[str] = ALL_FIELDS,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, instance=copy.copy(customer) if customer else Customer(), initial=initial)
        for name in [name for name in self.fields if name not in only]:
            del self.fields[name]
        for name in ("parent", "referrer"):
            field = self.fields.get(name)
            if isinstance(field, CustomerField):
                field.ask(access, name)
        owner = self.fields.get("owner")
        if isinstance(owner, forms.ModelChoiceField):
            owner.queryset = members(access)
            owner.empty_label = "—"
        self.custom = list(custom_fields(access)) if "custom" in only else []
        for own in self.custom:
            self.fields[CUSTOM + own.key] = custom_form_field(own)
            self.initial.setdefault(CUSTOM + own.key, from_custom(own, self.instance.custom.get(own.key)))

    @property
    def groups(self) -> list[tuple[Promise, list[BoundField]]]:
        """The fields by section, with the section's title; sections without a field are left out."""
        shown = []
        for title, names in SECTIONS.values():
            own = [CUSTOM + field.key for field in self.custom] if "custom" in names else []
            fields = [self[name] for name in (*names, *own) if name in self.fields]
            shown += [(title, fields)] if fields else []
        return shown

    @property
    def wanted(self) -> Values:
        """The cleaned columns: foreign keys as ids, the added fields as one `custom`."""
        wanted: Values = {}
        for name, value in self.cleaned_data.items():
            if name in FOREIGN:
                wanted[f"{name}_id"] = value.pk if value else None
            elif not name.startswith(CUSTOM):
                wanted[name] = value
        if self.custom:
            wanted["custom"] = self.with_custom(self.instance.custom)
        return wanted

    def with_custom(self, kept: dict[str, Any]) -> dict[str, Any]:
        """These kept answers with those of the form put over them; empty ones leave."""
        answers = {own.key: to_custom(own, self.cleaned_data[CUSTOM + own.key]) for own in self.custom}
        merged = {**kept, **answers}
        return {key: value for key, value in merged.items() if value is not None}


class QuickAddForm(forms.Form):
    """One line: name, phone, company, e-mail, in any order."""

    line = forms.CharField(
        label=_("Name, phone, company, e-mail"),
        max_length=400,
        widget=forms.TextInput(
            attrs={"dir": "auto", "autocomplete": "off", "autofocus": True, "enterkeyhint": "done"}
        ),
    )
