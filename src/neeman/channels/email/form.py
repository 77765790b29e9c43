"""What connecting a mailbox asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

SECURITY = [("starttls", "STARTTLS"), ("tls", "TLS"), ("none", _("None (trusted hosts only)"))]


class EmailForm(forms.Form):
    """The outgoing server, and where it is read, the incoming one."""

    host = forms.CharField(label=_("Outgoing server (SMTP)"), max_length=200)
    port = forms.IntegerField(label=_("Port"), initial=587, min_value=1, max_value=65535)
    security = forms.ChoiceField(label=_("Security"), choices=SECURITY, initial="starttls")
    user = forms.CharField(label=_("User name"), max_length=200, required=False)
    password = forms.CharField(label=_("Password"), max_length=500, required=False)
    from_address = forms.EmailField(label=_("Address that people see"))
    from_name = forms.CharField(label=_("Name that people see"), max_length=100, required=False)
    imap_host = forms.CharField(
        label=_("Incoming server (IMAP)"),
        max_length=200,
        required=False,
        help_text=_("Fill in to have answers, refusals and returned mail noted by themselves."),
    )
    imap_port = forms.IntegerField(label=_("Port"), initial=993, min_value=1, max_value=65535, required=False)
    imap_security = forms.ChoiceField(label=_("Security"), choices=SECURITY, initial="tls", required=False)
    imap_user = forms.CharField(label=_("User name"), max_length=200, required=False)
    imap_password = forms.CharField(label=_("Password"), max_length=500, required=False)
    imap_folder = forms.CharField(label=_("Folder"), initial="INBOX", max_length=100, required=False)

    def clean(self) -> dict[str, Any]:
        """Names of servers stand alone: no address of a page, no blanks."""
        cleaned = super().clean() or {}
        for name in ("host", "imap_host"):
            if any(sign in cleaned.get(name, "") for sign in "/: \t@"):
                self.add_error(name, _("The name of a server alone, such as smtp.example.com."))
        return cleaned
