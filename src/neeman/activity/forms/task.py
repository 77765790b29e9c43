"""A task: what, by when, by whom; and the day to which something is put off."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from neeman.activity.models import Task
from neeman.customers.forms.fields import day_field, day_widget
from neeman.orgs.access import Access
from neeman.orgs.changes import Values
from neeman.orgs.queries import members


class TaskForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    """The columns of a task that people write. `wanted` is what the services take; the row given is never touched."""

    kind = forms.ChoiceField(label=_("kind"), choices=Task.Kind.choices, widget=forms.RadioSelect)
    urgent = forms.BooleanField(label=_("somebody waits for us"), required=False)

    class Meta:
        model = Task
        fields = ["title", "kind", "due_on", "due_at", "member", "urgent"]
        widgets = {
            "title": forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "autofocus": True}),
            "due_on": day_widget(),
            "due_at": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        }

    def __init__(
        self,
        access: Access,
        data: Mapping[str, Any] | None = None,
        *,
        task: Task | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(
            data, instance=copy.copy(task) if task else Task(member=access.member), initial=initial
        )
        who = self.fields["member"]
        assert isinstance(who, forms.ModelChoiceField)
        who.queryset, who.empty_label, who.required = members(access), None, True

    @property
    def wanted(self) -> Values:
        """The cleaned columns, the member as an id."""
        given = dict(self.cleaned_data)
        member = given.pop("member")
        return {**given, "member_id": member.pk}


class NewTaskForm(TaskForm):
    """A new task. The key makes a second arrival of the same page harmless."""

    key = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)


class DayForm(forms.Form):
    """A day that was tapped (`until`) or typed (`until_day`), and why, if that is said."""

    until = day_field()
    until_day = day_field()
    reason = forms.CharField(max_length=120, required=False)

    @property
    def day(self) -> date | None:
        """The day that was chosen; a typed one goes before a tapped one."""
        given: date | None = self.cleaned_data["until_day"] or self.cleaned_data["until"]
        return given
