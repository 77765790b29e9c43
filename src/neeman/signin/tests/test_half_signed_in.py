"""Half a sign-in is none: with the password given and the second step open, every address answers as to anybody (T23)."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import NoReverseMatch
from django.utils import timezone

from conftest import Person
from neeman.signin.models import Purpose
from neeman.signin.services import make_link
from tests.walls.addresses import addresses
from tests.walls.database import changed, snapshot

PASSWORD = "ארבעה סוסים על הגג"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
# Where the way goes on, or starts again: these see the half of it, and nothing else does.
ON_THE_WAY = {"mfa_authenticate", "account_login", "mfa_login_webauthn", "account_logout"}


@pytest.fixture
def guarded(owner: Person) -> Person:
    """The owner, with a password, an app and recovery codes."""
    owner.user.set_password(PASSWORD)
    owner.user.save()
    TOTP.activate(owner.user, SECRET)
    RecoveryCodes.activate(owner.user)
    return owner


def half(person: Person) -> Client:
    client = Client()
    answer = client.post("/account/login/", {"login": person.user.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/account/second/"
    return client


def seen(client: Client, method: str, url: str) -> tuple[int, str]:
    answer = client.generic(method, url)
    return answer.status_code, answer.headers.get("Location", "")


def test_every_address_answers_as_to_anybody(guarded: Person) -> None:
    walked = 0
    client, before = half(guarded), snapshot()
    for address in addresses():
        if address.name in ON_THE_WAY:
            continue
        kwargs = {part: 1 if part in {"pk", "tag"} else "nobodys" for part in address.parts}
        try:
            url = address.url("house", {key: value for key, value in kwargs.items() if key != "org"})
        except NoReverseMatch:  # the walk of the walls gives every address its sample; here most will do
            continue
        walked += 1
        for method in ("GET", "POST"):
            assert seen(client, method, url) == seen(Client(), method, url), address.name
    assert walked > 30
    assert changed(before) == []


def test_nor_does_the_library_let_it_past(guarded: Person) -> None:
    client = half(guarded)
    for path in ("/account/codes/off/", "/account/recovery/", "/account/passkeys/add/", "/account/password/"):
        assert client.get(path).status_code == 302
        assert client.post(path).status_code == 302
    assert Authenticator.objects.filter(user=guarded.user).count() == 2


def test_a_wrong_code_and_then_a_recovery_code_once(guarded: Person) -> None:
    code = Authenticator.objects.get(user=guarded.user, type="recovery_codes").wrap().get_unused_codes()[0]
    client = half(guarded)
    client.post("/account/second/", {"code": "000000"})
    assert "_auth_user_id" not in client.session
    client.post("/account/second/", {"code": code})
    assert "_auth_user_id" in client.session
    again = half(guarded)
    again.post("/account/second/", {"code": code})
    assert "_auth_user_id" not in again.session


@pytest.mark.parametrize("purpose", [Purpose.ENTER, Purpose.PASSWORD])
def test_a_link_replaces_the_password_never_the_second_step(guarded: Person, purpose: Purpose) -> None:
    link, client = make_link(guarded.user, purpose, now=timezone.now()), Client()
    answer = client.post(link, {"password": "חמישה סוסים על הגג"})
    assert answer.headers["Location"] == "/account/second/"
    assert "_auth_user_id" not in client.session


def test_five_wrong_codes_wait(guarded: Person) -> None:
    client = half(guarded)
    code = Authenticator.objects.get(user=guarded.user, type="recovery_codes").wrap().get_unused_codes()[0]
    for _ in range(5):
        client.post("/account/second/", {"code": "000000"})
    client.post("/account/second/", {"code": code})
    assert "_auth_user_id" not in client.session


def test_seeds_are_unreadable_in_the_database(guarded: Person) -> None:
    stored = " ".join(str(row.data) for row in Authenticator.objects.all())
    assert SECRET not in stored
    assert Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0] not in stored
