"""E-mail and password: who gets in, who is slowed down, where one lands, and what the log keeps of it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from conftest import Person
from neeman.orgs.models import LogEntry
from neeman.orgs.services import disable_user
from tests.walls.database import changed, snapshot

PASSWORD = "ארבעה סוסים על הגג"
LOGIN = "/account/login/"


@pytest.fixture
def dana(owner: Person) -> Person:
    owner.user.set_password(PASSWORD)
    owner.user.save()
    return owner


def attempt(client: Client, email: str, password: str = PASSWORD, **more: str) -> bool:
    client.post(
        LOGIN + ("?next=" + more["next"] if "next" in more else ""),
        {"login": email, "password": password, **more},
    )
    return "_auth_user_id" in client.session


def test_in_whatever_case_the_address_is_typed(dana: Person) -> None:
    assert attempt(Client(), " Owner@HOUSE.test ")


def test_a_wrong_password_and_a_wrong_address_look_alike(dana: Person) -> None:
    before = snapshot()
    answers = [
        Client().post(LOGIN, {"login": email, "password": "not the password!"}).content.decode()
        for email in ("owner@house.test", "nobody@house.test")
    ]
    shown = [answer.partition('role="alert"')[2].partition("</div>")[0] for answer in answers]
    assert shown[0] == shown[1] != ""
    assert changed(before) == ["orgs.LogEntry"]  # the known person's refusal is on the log


def test_the_log_says_who_entered_and_who_was_refused(dana: Person) -> None:
    attempt(Client(), "owner@house.test", "wrong wrong wrong")
    attempt(Client(), "owner@house.test")
    with dana.scope():
        verbs = list(LogEntry.objects.order_by("pk").values_list("verb", flat=True))
        assert verbs == ["signin.session.refused", "signin.session.began"]
        assert LogEntry.objects.last().data == {"by": ["password"]}  # type: ignore[union-attr]  # just counted


def test_five_failures_slow_an_account_down_from_any_address(dana: Person) -> None:
    for number in range(5):
        assert not attempt(Client(REMOTE_ADDR=f"10.0.0.{number}"), "owner@house.test", "wrong wrong wrong")
    assert not attempt(Client(REMOTE_ADDR="10.0.0.99"), "owner@house.test"), "the right one waits as well"


def test_twenty_attempts_slow_a_place_down(dana: Person) -> None:
    client = Client(REMOTE_ADDR="10.0.0.1")
    statuses = [
        client.post(LOGIN, {"login": f"p{number}@house.test", "password": "x"}).status_code
        for number in range(21)
    ]
    assert statuses[:20] == [200] * 20
    assert statuses[20] == 429
    assert attempt(Client(REMOTE_ADDR="10.0.0.2"), "owner@house.test"), "others are not slowed"


def test_success_is_not_counted_as_failure(dana: Person) -> None:
    assert all(attempt(Client(REMOTE_ADDR=f"10.0.1.{number}"), "owner@house.test") for number in range(7))


def test_who_is_shut_out_stays_out(dana: Person) -> None:
    disable_user(dana.user)
    assert not attempt(Client(), "owner@house.test")
    assert dana.client.get("/account/").status_code == 302


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "http://127.0.0.1:8000/",
        "javascript:alert(1)",
        "/\\evil.example",
    ],
)
def test_next_never_leads_away(dana: Person, address: str) -> None:
    client = Client()
    answer = client.post(LOGIN, {"login": "owner@house.test", "password": PASSWORD, "next": address})
    assert answer.headers["Location"] == "/"
    answer = client.post("/language/", {"language": "en", "next": address})
    assert answer.headers["Location"] == "/"


def test_next_leads_home(dana: Person) -> None:
    answer = Client().post(LOGIN, {"login": "owner@house.test", "password": PASSWORD, "next": "/house/log/"})
    assert answer.headers["Location"] == "/house/log/"


@pytest.mark.parametrize(
    "name",
    [
        "account_signup",
        "account_email",
        "account_reset_password",
        "account_confirm_email",
        "mfa_signup_webauthn",
    ],
)
def test_what_signs_up_or_mails_has_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize(
    "path", ["setup/", "install/", "signup/", "account/signup/", "account/password/reset/", "admin/"]
)
def test_no_set_up_page_exists(owner: Person, path: str) -> None:
    assert owner.client.get(f"/{path}").status_code == 404


def test_signing_out(owner: Person) -> None:
    assert owner.client.get("/account/logout/").status_code == 200  # asks; a link alone signs nobody out
    assert owner.client.get("/account/").status_code == 200
    assert owner.client.post("/account/logout/").status_code == 302
    assert owner.client.get("/account/").status_code == 302


@pytest.mark.parametrize(
    "path",
    [
        *(LOGIN, "/account/logout/", "/account/", "/account/email/", "/account/sign-out-everywhere/"),
        *("/language/", "/account/passkeys/login/", "/house/members/invite/", "/house/settings/"),
    ],
)
def test_a_form_from_elsewhere_is_refused(owner: Person, path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner.user)
    before = snapshot()
    assert client.post(path, {"name": "x"}).status_code == 403
    assert changed(before) == []
