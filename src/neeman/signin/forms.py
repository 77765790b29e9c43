"""Forms of signing in: the library's, in our words, and our own."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from neeman.orgs.models import User
from neeman.signin.passwords import refuse_guessable

LONGEST_PASSWORD = 1_000  # hashing is slow on purpose; a book is not a password
RULE = _("At least 15 characters: a sentence works well. Any characters, spaces too.")


def _say(form: forms.BaseForm, name: str, label: Any, help_text: Any = "") -> None:
    """Our words instead of the library's; a placeholder that repeats a label is noise."""
    field = form.fields[name]
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)


class LoginForm(account.LoginForm):  # type: ignore[misc]  # the library is untyped
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "login", _("E-mail"))
        _say(self, "password", _("Password"))
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "dir": "ltr"}


class ReauthenticateForm(account.ReauthenticateForm):  # type: ignore[misc]  # the library is untyped
    """The password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password", _("Password"))


class _OnePassword:
    """Typed once: it may be shown while it is typed, and a mistake is mended by a link."""

    fields: dict[str, forms.Field]

    def _once(self) -> None:
        del self.fields["password2"]
        field = self.fields["password1"]
        field.label, field.help_text = _("New password"), RULE
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs |= {"maxlength": LONGEST_PASSWORD, "autocomplete": "new-password"}


class ChangePasswordForm(_OnePassword, account.ChangePasswordForm):  # type: ignore[misc]  # the library is untyped
    """The present password and the new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "oldpassword", _("Present password"))
        self._once()


class SetPasswordForm(_OnePassword, account.SetPasswordForm):  # type: ignore[misc]  # the library is untyped
    """A first password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._once()


class CodeForm(AuthenticateForm):  # type: ignore[misc]  # the library is untyped
    """A code of the app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "code", _("Code"), _("From the authenticator app, or one of the recovery codes."))
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "dir": "ltr"}


class ConfirmCodeForm(ReauthenticateCodeForm):  # type: ignore[misc]  # the library is untyped
    """A code, by whoever is signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "code", _("Code"), _("From the authenticator app, or one of the recovery codes."))
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "dir": "ltr"}


class ActivateCodesForm(ActivateTOTPForm):  # type: ignore[misc]  # the library is untyped
    """The first code of an app that has just read the picture."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "code", _("The code that the app shows"))
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "dir": "ltr"}


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # the library is untyped
    """A new passkey: it always opens the door alone, so it is always made with the finger, the face or a PIN."""

    passwordless = forms.BooleanField(
        initial=True, required=True, widget=forms.CheckboxInput({"hidden": True, "checked": True})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "name", _("Name of the passkey"), _("For instance: the phone, the office computer."))
        self.initial["name"] = ""
        self.fields["name"].widget.attrs |= {"dir": "auto", "maxlength": 60}


class NamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]  # the library is untyped
    """Another name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "name", _("Name of the passkey"))
        self.fields["name"].widget.attrs |= {"dir": "auto", "maxlength": 60}


class NewPasswordForm(forms.Form):
    """A password for somebody who came by a link."""

    password = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=RULE,
    )

    def __init__(self, user: User, *args: Any, words: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.words = user, words or []

    def clean_password(self) -> str:
        """All the rules at once."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        refuse_guessable(password, self.words)
        return password


class JoinForm(NewPasswordForm):
    """A name and a way back in: a password, or a passkey in the next step."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name", "dir": "auto"})
    )
    field_order = ["name", "password"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_passkey = "passkey" in self.data
        self.fields["password"].label = _("Password")
        self.fields["password"].required = not self.by_passkey

    def clean_password(self) -> str:
        """Not asked of whoever chose a passkey."""
        return "" if self.by_passkey else super().clean_password()


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """What one is called, and in which language and light one reads."""

    class Meta:
        model = User
        fields = ("name", "language", "theme")
        labels = {"name": _("Name"), "language": _("Language"), "theme": _("Colours")}
        widgets = {"name": forms.TextInput({"autocomplete": "name", "dir": "auto"})}


class EmailForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """The address that one signs in with."""

    class Meta:
        model = User
        fields = ("email",)
        labels = {"email": _("E-mail")}
        widgets = {"email": forms.EmailInput({"autocomplete": "email", "dir": "ltr"})}

    def clean_email(self) -> str:
        """In small letters, and nobody else's."""
        email: str = self.cleaned_data["email"].strip().lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Somebody else signs in with this address."), code="taken")
        return email
