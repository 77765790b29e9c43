"""How django-allauth is bent to this house: no mail, no sign-up, one-time codes encrypted, sign-ins on the log."""

from __future__ import annotations

import time
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from neeman.lib.pictures import qr_code
from neeman.orgs.models import User
from neeman.signin.services import note_entry, note_refusal, set_password


class PeopleAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library is untyped
    """Accounts."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _("The e-mail or the password is not right."),
        "enter_current_password": _("This is not the present password."),
        "incorrect_code": _("This code is not right."),
        "incorrect_password": _("This password is not right."),
        "rate_limited": _("Too many attempts. Wait a minute and try again."),
        "too_many_login_attempts": _("Too many attempts. Wait a minute and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: people come by invitation."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing leaves the house: a page of the library that mails must not be reachable."""
        raise RuntimeError(f"{template_prefix} was about to be mailed")

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The pages say themselves where one stands; the library's greetings add noise to them."""
        if kwargs.get("message"):  # a refusal
            super().add_message(*args, **kwargs)

    def is_safe_url(self, url: str) -> bool:
        """Only addresses without a host: `next=` never leads away."""
        return bool(url_has_allowed_host_and_scheme(url, allowed_hosts=None))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever proved who they are in the last minutes, by whatever way, is not asked again."""
        records = get_authentication_records(context.request, context.request.user)
        latest = max((record["at"] for record in records), default=0.0)
        return bool(time.time() - latest >= app_settings.REAUTHENTICATION_TIMEOUT)

    def set_password(self, user: User, password: str) -> None:
        """Ends sessions and links as well."""
        set_password(user, password, now=timezone.now())

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Note it on the log of each of the person's organizations."""
        records = get_authentication_records(request, user)
        note_entry(user, [str(record.get("type") or record["method"]) for record in records])
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note the refusal too; unknown addresses are nobody's and are not kept."""
        note_refusal(str(credentials.get("email", "")))


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library is untyped
    """Second factors and passkeys."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_generate_recovery_codes": _("Recovery codes come with a passkey or one-time codes."),
        "incorrect_code": _("This code is not right."),
    }

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey belongs to the address of the setting; on loopback, to the name by which one came."""
        here = str(context.request.get_host()).partition(":")[0]
        return {"id": settings.URL.hostname or here if settings.HTTPS else here, "name": "Neeman"}

    def build_totp_svg(self, url: str) -> str:
        """On a white ground, so that cameras read it in the dark theme too."""
        return qr_code(url)

    def encrypt(self, text: str) -> str:
        """Seeds of codes are unreadable in the database and its backups without the key beside them."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Back again. Raises InvalidToken when the secret key is not the one of then."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(f"second factors:{settings.SECRET_KEY}".encode()).digest()))
