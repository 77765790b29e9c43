"""What a device sends that recorded a talk without a network."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django import forms

from neeman.activity.forms.talk import TalkForm
from neeman.activity.services.interactions import Said


class OfflineTalkForm(TalkForm):
    """The outcome sheet's fields, and by whom, with whom, and when. The key is what makes a second arrival harmless, so
    here it must be given."""

    who = forms.IntegerField()
    customer = forms.IntegerField()
    at = forms.DateTimeField()
    key = forms.CharField(max_length=80)

    def said_before(self, now: datetime) -> Said:
        """What is to be recorded, at its own time; a device whose clock runs ahead has recorded it now."""
        return replace(self.said(), at=min(self.cleaned_data["at"], now))
