"""A link does one thing, once, within its hour; whatever is wrong with it, the answer is one clear page and nothing else."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.http import Http404
from django.test import Client
from django.utils import timezone

from conftest import Person
from neeman.orgs.services import disable_user
from neeman.signin.models import Purpose, SignInLink
from neeman.signin.queries import get_link
from neeman.signin.quiet import HideTokens
from neeman.signin.services import change_email, make_link, spend_link
from neeman.signin.tests.walls import token_in
from tests.walls.database import changed, snapshot

PASSWORD = "ארבעה סוסים על הגג"


def entered(client: Client) -> bool:
    return "_auth_user_id" in client.session


def link_of(person: Person, purpose: Purpose = Purpose.ENTER, *, now: datetime | None = None) -> str:
    return make_link(person.user, purpose, now=now or timezone.now())


def test_looking_does_not_use_it_up_and_using_does(owner: Person) -> None:
    link, stranger = link_of(owner), Client()
    assert stranger.get(link).status_code == 200
    assert stranger.head(link).status_code == 200
    assert not entered(stranger)
    assert stranger.post(link).status_code == 302
    assert entered(stranger)
    again = Client()
    assert again.get(link).status_code == again.post(link).status_code == 404
    assert not entered(again)


def test_a_new_password_by_link(owner: Person) -> None:
    link, client = link_of(owner, Purpose.PASSWORD), Client()
    assert client.post(link, {"password": "short"}).status_code == 200
    assert not entered(client)
    assert client.post(link, {"password": PASSWORD}).status_code == 302
    assert entered(client)
    owner.user.refresh_from_db()
    assert owner.user.check_password(PASSWORD)
    assert Client().get(link).status_code == 404


SPOILS: dict[str, Callable[[Person, str], str]] = {
    "never was": lambda person, link: link.replace(token_in(link), "A" * 43),
    "another purpose": lambda person, link: link.replace("/enter/", "/new-password/"),
    "an invitation's page": lambda person, link: link.replace("/enter/", "/join/"),
    "too old": lambda person, link: link_of(person, now=timezone.now() - timedelta(minutes=61)),
    "a newer one was made": lambda person, link: (link_of(person), link)[1],
    "the person was shut out": lambda person, link: (disable_user(person.user), link)[1],
    "the e-mail changed": lambda person, link: (
        change_email(person.user, "new@house.test", now=timezone.now()),
        link,
    )[1],
}


@pytest.mark.parametrize("way", SPOILS)
def test_a_dead_link_is_one_clear_page_and_writes_nothing(owner: Person, way: str) -> None:
    link = SPOILS[way](owner, link_of(owner))
    before, client = snapshot(), Client()
    pages = {client.get(link).content, client.post(link, {"password": PASSWORD}).content}
    assert client.get(link).status_code == client.post(link, {"password": PASSWORD}).status_code == 404
    assert all("קישור".encode() in page for page in pages)
    assert changed(before) == []
    assert not entered(client)


def test_two_at_once_are_one(owner: Person) -> None:
    link, now = link_of(owner), timezone.now()
    first = get_link(Purpose.ENTER, token_in(link), now=now)
    second = get_link(Purpose.ENTER, token_in(link), now=now)
    spend_link(first, now=now)
    with pytest.raises(Http404):
        spend_link(second, now=now)


def test_only_a_hash_is_kept(owner: Person) -> None:
    token = token_in(link_of(owner))
    assert len(token) == 43  # 256 bits
    row = SignInLink.objects.values_list().get()
    assert token not in str(row)


def test_no_line_of_the_log_repeats_a_token() -> None:
    record = logging.LogRecord("x", 30, "x", 1, "Not Found: %s", ("/join/SeCrEt_-1/?a=/enter/other/",), None)
    assert HideTokens().filter(record)
    assert record.getMessage() == "Not Found: /join/…/?a=/enter/…/"


def test_the_link_names_the_address_of_the_setting(owner: Person) -> None:
    answer = Client().get("/account/login/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert link_of(owner).startswith("http://localhost:8000/enter/")
