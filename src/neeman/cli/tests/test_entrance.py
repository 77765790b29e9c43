"""The first start makes an owner who can enter by a link alone, and every start prints a link."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from conftest import Person
from neeman.cli.entrance import print_entrance
from neeman.customers.models import Customer
from neeman.orgs.models import Organization, User
from neeman.orgs.wall import organization_scope

LINK = re.compile(r"http://localhost:8000/enter/[\w-]{43}/")


def printed(capsys: pytest.CaptureFixture[str], *, demo: bool = False) -> str:
    print_entrance(demo=demo)
    found = LINK.search(capsys.readouterr().out)
    assert found
    return found[0]


def test_first_start(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    link = printed(capsys)
    user = User.objects.get()
    assert not user.has_usable_password(), "no known password is ever made"
    client = Client()
    assert client.post(link).status_code == 302
    assert client.get("/").headers["Location"] == f"/{Organization.objects.get().slug}/"


def test_later_starts_make_nothing_but_a_link(owner: Person, capsys: pytest.CaptureFixture[str]) -> None:
    links = {printed(capsys, demo=True), printed(capsys)}
    assert len(links) == 2
    assert Organization.objects.count() == User.objects.count() == 1


def test_with_the_demo_business(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    printed(capsys, demo=True)
    organization = Organization.objects.get(slug="demo")
    assert organization.is_demo
    with organization_scope(organization.pk):
        assert Customer.objects.exists()


def test_nobody_to_let_in(owner: Person, capsys: pytest.CaptureFixture[str]) -> None:
    User.objects.update(is_active=False)
    print_entrance(demo=False)
    assert "neeman user add" in capsys.readouterr().out
