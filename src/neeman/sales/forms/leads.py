"""The form that the world fills in, and the one by which a business makes it."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from neeman.customers.doubts import email_doubt
from neeman.orgs.access import Access
from neeman.orgs.changes import Values
from neeman.orgs.queries import members
from neeman.sales.models import LeadForm
from neeman.sales.services.lead_forms import Given

FEWEST_DIGITS = 4
"""Of a number that somebody can be called back at: a star and four. Any such number is taken as it is written."""

LTR = {"dir": "ltr", "class": "ltr"}


class PublicForm(forms.Form):
    """Who one is, how to reach one, and what one asks. `topic_code` is seen by machines only: whoever fills it in is one."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel", **LTR}),
    )
    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "email", **LTR}),
    )
    message = forms.CharField(
        label=_("What is it about?"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    consented = forms.BooleanField(required=False)
    topic_code = forms.CharField(required=False)
    mark = forms.CharField(required=False, max_length=400)

    def clean(self) -> dict[str, Any]:
        """One way to reach them is needed, and it must be one."""
        given = super().clean() or self.cleaned_data
        phone, email = given.get("phone", "").strip(), given.get("email", "").strip()
        if not phone and not email and not self.errors:
            self.add_error("phone", _("A phone or an e-mail is needed, so that we can answer."))
        if phone and sum(sign.isdigit() for sign in phone) < FEWEST_DIGITS:
            self.add_error("phone", _("This does not look like a phone number. Is a digit missing?"))
        if email and email_doubt(email):
            self.add_error("email", _("This does not look like an e-mail address."))
        return given

    @property
    def is_machine(self) -> bool:
        """Whether the field that nobody sees was filled in."""
        return bool(self.data.get("topic_code", ""))

    def given(self, *, consent_words: str, notice_words: str) -> Given:
        """What was written, with the words that stood beside it."""
        written = {name: self.cleaned_data[name].strip() for name in ("name", "phone", "email", "message")}
        consented = self.cleaned_data["consented"]
        return Given(**written, consented=consented, consent_words=consent_words, notice_words=notice_words)


class LeadFormForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    """A public form as the business sets it up."""

    class Meta:
        model = LeadForm
        fields = ["name", "title", "source", "owner", "consent", "notice"]
        widgets = {
            "name": forms.TextInput(attrs={"dir": "auto"}),
            "title": forms.TextInput(attrs={"dir": "auto"}),
            "source": forms.TextInput(attrs={"dir": "auto"}),
            "consent": forms.TextInput(attrs={"dir": "auto"}),
            "notice": forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        }
        help_texts = {
            "name": _("For yourselves: which page it stands on."),
            "consent": _("Empty: the usual words. The tick beside them starts empty, as the law asks."),
            "notice": _("Empty: the usual notice, by the Privacy Protection Law."),
        }

    def __init__(
        self, access: Access, data: Mapping[str, Any] | None = None, *, form: LeadForm | None = None
    ) -> None:
        super().__init__(data, instance=copy.copy(form) if form else LeadForm())
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset, owner.empty_label = members(access), "—"

    @property
    def wanted(self) -> Values:
        """The cleaned columns; the owner as an id."""
        wanted: Values = {name: value for name, value in self.cleaned_data.items() if name != "owner"}
        return {**wanted, "owner_id": self.cleaned_data["owner"] and self.cleaned_data["owner"].pk}
