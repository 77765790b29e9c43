"""Connecting, testing, and the rules over all channels."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from neeman.channels.models.connection import Connection, SendingRules
from neeman.channels.ways import Way


def connection_form(way: Way, connection: Connection | None, data: Any = None) -> forms.Form:
    """The way's own form. Secrets are never shown again: an empty field keeps the one that is there."""
    form = way.form(data, initial=connection.settings if connection else None)
    for name in way.secrets:
        field = form.fields[name]
        field.widget = forms.PasswordInput({"autocomplete": "off"}, render_value=False)
        if connection is not None:
            field.required = False
            field.help_text = field.help_text or _("Kept. Fill in to replace it.")
        field.widget.is_required = field.required
    for field in form.fields.values():
        if isinstance(field.widget, forms.TextInput):
            field.widget.attrs.setdefault("dir", "auto")
    return form


class RulesForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """How often at most, and what stands below advertisements."""

    class Meta:
        model = SendingRules
        fields = ("cap_count", "cap_days", "contact")

    cap_count = forms.IntegerField(label=_("Messages at most"), min_value=1, max_value=50)
    cap_days = forms.IntegerField(label=_("In so many days"), min_value=1, max_value=90)
    contact = forms.CharField(
        label=_("Address and phone of the business"),
        max_length=200,
        required=False,
        help_text=_("The law wants them below every advertisement."),
    )


class TestForm(forms.Form):
    """Where a test message goes: to oneself."""

    address = forms.CharField(label=_("Your own number or address"), max_length=254)
