"""The link of an advertisement: one click, no sign-in, nothing written by looking (T21)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import Http404
from django.test import Client
from django.utils import timezone

from conftest import Person
from neeman.channels import removal
from neeman.channels.composing import Said
from neeman.channels.gate import draft
from neeman.channels.models.consent import Consent
from neeman.channels.models.message import RemovalLink
from neeman.channels.tests.making import DANA, NOON


@pytest.fixture
def link(owner: Person) -> str:
    with owner.scope():
        message = draft(owner.access, DANA, Said("שלום"), purpose="service", channel="email", now=NOON)
        return removal.make_link(owner.access, message, now=timezone.now()).removeprefix(
            "http://localhost:8000"
        )


def test_looking_removes_nobody_and_one_click_does(owner: Person, link: str) -> None:
    page = Client(enforce_csrf_checks=True)
    asked = page.get(link)
    assert asked.status_code == 200
    assert "dana@example.test" in asked.content.decode()
    with owner.scope():
        assert not Consent.objects.exists()
    assert page.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert page.post(link).status_code == 200
    with owner.scope():
        lines = Consent.objects.all()
        assert {(line.act, line.source) for line in lines} == {("refused", "link")}
        assert len(lines) == len(DANA.address_keys)  # the second click is the same refusal


def test_it_opens_for_its_own_business_and_until_it_expires(
    owner: Person, stranger: Person, link: str
) -> None:
    page = Client()
    assert page.get(link.replace("/house/", "/elsewhere/")).status_code == 404
    assert page.get(link.replace("/house/", "/nowhere/")).status_code == 404
    dead = page.get(link[:-3] + "x/")
    assert dead.status_code == 404
    assert "הקישור הזה כבר לא עובד" in dead.content.decode()
    token = link.rstrip("/").rpartition("/")[2]
    with owner.scope():
        late = timezone.now() + removal.GOOD_FOR + timedelta(minutes=1)
        with pytest.raises(Http404):
            removal.get_link(owner.access, token, now=late)


def test_only_a_hash_is_kept(owner: Person, link: str) -> None:
    token = link.rstrip("/").rpartition("/")[2]
    with owner.scope():
        kept = RemovalLink.objects.get()
    assert token not in str(vars(kept))
    assert len(token) >= 43
