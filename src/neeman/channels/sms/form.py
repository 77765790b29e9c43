"""What connecting a gateway asks."""

from __future__ import annotations

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _


class SmsForm(forms.Form):
    """Taken from the gateway's own guide: where to post, and what its fields are called."""

    url = forms.URLField(label=_("Address of the gateway"), assume_scheme="https", max_length=500)
    style = forms.ChoiceField(
        label=_("Sent as"), choices=[("form", _("Form fields")), ("json", "JSON")], initial="form"
    )
    to_field = forms.CharField(label=_("Field of the number"), initial="to", max_length=60)
    number_style = forms.ChoiceField(
        label=_("How the number is written"),
        choices=[("plus", "+972501234567"), ("digits", "972501234567"), ("local", "0501234567")],
        initial="local",
    )
    text_field = forms.CharField(label=_("Field of the text"), initial="message", max_length=60)
    sender_field = forms.CharField(
        label=_("Field of the sender"), initial="from", max_length=60, required=False
    )
    sender = forms.CharField(
        label=_("Sender that people see"),
        max_length=15,
        required=False,
        help_text=_("A number, or up to 11 Latin letters."),
    )
    key_field = forms.CharField(
        label=_("Field of an own number against doubles"),
        max_length=60,
        required=False,
        help_text=_(
            "Fill in only if the gateway promises to send the same number once. Without it nothing is ever sent again by itself."
        ),
    )
    more = forms.CharField(
        label=_("Further fields, one a line: name=value"),
        required=False,
        widget=forms.Textarea({"rows": 2, "dir": "ltr"}),
    )
    secret_name = forms.CharField(
        label=_("Header by which it knows us"), initial="Authorization", max_length=60, required=False
    )
    secret = forms.CharField(label=_("Its value (key or token)"), max_length=500, required=False)
    id_field = forms.CharField(label=_("Field of its number in the answer"), max_length=60, required=False)
    ok_field = forms.CharField(
        label=_("Field that says it was taken"),
        max_length=60,
        required=False,
        help_text=_("For gateways that answer 200 to everything."),
    )
    ok_value = forms.CharField(label=_("Its value when it was"), max_length=60, required=False)
    hook_key = forms.CharField(
        label=_("Secret word for answers that come in"),
        max_length=100,
        min_length=16,
        required=False,
        help_text=_("The gateway posts answers to an address that ends with this word. Letters and digits."),
        validators=[RegexValidator(r"^[A-Za-z0-9_-]*$")],
    )
