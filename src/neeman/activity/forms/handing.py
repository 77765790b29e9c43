"""To whom a customer is handed over, and what they should know."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from neeman.customers.models import Customer
from neeman.orgs.access import Access
from neeman.orgs.models import Member
from neeman.orgs.queries import members


class HandOverForm(forms.Form):
    """A colleague and a word for them."""

    member = forms.ModelChoiceField(label=_("to whom"), queryset=Member.objects.none(), empty_label="—")
    words = forms.CharField(
        label=_("what they should know"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=_("It stands on the timeline. Open tasks move along, and everything that was said stays."),
    )

    def __init__(self, access: Access, customer: Customer, data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["member"]
        assert isinstance(field, forms.ModelChoiceField)
        others = members(access)
        field.queryset = others.exclude(pk=customer.owner_id) if customer.owner_id else others
