"""What is asked for a secret address."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from neeman.activity.models import Feed


class FeedForm(forms.Form):
    """Of which use, and a name by which one knows it when it is to be revoked."""

    use = forms.ChoiceField(choices=Feed.Use.choices, widget=forms.HiddenInput)
    label = forms.CharField(
        label=_("On which device"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"placeholder": "iPhone"}),
    )
