"""Writing to somebody, and noting what they agreed to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.text import normalize_newlines
from django.utils.translation import gettext_lazy as _

from neeman.channels.forms.files import FilesField, bounds, check_size
from neeman.channels.kinds import Channel, Purpose
from neeman.channels.models.consent import Act, Source
from neeman.channels.models.template import Content, Language, Template
from neeman.channels.ways import File
from neeman.channels.wording.filling import placeholders_of, unknown_in

SAID_BY_THEM = (Source.FORM, Source.WRITTEN, Source.CALL, Source.SPOKEN)
"""What a person may note for somebody else; replies and links note themselves."""


class MessageForm(forms.Form):
    """A message to one party. Files go along by a connected mailbox, where there is one."""

    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices)
    purpose = forms.ChoiceField(label=_("What it is for"), choices=Purpose.choices, initial=Purpose.SERVICE)
    subject = forms.CharField(label=_("Subject of an e-mail"), max_length=150, required=False)
    body = forms.CharField(
        label=_("Wording"), max_length=4000, widget=forms.Textarea({"rows": 8, "dir": "auto"})
    )
    enclosed = FilesField(
        label=_("Files to go along with an e-mail"), required=False, help_text=lazy(bounds, str)()
    )
    piece = forms.ChoiceField(label=_("A file of the library"), required=False)
    template = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, mails: bool, shelf: Iterable[Content] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mails, self.shelf = mails, {str(one.pk): one for one in shelf}
        self.fields["piece"].choices = [("", "-"), *((key, one.title) for key, one in self.shelf.items())]  # type: ignore[attr-defined]  # a choice field
        # what was chosen before it went away is answered, never left out without a word
        if not mails and "enclosed" not in self.files:
            del self.fields["enclosed"]
        if not (mails and self.shelf) and not self.data.get("piece"):
            del self.fields["piece"]

    def clean(self) -> dict[str, Any]:
        """What opens in somebody's own program, and every other channel, says the words alone."""
        given = super().clean() or self.cleaned_data
        by_mail = self.mails and given.get("channel") == Channel.EMAIL and "by_link" not in self.data
        files = given.get("enclosed", ())
        if given.get("piece"):
            kept = self.shelf[given["piece"]].file
            files = (*files, File(kept.name, kept.media_type, bytes(kept.content)))
        if files and not by_mail:
            self.add_error(None, _("Files go along with an e-mail by the connected channel alone."))
        try:
            check_size(len(file.content) for file in files)
        except forms.ValidationError as too_large:
            self.add_error(None, too_large)
        return {**given, "enclosed": files}

    def clean_body(self) -> str:
        """A placeholder that was not filled would be sent as it stands."""
        body: str = normalize_newlines(self.cleaned_data["body"])
        if placeholders_of(body):
            raise forms.ValidationError(
                _("Something is still to be filled in: what stands between {{ and }}.")
            )
        return body


class TemplateForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """A text of the business's own."""

    class Meta:
        model = Template
        fields = ("name", "purpose", "language", "subject", "body", "provider_name")
        labels = {
            "name": _("Name"),
            "purpose": _("What it is for"),
            "language": _("Language"),
            "subject": _("Subject of an e-mail"),
            "body": _("Wording"),
            "provider_name": _("Its name at WhatsApp"),
        }
        help_texts = {
            "provider_name": _(
                "Of a template that Meta approved with this very text; it may be sent at any time."
            ),
        }

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, has_reason: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = Language.choices  # type: ignore[attr-defined]  # a choice field
        self.fields["body"].widget = forms.Textarea({"rows": 9, "dir": "auto"})
        if has_reason:
            for name in ("name", "language", "purpose"):
                self.fields[name].widget = forms.HiddenInput()

    def clean_body(self) -> str:
        """A slip in a placeholder would reach every reader."""
        return _checked(normalize_newlines(self.cleaned_data["body"]))

    def clean_subject(self) -> str:
        """The same of the subject."""
        return _checked(self.cleaned_data["subject"])

    @property
    def wanted(self) -> dict[str, Any]:
        """The columns of the row."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class ContentForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """A piece for the library."""

    class Meta:
        model = Content
        fields = ("title", "link", "remarks")
        labels = {"title": _("Title"), "link": _("Address"), "remarks": _("For whom")}

    link = forms.URLField(label=_("Address"), max_length=500, required=False, assume_scheme="https")
    file = FilesField(
        most=1, label=_("Or a file"), required=False, help_text=_("It goes along with an e-mail.")
    )

    def clean(self) -> dict[str, Any]:
        """One of both: a link that any channel carries, or a file."""
        given = super().clean() or self.cleaned_data
        if not self.errors and bool(given.get("link")) == bool(given.get("file")):
            self.add_error("link", _("An address or a file: one of both."))
        return given


class ConsentForm(forms.Form):
    """What somebody said, in their words."""

    act = forms.ChoiceField(
        label=_("What they said"),
        choices=[(Act.GIVEN, _("Agree to advertisements")), (Act.REFUSED, _("Want no advertisements")), ("deals", _("Want no follow-ups of deals either")), ("everything", _("Want no message at all")), ("register", _("Number not in the do-not-call register"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    channel = forms.ChoiceField(
        label=_("Channel"), choices=[("", _("All channels")), *Channel.choices], required=False
    )
    wording = forms.CharField(
        label=_("The exact words"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
    )
    source = forms.ChoiceField(
        label=_("Where it was said"), choices=[(source, source.label) for source in SAID_BY_THEM]
    )
    proof = forms.CharField(
        label=_("How it can be shown"),
        required=False,
        max_length=300,
        help_text=_("The file of a recording, the number of a form."),
    )
    at = forms.DateField(
        label=_("When"),
        initial=lambda: timezone.localdate(),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        """A consent without its words, or from tomorrow, proves nothing."""
        cleaned = super().clean() or {}
        if cleaned.get("act") == Act.GIVEN and not cleaned.get("wording", "").strip():
            self.add_error("wording", _("A consent is kept with the words that were agreed to."))
        if cleaned.get("at") and cleaned["at"] > timezone.localdate():
            self.add_error("at", _("This day has not come yet."))
        return cleaned


def _checked(text: str) -> str:
    slips = unknown_in(text)
    if slips:
        told = ", ".join(slips)
        raise forms.ValidationError(_("There is no such placeholder: %(slips)s") % {"slips": told})
    return text
