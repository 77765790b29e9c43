"""What a device sends that recorded a talk without a network."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django import forms

from neeman.activity.forms.talk import TalkForm
from neeman.activity.services.interactions import Said


class OfflineTalkForm(TalkForm):
    """The outcome sheet's fields, and by whom, with whom, and when; or, with a `wording`, what was written by WhatsApp `to`
    which number. The key is what makes a second arrival harmless, so here it must be given."""

    who = forms.IntegerField()
    customer = forms.IntegerField()
    at = forms.DateTimeField()
    key = forms.CharField(max_length=80)
    wording = forms.CharField(max_length=40, required=False)
    to = forms.CharField(max_length=80, required=False)

    def moment(self, now: datetime) -> datetime:
        """When it was; a device whose clock runs ahead has recorded it now."""
        at: datetime = self.cleaned_data["at"]
        return min(at, now)

    def said_before(self, now: datetime) -> Said:
        """What is to be recorded, at its own time."""
        return replace(self.said(), at=self.moment(now))
