"""`neeman user`: adding, listing, links, shutting out."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from typer.testing import CliRunner

from conftest import Person
from neeman.cli.app import app
from neeman.orgs.models import Member, Organization, User

LINK = re.compile(r"http://localhost:8000/(enter|new-password)/[\w-]{43}/")


def neeman(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["user", *words])
    return result.exit_code, result.output


def test_add_to_an_organization(owner: Person) -> None:
    code, said = neeman(
        "add", "Dana@House.test", "--organization", "house", "--name", "דנה", "--role", "finance"
    )
    assert code == 0
    found = LINK.search(said)
    assert found
    assert Client().post(found[0]).status_code == 302
    with owner.scope():
        member = Member.objects.select_related("user").get(user__email="dana@house.test")
        assert (member.role, member.user.name, member.user.has_usable_password()) == ("finance", "דנה", False)


def test_found_an_organization(db: None) -> None:
    assert neeman("add", "a@b.test", "--organization", "shop", "--found", "החנות")[0] == 0
    assert Organization.objects.get(slug="shop").name == "החנות"
    assert neeman("add", "a@b.test", "--organization", "shop", "--found", "again")[0] == 2
    assert neeman("add", "a@b.test", "--organization", "account", "--found", "x")[0] == 2


@pytest.mark.parametrize(
    "words",
    [
        ("add", "a@b.test", "--organization", "nowhere"),
        ("add", "not an address", "--organization", "house"),
        ("add", "a@b.test", "--organization", "house", "--role", "king"),
        ("link", "nobody@house.test"),
    ],
)
def test_faults_are_said_and_write_nothing(owner: Person, words: tuple[str, ...]) -> None:
    before = User.objects.count()
    code, said = neeman(*words)
    assert code == 2
    assert "Error" in said
    assert User.objects.count() == before


def test_reset_and_forget_factors(owner: Person) -> None:
    Authenticator.objects.create(user=owner.user, type="totp", data={"secret": "x"})
    code, said = neeman("reset", owner.user.email)
    assert code == 0
    assert "/new-password/" in said
    assert owner.client.get("/account/").status_code == 302
    assert Authenticator.objects.count() == 1
    neeman("reset", owner.user.email, "--forget-factors")
    assert not Authenticator.objects.exists()


def test_disable(owner: Person) -> None:
    _, said = neeman("link", owner.user.email)
    found = LINK.search(said)
    assert found
    assert neeman("disable", owner.user.email)[0] == 0
    assert Client().get(found[0]).status_code == 404
    assert owner.client.get("/account/").status_code == 302
    assert neeman("link", owner.user.email)[0] == 2
    assert "[disabled]" in neeman("list")[1]
