"""A talk or an event in full: as it is recorded, and as it is corrected."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from neeman.activity.forms.talk import next_step_of
from neeman.activity.models import BY_ITSELF, Channel, Direction, Interaction, Kind, Outcome
from neeman.activity.proposing import Proposal, read_steps
from neeman.activity.services.interactions import Said
from neeman.customers.forms.fields import day_field
from neeman.customers.models import Customer
from neeman.customers.queries.card import contacts_of
from neeman.lib.calendar import WorkingHours
from neeman.orgs.access import Access
from neeman.orgs.changes import Values
from neeman.orgs.queries import members

COLUMNS = (
    *("kind", "direction", "at", "minutes", "contact", "member", "channel", "outcome", "topic"),
    *("text", "insights", "is_private"),
)
FOREIGN = ("contact", "member")
LONGEST_MINUTES = 7 * 24 * 60
BY_HAND = [choice for choice in Kind.choices if choice[0] not in BY_ITSELF]


class InteractionForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    """What happened, field by field. `wanted` is what the services take; the row given is never touched."""

    kind = forms.ChoiceField(label=_("kind"), choices=BY_HAND, widget=forms.RadioSelect, initial=Kind.CALL)
    direction = forms.ChoiceField(label=_("direction"), choices=Direction.choices, widget=forms.RadioSelect)
    outcome = forms.ChoiceField(
        label=_("outcome"),
        choices=[("", _("None")), *Outcome.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    channel = forms.ChoiceField(label=_("how it came"), choices=[("", "—"), *Channel.choices], required=False)
    minutes = forms.IntegerField(
        label=_("minutes"),
        min_value=0,
        max_value=LONGEST_MINUTES,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    class Meta:
        model = Interaction
        fields = COLUMNS
        widgets = {
            "at": forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
            "topic": forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
            "text": forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
            "insights": forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        }

    def __init__(
        self,
        access: Access,
        customer: Customer,
        data: Mapping[str, Any] | None = None,
        *,
        interaction: Interaction | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        row = copy.copy(interaction) if interaction else Interaction(member=access.member)
        super().__init__(data, instance=row, initial=initial)
        self._ask("contact", contacts_of(access, customer))
        self._ask("member", members(access))
        if row.kind in BY_ITSELF:
            del self.fields["kind"]
        if row.member != access.member:
            del self.fields["is_private"]  # whoever hid it would not see it again

    def clean_at(self) -> datetime:
        """The moment, as exact as it was where the field, which knows minutes, says the same."""
        given: datetime = self.cleaned_data["at"]
        was = self.instance.at
        return was if was and was.replace(second=0, microsecond=0) == given else given

    @property
    def wanted(self) -> Values:
        """The cleaned columns, foreign keys as ids."""
        given = {name: value for name, value in self.cleaned_data.items() if name in COLUMNS}
        for name in FOREIGN:
            row = given.pop(name)
            given[f"{name}_id"] = row.pk if row else None
        return given

    def _ask(self, name: str, rows: QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows
        field.empty_label = "—"


class RecordForm(InteractionForm):
    """A new record: besides what happened, what was agreed, and when the next contact is."""

    tasks = forms.CharField(
        label=_("what was agreed"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("A task a line, with a day if there is one: send the price list by 14.10"),
    )
    next = forms.DateField(required=False)
    next_day = day_field()
    key = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)

    def said(self) -> Said:
        """What is to be recorded."""
        told = {name: value for name, value in self.cleaned_data.items() if name in COLUMNS}
        return Said(**told, key=self.cleaned_data["key"])

    def steps(self, today: datetime, hours: WorkingHours) -> list[Proposal]:
        """The tasks that were typed."""
        return read_steps(self.cleaned_data["tasks"], today.date(), hours)

    def next_step(self) -> Proposal | None:
        """The step on the day that was chosen; None leaves it to the outcome and the cadence."""
        return next_step_of(self.cleaned_data)
