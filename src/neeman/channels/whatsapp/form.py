"""What connecting to the Cloud API asks: everything stands on the page of the app at Meta."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class WhatsAppForm(forms.Form):
    """The number, the tokens, and two secrets by which we and Meta know each other."""

    number_id = forms.RegexField(r"^\d{5,20}$", label=_("Phone number ID"))
    token = forms.CharField(label=_("Permanent access token"), max_length=500)
    app_secret = forms.CharField(label=_("App secret"), max_length=100)
    verify_token = forms.CharField(
        label=_("Verify token"),
        max_length=100,
        min_length=16,
        help_text=_("A word of your own choice, typed at Meta too when the webhook is set up."),
    )
    api = forms.URLField(
        label=_("Address of the API"),
        initial="https://graph.facebook.com/v23.0",
        assume_scheme="https",
        max_length=200,
    )
