"""The forms of what hangs on a customer: contacts, tags, preferences, files, and the fields of our own."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from neeman.customers.forms.fields import LTR, day_field, day_widget
from neeman.customers.models import Contact, CustomField, Preference
from neeman.orgs.changes import Values


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    """A person at a customer; the row given is never touched."""

    class Meta:
        model = Contact
        fields = ["name", "gender", "job_title", "level", "phone", "email", "birthday", "is_main", "remarks"]
        widgets = {
            "name": forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
            "job_title": forms.TextInput(attrs={"dir": "auto"}),
            "phone": forms.TextInput(attrs={"inputmode": "tel", **LTR}),
            "email": forms.TextInput(attrs={"inputmode": "email", **LTR}),
            "birthday": day_widget(),
            "remarks": forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        }

    def __init__(self, data: Mapping[str, Any] | None = None, *, contact: Contact | None = None) -> None:
        super().__init__(data, instance=copy.copy(contact) if contact else Contact())

    @property
    def wanted(self) -> Values:
        """The cleaned columns."""
        return dict(self.cleaned_data)


class TagForm(forms.Form):
    """A word to put on a customer."""

    tag = forms.CharField(
        label=_("Tag"),
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "auto", "list": "tag-names", "autocomplete": "off"}),
    )


class PreferenceForm(forms.Form):
    """How the customer likes something, and when that was said."""

    what = forms.ChoiceField(label=_("about"), choices=Preference.What.choices)
    value = forms.CharField(
        label=_("preference"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    noted_on = day_field(_("noted on"), required=True)

    @classmethod
    def of(cls, preference: Preference | None, today: date) -> PreferenceForm:
        """The form of a preference, or of a new one noted today."""
        if preference is None:
            return cls(initial={"noted_on": today})
        return cls(
            initial={
                "what": preference.what,
                "value": preference.value,
                "noted_on": preference.noted_on,
            }
        )


class AttachmentForm(forms.Form):
    """A file to keep with a customer."""

    file = forms.FileField(label=_("File"), allow_empty_file=True)  # the service says it better


class CustomFieldForm(forms.Form):
    """A field of our own: its name, and for a list its choices, one a line. The type is chosen once."""

    label = forms.CharField(label=_("name"), max_length=60, widget=forms.TextInput(attrs={"dir": "auto"}))
    type = forms.ChoiceField(label=_("type"), choices=CustomField.Type.choices)
    choices = forms.CharField(
        label=_("choices, one a line"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, field: CustomField | None = None) -> None:
        initial = (
            {"label": field.label, "type": field.type, "choices": "\n".join(field.choices)} if field else {}
        )
        super().__init__(data, initial=initial)
        if field is not None:
            del self.fields["type"]
            if field.type != CustomField.Type.CHOICE:
                del self.fields["choices"]

    @property
    def lines(self) -> list[str]:
        """The choices, each once."""
        lines = (" ".join(line.split()) for line in self.cleaned_data.get("choices", "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))
