"""What came of a talk, in one tap."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from neeman.activity.models import Kind, Outcome, Task
from neeman.activity.proposing import Proposal
from neeman.activity.services.interactions import Said


class TalkForm(forms.Form):
    """What the outcome sheet sends: an outcome is enough, and even that is optional beside words."""

    kind = forms.ChoiceField(choices=Kind.choices, required=False)
    outcome = forms.ChoiceField(choices=Outcome.choices, required=False)
    text = forms.CharField(max_length=2_000, required=False)
    next = forms.DateField(required=False)
    next_day = forms.DateField(required=False)
    key = forms.CharField(max_length=80, required=False)
    task = forms.IntegerField(required=False)

    def said(self) -> Said:
        """What is to be recorded."""
        given = self.cleaned_data
        return Said(
            kind=given["kind"] or Kind.CALL,
            outcome=given["outcome"],
            text=given["text"],
            key=given["key"],
        )

    def next_step(self) -> Proposal | None:
        """The step on the day that was chosen; None leaves it to the outcome and the cadence."""
        return next_step_of(self.cleaned_data)


def next_step_of(given: Mapping[str, Any]) -> Proposal | None:
    """The step on the day that a form gives: `next_day`, typed, goes before the tapped `next`; by the way of `kind`."""
    day = given["next_day"] or given["next"]
    if day is None:
        return None
    kind = given["kind"] if given["kind"] in Task.Kind.values else Task.Kind.CALL
    return Proposal(kind, _("Be in touch"), day)
