"""Signing in as people do it: with a password, with a passkey of the device, with a code, by a link, by an invitation."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.utils import timezone
from playwright.sync_api import Page, expect

from conftest import Person
from neeman.orgs.models import Member, User
from neeman.signin.models import Purpose
from neeman.signin.services import make_link
from tests.browser.conftest import Tabs

PASSWORD = "ארבעה סוסים על הגג"


@pytest.fixture
def with_password(owner: Person) -> Person:
    owner.user.set_password(PASSWORD)
    owner.user.save()
    return owner


def sign_in(tab: Page, email: str, password: str = PASSWORD) -> None:
    tab.goto("/account/login/")
    tab.locator("[name=login]").fill(email)
    tab.locator("[name=password]").fill(password)
    tab.locator("form:has([name=login]) button").click()


def virtual_authenticator(tab: Page) -> None:
    """A device with a fingerprint reader, inside the browser."""
    device = tab.context.new_cdp_session(tab)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def test_a_passkey_from_first_to_last(page: Tabs, with_password: Person) -> None:
    tab = page()
    virtual_authenticator(tab)
    sign_in(tab, with_password.user.email)
    tab.goto("/account/passkeys/add/")  # no second proof is asked for: the password was just given
    tab.locator("[name=name]").fill("הטלפון של דנה")
    tab.locator("form[data-passkey=create] button").click()
    expect(tab).to_have_url(re.compile("/account/recovery/$"))
    assert Authenticator.objects.filter(user=with_password.user).count() == 2
    tab.context.clear_cookies()

    tab.goto("/account/login/?next=/account/")
    tab.locator("form[data-passkey=get] button").click()
    expect(tab).to_have_url(re.compile("/account/$"))
    expect(tab.get_by_text("הטלפון של דנה")).to_be_visible()


def test_a_password_is_not_enough_once_there_is_a_passkey(page: Tabs, with_password: Person) -> None:
    tab = page()
    virtual_authenticator(tab)
    sign_in(tab, with_password.user.email)
    tab.goto("/account/passkeys/add/")
    tab.locator("form[data-passkey=create] button").click()
    expect(tab).to_have_url(re.compile("/account/recovery/$"))
    tab.context.clear_cookies()

    sign_in(tab, with_password.user.email)
    expect(tab).to_have_url(re.compile("/account/second/$"))
    tab.locator("form[data-passkey=get] button").click()
    expect(tab).not_to_have_url(re.compile("/account/"))


def test_a_device_that_declines_is_said_in_words(page: Tabs, with_password: Person) -> None:
    tab = page(path="/account/login/")
    tab.evaluate("navigator.credentials.get = () => Promise.reject(new Error()), 0")
    tab.locator("form[data-passkey=get] button").click()
    expect(tab.locator("[data-passkey-problem]")).to_be_visible()


def test_codes_of_an_app(page: Tabs, with_password: Person) -> None:
    tab = page()
    sign_in(tab, with_password.user.email)
    tab.goto("/account/codes/on/")
    secret = tab.locator("main form bdi").inner_text().strip("\u2066\u2067\u2068\u2069")
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    tab.locator("[name=code]").fill(code)
    tab.locator("form:has([name=code]) button").click()
    expect(tab).to_have_url(re.compile("/account/recovery/$"))
    recovery = tab.locator(".page li").first.inner_text().strip("\u2066\u2067\u2068\u2069")
    stored = Authenticator.objects.get(user=with_password.user, type="totp")
    assert secret not in str(stored.data)  # unreadable in the database
    tab.context.clear_cookies()

    sign_in(tab, with_password.user.email)
    expect(tab).to_have_url(re.compile("/account/second/$"))
    tab.locator("[name=code]").fill(recovery)
    tab.locator("form:has([name=code]) button").click()
    expect(tab).not_to_have_url(re.compile("/account/"))


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_link_opens_once(page: Tabs, owner: Person, size: str) -> None:
    link = make_link(owner.user, Purpose.ENTER, now=timezone.now())
    tab = page(size=size)
    page.excuse("404")
    tab.goto(link)
    tab.goto(link)  # looking does not use it up
    tab.locator("main form button").click()
    expect(tab).not_to_have_url(re.compile("/enter/"))
    again = page(size=size, path=link)
    expect(again.locator("h1")).to_have_text("הקישור הזה כבר לא פותח דבר")


def test_an_invitation(page: Tabs, owner: Person) -> None:
    tab = page(owner, path=owner.url("members/"))
    tab.locator("[name=email]").fill("new@house.test")
    tab.locator("form[action*=invite] button").click()
    link = tab.locator("#link").input_value()
    assert "wa.me" in (tab.locator("a[href*='wa.me']").get_attribute("href") or "")

    newcomer = page(size="phone", path=link)
    newcomer.locator("[name=name]").fill("נועה")
    newcomer.locator("[name=password]").fill("קצר")
    newcomer.locator("form:has([name=name]) button.primary").click()
    expect(newcomer.locator(".errors").first).to_be_visible()
    newcomer.locator("[name=password]").fill(PASSWORD)
    newcomer.locator("form:has([name=name]) button.primary").click()
    expect(newcomer).to_have_url(re.compile(f"/{owner.organization.slug}/"))
    with owner.scope():
        assert Member.objects.filter(user__email="new@house.test", role="salesperson").exists()


def test_an_invitation_taken_with_a_passkey(page: Tabs, owner: Person) -> None:
    tab = page(owner, path=owner.url("members/"))
    tab.locator("[name=email]").fill("key@house.test")
    tab.locator("form[action*=invite] button").click()
    newcomer = page()
    virtual_authenticator(newcomer)
    newcomer.goto(tab.locator("#link").input_value())
    newcomer.locator("[name=name]").fill("נועם")
    newcomer.locator("button[name=passkey]").click()
    newcomer.locator("form[data-passkey=create] button").click()
    expect(newcomer).to_have_url(re.compile("/account/recovery/$"))
    user = User.objects.get(email="key@house.test")
    assert not user.has_usable_password()
    assert Authenticator.objects.filter(user=user, type="webauthn").exists()


def test_the_language_is_kept(page: Tabs, owner: Person) -> None:
    tab = page(path="/account/login/")
    expect(tab.locator("html")).to_have_attribute("dir", "rtl")
    tab.get_by_role("button", name="English").click()
    expect(tab.locator("html")).to_have_attribute("lang", "en")
    expect(tab).to_have_url(re.compile("/account/login/"))
    expect(tab.locator("h1")).to_have_text("Sign in")
