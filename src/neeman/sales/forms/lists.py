"""The forms of the business's own lists: a stage with its chances, a reason for losing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from neeman.orgs.changes import Values
from neeman.sales.models import LostReason, Stage


class ReasonForm(forms.Form):
    """The name of a row of a list."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, row: Stage | LostReason | None = None
    ) -> None:
        super().__init__(data)
        self.row = row
        if row is not None:
            self.initial["name"] = row.title

    @property
    def wanted(self) -> Values:
        """The cleaned columns; a name that the product brought and nobody changed stays the product's."""
        wanted = dict(self.cleaned_data)
        if self.row is not None and not self.row.name and wanted["name"] == self.row.title:
            wanted["name"] = ""
        return wanted


class StageForm(ReasonForm):
    """A stage: its name and its chances in percent."""

    probability_new = forms.IntegerField(
        label=_("Chance with a new customer, %"),
        min_value=0,
        max_value=100,
        initial=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    probability_existing = forms.IntegerField(
        label=_("Chance with an existing customer, %"),
        min_value=0,
        max_value=100,
        initial=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, row: Stage | LostReason | None = None
    ) -> None:
        super().__init__(data, row=row)
        if isinstance(row, Stage):
            self.initial.update(
                probability_new=row.probability_new, probability_existing=row.probability_existing
            )
