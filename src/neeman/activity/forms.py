"""The forms of this room: what came of a talk, in one tap or in full; tasks; pauses; handing over."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

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
        day = self.cleaned_data["next_day"] or self.cleaned_data["next"]
        if day is None:
            return None
        kind = self.cleaned_data["kind"] or Kind.CALL
        return Proposal(kind if kind in Task.Kind.values else Task.Kind.CALL, str(_("Be in touch")), day)
